"""The filters above a list of cases, kept in the address so that a list can be shared."""

from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _

from hemvist.casework.languages import language_name
from hemvist.casework.models import CaseQuerySet, CaseState, Need
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, LifeArea

OPEN = "open"
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Filters:
    """What a list of cases is narrowed to; an empty text narrows nothing."""

    state: str = ""
    area: str = ""
    need: str = ""
    language: str = ""
    owner: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Filters":
        """Read an address; a value that could not be a code is left out rather than refused."""
        found = {one.name: query.get(one.name, "")[:60] for one in fields(cls)}
        return cls(**{name: text for name, text in found.items() if text.isprintable()})

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        return urlencode(self.pairs)

    @property
    def pairs(self) -> Choices:
        """The filters in use, by name."""
        chosen = [(one.name, getattr(self, one.name)) for one in fields(self)]
        return [(name, text) for name, text in chosen if text]

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Only the cases that fit."""
        if self.state == OPEN:
            cases = cases.open()
        elif self.state:
            cases = cases.filter(state=self.state)
        if self.owner:
            cases = cases.filter(owner=int(self.owner)) if self.owner.isdecimal() else cases.none()
        if self.area:
            cases = cases.filter(area=self.area)
        if self.need:
            sought = Need.objects.filter(case=OuterRef("pk"), life_area=self.need)
            cases = cases.filter(Exists(sought))
        if self.language:
            cases = cases.filter(household__language=self.language)
        return cases


@dataclass(frozen=True)
class FilterField:
    """One filter as the page shows it."""

    name: str
    label: str
    everything: str
    choices: Choices
    chosen: str


def filter_fields(filters: Filters, *, with_closed: bool = False) -> list[FilterField]:
    """The filters with what can be chosen; two queries."""
    states = [(code, str(text)) for code, text in CaseState.choices]
    if with_closed:
        states = [(OPEN, _("All open")), *states]
    else:
        states = [choice for choice in states if choice[0] != CaseState.CLOSED]
    areas = list(Area.objects.order_by("name").values_list("slug", "name"))
    needs = [
        (slug, spoken(names)[0] or slug)
        for slug, names in LifeArea.objects.filter(can_be_sought=True).values_list("slug", "names")
    ]
    return [
        FilterField("state", _("State"), _("Any state"), states, filters.state),
        FilterField("need", _("Looks for"), _("Anything"), needs, filters.need),
        FilterField("area", _("Area"), _("Anywhere"), areas, filters.area),
        FilterField("language", _("Language"), _("Any language"), languages(), filters.language),
    ]


def languages() -> Choices:
    """The languages residents can choose, named in the reader's language."""
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]
