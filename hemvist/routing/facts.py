"""What the rules can ask about an enquiry: gathered for one, or for many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from hemvist.casework.models import Case, Need
from hemvist.core.working_time import ZONE, Calendar
from hemvist.employers.models import SourceCode
from hemvist.people.models import ContactChoice, Household, Person
from hemvist.routing.returning import EarlierCase, earlier_cases
from hemvist.routing.sentences import Condition, Rule
from hemvist.routing.words import plain

NOTHING: frozenset[str] = frozenset()
NO_NUMBERS: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Facts:
    """An enquiry as the rules see it: codes and numbers by what they are about."""

    said: Mapping[str, frozenset[str]]
    numbers: Mapping[str, frozenset[int]]
    language: str
    at: datetime
    earlier: EarlierCase | None = None
    is_suspected: bool = False

    def meets(self, condition: Condition) -> bool:
        """Whether a condition holds."""
        name = condition.field
        return condition.holds(self.said.get(name, NOTHING), self.numbers.get(name, NO_NUMBERS))

    def fits(self, rule: Rule) -> bool:
        """Whether all conditions of a rule hold."""
        return all(self.meets(condition) for condition in rule.conditions)


@dataclass(frozen=True)
class Arrival:
    """What an enquiry says, before it is put into the words of the rules."""

    at: datetime
    language: str
    area: str = ""
    needs: frozenset[str] = NOTHING
    source: str = ""
    campaign: str = ""
    employer: str = ""
    form: str = ""
    origin: str = ""
    moving_on: date | None = None
    child_ages: tuple[int | None, ...] = ()
    adults: int = 1
    needs_interpreter: bool = False
    earlier: EarlierCase | None = None


def facts_from(arrival: Arrival, *, calendar: Calendar) -> Facts:
    """An enquiry in the words of the rules; the day and the time are those in Sweden."""
    local = arrival.at.astimezone(ZONE)
    day = local.date()
    days = {str(day.weekday())} | (set() if calendar.is_working_day(day) else {"closed"})
    source = arrival.source.removesuffix("_suspected")
    said = {
        "language": _one(arrival.language),
        "area": _one(arrival.area),
        "need": arrival.needs,
        "source": _one(plain(source)) | _one(plain(arrival.campaign)),
        "employer": _one(arrival.employer),
        "form": _one(arrival.form),
        "origin": _one(arrival.origin),
        "day": frozenset(days),
        "returning": _one("yes" if arrival.earlier else ""),
        "interpreter": _one("yes" if arrival.needs_interpreter else ""),
    }
    children = len(arrival.child_ages)
    numbers = {
        "time": frozenset([local.hour * 60 + local.minute]),
        "children": frozenset([children]),
        "child_age": frozenset(age for age in arrival.child_ages if age is not None),
        "adults": frozenset([arrival.adults]),
        "people": frozenset([arrival.adults + children]),
        "months": _months(day, arrival.moving_on),
    }
    return Facts(
        said,
        numbers,
        language=arrival.language,
        at=arrival.at,
        earlier=arrival.earlier,
        is_suspected=arrival.source.endswith("_suspected"),
    )


def _one(code: str) -> frozenset[str]:
    return frozenset([code]) if code else NOTHING


def _months(day: date, moving_on: date | None) -> frozenset[int]:
    if moving_on is None:
        return NO_NUMBERS
    return frozenset([(moving_on.year - day.year) * 12 + moving_on.month - day.month])


def arrival_of(household: Household, *, at: datetime, **asked: Any) -> Arrival:
    """What is known of a household that asks right now; `asked` is what `arrival_from` takes."""
    people = list(Person.objects.filter(household=household))
    choice = ContactChoice.objects.filter(household=household).first()
    return arrival_from(
        household,
        at=at,
        child_ages=tuple(person.age for person in people if person.is_child),
        adults=sum(not person.is_child for person in people),
        needs_interpreter=choice is not None and choice.needs_interpreter,
        earlier=earlier_cases([(None, household.pk, at)]).get((None, household.pk, at)),
        **asked,
    )


def arrival_from(
    household: Household,
    *,
    at: datetime,
    needs: Iterable[str],
    source_code: SourceCode | None = None,
    **known: Any,
) -> Arrival:
    """The same where its people and its earlier case are at hand, as fields of `Arrival`."""
    return Arrival(
        at=at,
        language=household.language,
        needs=frozenset(needs),
        origin=household.origin,
        moving_on=household.moving_on,
        **{**_by_code(source_code), **known},
    )


def _by_code(code: SourceCode | None, employer: int | None = None) -> dict[str, str]:
    """What the code on a poster or in a letter says of the source and the employer."""
    employer = employer or (code.employer_id if code else None)
    return {
        "campaign": code.label if code else "",
        "employer": str(employer) if employer else "",
    }


def arrivals_of(cases: QuerySet[Case]) -> list[tuple[Case, Arrival]]:
    """What was known of many cases when they came, the oldest first; seven queries."""
    found = list(
        cases.select_related("household__contact_choice", "source_code").order_by("opened_at", "pk")
    )
    households = [case.household_id for case in found]
    people: dict[int, list[Person]] = {}
    for person in Person.objects.filter(household__in=households):
        people.setdefault(person.household_id, []).append(person)
    needs: dict[int, set[str]] = {}
    for case, need in Need.objects.filter(case__in=found).values_list("case_id", "life_area_id"):
        needs.setdefault(case, set()).add(need)
    askers = {case.pk: (case.pk, case.household_id, case.opened_at) for case in found}
    earlier = earlier_cases(askers.values())
    return [
        (
            case,
            _arrival_then(
                case,
                people.get(case.household_id, []),
                frozenset(needs.get(case.pk, ())),
                earlier.get(askers[case.pk]),
            ),
        )
        for case in found
    ]


def _arrival_then(
    case: Case,
    people: list[Person],
    needs: frozenset[str],
    earlier: EarlierCase | None,
) -> Arrival:
    household, choice = case.household, getattr(case.household, "contact_choice", None)
    return Arrival(
        at=case.opened_at,
        language=household.language,
        area=case.area_id or "",
        needs=needs,
        source=case.source,
        **_by_code(case.source_code, case.employer_id),
        form=case.kind,
        origin=household.origin,
        moving_on=household.moving_on,
        child_ages=tuple(person.age for person in people if person.is_child),
        adults=sum(not person.is_child for person in people) or 1,
        needs_interpreter=choice is not None and choice.needs_interpreter,
        earlier=earlier,
    )
