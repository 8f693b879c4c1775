"""Who of several gets a case: who is here, has room, and has least to do for their hours.

The load of a colleague is the points of their open work and of the new case, divided by the
part of full time they work and by the part of the next working days they are here; for one who
does not speak the person's language it counts half as much again. The least load gets it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from hemvist.core.working_time import Calendar

# What an open case weighs, in quarters of one in contact.
NEW_CASE = 4
WEIGHTS = {"new": 4, "active": 4, "waiting": 2, "moved": 1}
DAYS_AHEAD = 10
FOREIGN_LANGUAGE = Fraction(3, 2)

# Why somebody could not have it.
GONE, NO_HOST, AWAY, FULL = "gone", "no_host", "away", "full"


@dataclass(frozen=True)
class Colleague:
    """A member of staff as far as sharing out the work goes."""

    pk: int
    name: str
    is_active: bool = True
    is_host: bool = True
    languages: frozenset[str] = frozenset()
    share: int = 100
    days: frozenset[int] = frozenset(range(5))
    most: int | None = None
    away: tuple[tuple[date, date], ...] = ()

    def is_here(self, day: date) -> bool:
        """Whether they work on a day and are not away."""
        return day.weekday() in self.days and not any(
            first <= day <= last for first, last in self.away
        )


@dataclass
class Work:
    """What somebody has in hand: how many open cases, and what they weigh."""

    cases: int = 0
    points: int = 0


@dataclass(frozen=True)
class Standing:
    """How one candidate stood: the numbers, and why not if not."""

    pk: int
    cases: int
    points: int
    share: int
    days: int
    speaks: bool
    load: Fraction | None
    why_not: str = ""


@dataclass(frozen=True)
class Days:
    """The working days that count for an enquiry: until the promise, and for the capacity."""

    until_due: tuple[date, ...]
    ahead: tuple[date, ...]


def days_from(on: date, *, due: date, calendar: Calendar) -> Days:
    """The municipality's working days from a day on; the day itself if nobody works before."""
    ahead: list[date] = []
    day = on
    while len(ahead) < DAYS_AHEAD and (day - on).days < 60:
        if calendar.is_working_day(day):
            ahead.append(day)
        day += timedelta(days=1)
    until = [day for day in ahead if day <= due] or ahead[:1]
    return Days(tuple(until), tuple(ahead))


@dataclass(frozen=True)
class Staff:
    """Everybody who can have cases, and what they have."""

    colleagues: dict[int, Colleague]
    teams: dict[int, tuple[int, ...]]
    front_door: int
    work: dict[int, Work] = field(default_factory=dict)

    def standing(self, pk: int, *, language: str, days: Days) -> Standing:
        """How one colleague stands before an enquiry in a language."""
        one, work = self.colleagues.get(pk), self.work.get(pk, Work())
        if one is None or not one.is_active:
            return Standing(pk, work.cases, work.points, 0, 0, False, None, GONE)
        here = sum(one.is_here(day) for day in days.ahead)
        speaks = language in one.languages
        why_not = self._why_not(one, work, here, days)
        load = None
        if not why_not:
            load = Fraction((work.points + NEW_CASE) * 100 * len(days.ahead), one.share * here)
            load *= 1 if speaks else FOREIGN_LANGUAGE
        return Standing(pk, work.cases, work.points, one.share, here, speaks, load, why_not)

    def _why_not(self, one: Colleague, work: Work, here: int, days: Days) -> str:
        if not one.is_host:
            return NO_HOST
        if not here or not one.share or not any(one.is_here(day) for day in days.until_due):
            return AWAY
        if one.most is not None and work.cases >= one.most:
            return FULL
        return ""

    def standings(self, pks: Iterable[int], *, language: str, days: Days) -> list[Standing]:
        """How several stand: those who can have it first, the least load before the others."""
        found = [self.standing(pk, language=language, days=days) for pk in dict.fromkeys(pks)]
        return sorted(found, key=_order)

    def gives(self, pk: int, *, points: int = NEW_CASE) -> None:
        """Count a new case as somebody's."""
        work = self.work.setdefault(pk, Work())
        work.cases += 1
        work.points += points

    def takes_back(self, pk: int, *, points: int = NEW_CASE) -> None:
        """Count a case as ended."""
        work = self.work[pk]
        work.cases -= 1
        work.points -= points


def _order(one: Standing) -> tuple[bool, Fraction, int, int]:
    return one.load is None, one.load or Fraction(0), one.cases, one.pk
