"""What shall be kept when two cases become one, and what is proposed."""

from dataclasses import dataclass, field
from datetime import date, datetime

from hemvist.accounts.models import Team, User
from hemvist.casework.clock import promise_of
from hemvist.casework.models import Case
from hemvist.core.working_time import Calendar
from hemvist.directory.models import Area
from hemvist.merging.names import are_near, are_same, tokens_of
from hemvist.people.models import Person


@dataclass(frozen=True)
class Kept:
    """The choices of the one who merges; what is not said stays as it is in the kept case."""

    team: Team
    next_step: str
    next_step_on: date
    next_step_note: str = ""
    owner: User | None = None
    area: Area | None = None
    origin: str = ""
    moving_on: date | None = None
    language: str = "sv"
    contact_of_other: bool = False
    pairs: dict[Person, Person] = field(default_factory=dict)


@dataclass(frozen=True)
class Clock:
    """Since when somebody waits for us, and what was promised."""

    first_unanswered_at: datetime | None
    answer_due_at: datetime | None
    first_contacted_at: datetime | None
    first_contact_due_at: datetime
    paused_at: datetime | None = None
    paused_until: datetime | None = None


def earliest(case: Case, other: Case, *, at: datetime) -> Clock:
    """The clock of the one who has waited longest; a first contact with either counts.

    A pause of either ends: what we know of both together, somebody has to look at anew.
    """
    calendar = Calendar.current()
    ours, theirs = (promise_of(one).goes_on(at=at, calendar=calendar) for one in (case, other))
    return Clock(
        _first(ours.since, theirs.since),
        _first(ours.due, theirs.due),
        _first(case.first_contacted_at, other.first_contacted_at),
        min(case.first_contact_due_at, other.first_contact_due_at),
    )


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def proposed_pairs(kept: list[Person], others: list[Person]) -> dict[int, int]:
    """Which members of the other household are probably whom: by name, by age, by what is left."""
    pairs: dict[int, int] = {}
    free = list(kept)
    for person in others:
        same = next((one for one in free if _may_be(one, person)), None)
        if same is not None:
            pairs[person.pk] = same.pk
            free.remove(same)
    return pairs


def _may_be(one: Person, other: Person) -> bool:
    if one.is_child != other.is_child:
        return False
    if one.is_child:
        return one.age is not None and one.age == other.age
    if one.name and other.name:
        ours, theirs = tokens_of(one.name), tokens_of(other.name)
        return are_same(ours, theirs) or are_near(ours, theirs)
    return not one.name and not other.name
