"""What can be chosen in each filter, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.accounts.models import Role, Team, User
from hemvist.bulk.filters import ANY, CODE, LATE, NOBODY, OPEN, UNKNOWN, Choices, Filters, month_of
from hemvist.bulk.models import Tag
from hemvist.casework.languages import language_name
from hemvist.casework.models import CaseState
from hemvist.core.dates import month_in_words, today
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, LifeArea
from hemvist.employers.models import Employer, SourceCode
from hemvist.intake.models import OFFERING, FormVersion

MONTHS_AHEAD = 18
DAYS_WAITED = (1, 3, 7, 30)


@dataclass(frozen=True)
class FilterField:
    """One filter as the page shows it."""

    name: str
    label: str
    everything: str
    choices: Choices
    chosen: str

    @property
    def chosen_words(self) -> str:
        """What is chosen, in words; the code itself when it stands for nothing any more."""
        return dict(self.choices).get(self.chosen, self.chosen)


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the same list without it."""

    label: str
    words: str
    without: str


def filter_fields(
    filters: Filters, *, with_closed: bool = False, with_owner: bool = False
) -> list[FilterField]:
    """The filters with what can be chosen; one query for each kind of thing."""
    found: list[tuple[str, str, str, Choices]] = [
        ("state", _("State"), _("Any state"), _states(with_closed)),
        ("need", _("Looks for"), _("Anything"), _needs()),
        ("area", _("Area"), _("Anywhere"), list(Area.objects.values_list("slug", "name"))),
        ("language", _("Language"), _("Any language"), languages()),
        ("moving", _("Moves"), _("Any month"), _months(filters.moving)),
        ("waiting", _("Waits for us"), _("Whether or not"), _waiting()),
        ("team", _("Team"), _("Any team"), _rows(Team, Q())),
        ("employer", _("Employer"), _("Any employer"), _rows(Employer, Q(is_active=True))),
        ("source", _("Came by"), _("Any way"), _sources()),
        ("form", _("Form"), _("Any form"), _forms()),
        ("tag", _("Tag"), _("Any tag"), _rows(Tag, Q())),
    ]
    if with_owner:
        found.insert(1, ("owner", _("Responsible"), _("Anybody"), _owners()))
    return [
        FilterField(*row, chosen=getattr(filters, row[0]))
        for row in found
        if row[3] or getattr(filters, row[0])
    ]


def chips_of(fields: list[FilterField], filters: Filters) -> list[Chip]:
    """The filters in use."""
    return [
        Chip(field.label, field.chosen_words, filters.without(field.name))
        for field in fields
        if field.chosen
    ]


def languages() -> Choices:
    """The languages residents can choose, named in the reader's language."""
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]


def _states(with_closed: bool) -> Choices:
    states = [(code, str(text)) for code, text in CaseState.choices]
    if with_closed:
        return [(OPEN, _("All open")), *states]
    return [choice for choice in states if choice[0] != CaseState.CLOSED]


def _needs() -> Choices:
    sought = LifeArea.objects.filter(can_be_sought=True).values_list("slug", "names")
    return [(slug, spoken(names)[0] or slug) for slug, names in sought]


def _months(chosen: str) -> Choices:
    """The months from the last one on; one that was kept in an address stays in the list."""
    number = today().year * 12 + today().month - 2
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(number, number + MONTHS_AHEAD)]
    if (month := month_of(chosen)) and month not in firsts:
        firsts.append(month)
    months = [(f"{first:%Y-%m}", month_in_words(first)) for first in sorted(firsts)]
    return [(UNKNOWN, _("Not known yet")), *months]


def _waiting() -> Choices:
    days = [
        (str(n), ngettext("More than %(n)d day", "More than %(n)d days", n) % {"n": n})
        for n in DAYS_WAITED
    ]
    return [(ANY, _("Waits for an answer")), (LATE, _("Longer than promised")), *days]


def _owners() -> Choices:
    hosts = User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])
    return [(NOBODY, _("Nobody")), *_named(hosts.values_list("pk", "name"))]


def _sources() -> Choices:
    codes = SourceCode.objects.values_list("pk", "label")
    return [
        ("form", _("The form")),
        ("form_suspected", _("The form, perhaps from a machine")),
        *[(f"{CODE}{pk}", label) for pk, label in codes],
    ]


def _forms() -> Choices:
    """The forms that become cases, by the name that the newest version has."""
    newest = FormVersion.objects.exclude(form__kind__in=OFFERING).order_by("form_id", "-number")
    named = newest.distinct("form_id").values_list("form__slug", "document__name")
    return [(slug, spoken(name or {})[0] or slug) for slug, name in named]


def _rows(model: type[Model], only: Q) -> Choices:
    return _named(model._default_manager.filter(only).values_list("pk", "name"))


def _named(rows: Iterable[tuple[int, str]]) -> Choices:
    return [(str(pk), name) for pk, name in rows]
