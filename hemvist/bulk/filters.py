"""The filters above a list of cases, kept in the address so that a list can be shared."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone

from hemvist.bulk.models import CaseTag
from hemvist.casework.models import CaseQuerySet, Need
from hemvist.intake.models import FormVersion

OPEN, NOBODY, UNKNOWN, LATE, ANY, CODE = "open", "nobody", "unknown", "late", "any", "code-"
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Filters:
    """What a list of cases is narrowed to; an empty text narrows nothing."""

    state: str = ""
    owner: str = ""
    team: str = ""
    need: str = ""
    area: str = ""
    language: str = ""
    moving: str = ""
    waiting: str = ""
    employer: str = ""
    source: str = ""
    tag: str = ""
    form: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Filters":
        """Read an address; a value that could not be a code is left out rather than refused."""
        found = {one.name: query.get(one.name, "")[:60] for one in fields(cls)}
        return cls(**{name: text for name, text in found.items() if text.isprintable()})

    @classmethod
    def from_text(cls, query: str) -> "Filters":
        """Read the filters of an address that was kept."""
        return cls.from_query(QueryDict(query))

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

    def without(self, name: str) -> str:
        """The address with one filter taken away."""
        return urlencode([pair for pair in self.pairs if pair[0] != name])

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Only the cases that fit; a value that stands for nothing fits none."""
        for name, text in self.pairs:
            cases = NARROWING[name](cases, text)
        return cases


def _state(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    return cases.open() if text == OPEN else cases.filter(state=text)


def _owner(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    if text == NOBODY:
        return cases.filter(owner__isnull=True)
    return _numbered("owner")(cases, text)


def _numbered(field: str) -> Callable[[CaseQuerySet, str], CaseQuerySet]:
    def narrow(cases: CaseQuerySet, text: str) -> CaseQuerySet:
        number = _number(text)
        return cases.none() if number is None else cases.filter(**{field: number})

    return narrow


def _team(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """One team, or several with commas between, as the queue of somebody in many asks for."""
    numbers = [_number(one) for one in text.split(",")]
    return cases.none() if None in numbers else cases.filter(team__in=numbers)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _need(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    return cases.filter(Exists(Need.objects.filter(case=OuterRef("pk"), life_area=text)))


def _moving(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    if text == UNKNOWN:
        return cases.filter(household__moving_on__isnull=True)
    month = month_of(text)
    return cases.filter(household__moving_on=month) if month else cases.none()


def month_of(text: str) -> date | None:
    """The first day of a month written as 2027-03; None for what is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _waiting(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those who wait for an answer from us: at all, for some days, or beyond what we promised."""
    now = timezone.now()
    if text == LATE:
        return cases.filter(first_unanswered_at__isnull=False, answer_due_at__lt=now)
    days = 0 if text == ANY else _number(text)
    if days is None or days > 999:
        return cases.none()
    return cases.filter(first_unanswered_at__lte=now - timedelta(days=days))


def _source(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """By a code that was printed, or by the way it came in."""
    if text.startswith(CODE):
        return _numbered("source_code")(cases, text.removeprefix(CODE))
    return cases.filter(source=text)


def _tag(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    number = _number(text)
    tagged = CaseTag.objects.filter(case=OuterRef("pk"), tag=number)
    return cases.none() if number is None else cases.filter(Exists(tagged))


def _form(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those that came by one form, whichever of its versions."""
    versions = FormVersion.objects.filter(form__slug=text).values_list("pk", flat=True)
    return cases.filter(enquiry__form_version__in=list(versions))


def _equal(field: str) -> Callable[[CaseQuerySet, str], CaseQuerySet]:
    return lambda cases, text: cases.filter(**{field: text})


NARROWING: dict[str, Callable[[CaseQuerySet, str], CaseQuerySet]] = {
    "state": _state,
    "owner": _owner,
    "team": _team,
    "need": _need,
    "area": _equal("area"),
    "language": _equal("household__language"),
    "moving": _moving,
    "waiting": _waiting,
    "employer": _numbered("employer"),
    "source": _source,
    "tag": _tag,
    "form": _form,
}
