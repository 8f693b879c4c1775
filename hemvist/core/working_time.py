"""Time as the municipality works: opening hours on weekdays, with a calendar of other days.

All moments are aware. A day is a day in Swedish local time, also when the clocks change, and
an hour of work is an hour that really passed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hemvist.core.read_once import read_once

ZONE = ZoneInfo("Europe/Stockholm")
LONGEST_SEARCH = timedelta(days=800)

Block = tuple[time, time]


class NeverOpen(Exception):
    """The calendar has no working time within reach, so no promise can be computed."""


@dataclass(frozen=True)
class Calendar:
    """When the municipality works: blocks for each weekday, and the days that differ."""

    weekdays: dict[int, tuple[Block, ...]]
    exceptions: dict[date, tuple[Block, ...]]

    @classmethod
    def current(cls) -> "Calendar":
        """The calendar kept in the database, as it is now."""
        return _kept_in_the_database()

    @classmethod
    def made_of(
        cls,
        weekdays: dict[int, tuple[Block, ...]],
        days: Iterable[tuple[date, time | None, time | None]],
    ) -> "Calendar":
        """A week, and days that are closed or end earlier than their weekday."""
        exceptions = {
            day: _within(weekdays.get(day.weekday(), ()), opens, closes)
            for day, opens, closes in days
        }
        return cls(weekdays, exceptions)

    def blocks(self, day: date) -> tuple[Block, ...]:
        """The working blocks of one day; none if closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        return self.weekdays.get(day.weekday(), ())

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is at work at this moment; the closing minute is no longer open."""
        return any(opens <= at < closes for opens, closes in self._spans(_day_of(at)))

    def is_working_day(self, day: date) -> bool:
        """Whether there is any working time on a day."""
        return bool(self.blocks(day))

    def add(self, start: datetime, *, hours: float) -> datetime:
        """The moment when this much working time has passed since `start`.

        A promise made when closed starts to run at the next opening. Raises NeverOpen when the
        calendar is empty for more than two years.
        """
        return self.add_time(start, timedelta(hours=hours))

    def add_time(self, start: datetime, left: timedelta) -> datetime:
        """The same, to the microsecond. Raises NeverOpen."""
        for opens, closes in self._spans_from(start):
            begins = max(opens, start.astimezone(UTC))
            if left <= closes - begins:
                return (begins + left).astimezone(ZONE)
            left -= closes - begins
        raise NeverOpen

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of working time from `start` to `end`; negative if `end` comes first."""
        if end < start:
            return -self.minutes_between(end, start)
        return int(self.time_between(start, end).total_seconds() // 60)

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`, to the microsecond; none if `end` comes first."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        total = timedelta()
        for opens, closes in self._spans_from(start, until=end):
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def next_working_day(self, after: date, *, days: int = 1) -> date:
        """The working day that comes `days` working days after a date.

        Raises NeverOpen when there is none within two years.
        """
        day, left = after, days
        for _ in range(LONGEST_SEARCH.days):
            day += timedelta(days=1)
            left -= self.is_working_day(day)
            if left <= 0:
                return day
        raise NeverOpen

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in self.blocks(day):
            yield (
                datetime.combine(day, opens, ZONE).astimezone(UTC),
                datetime.combine(day, closes, ZONE).astimezone(UTC),
            )

    def _spans_from(
        self, start: datetime, *, until: datetime | None = None
    ) -> Iterator[tuple[datetime, datetime]]:
        first = _day_of(start)
        last = _day_of(until) if until else first + LONGEST_SEARCH
        for offset in range((last - first).days + 1):
            for opens, closes in self._spans(first + timedelta(days=offset)):
                if closes > start:
                    yield opens, closes


def _day_of(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _within(
    blocks: tuple[Block, ...], opens: time | None, closes: time | None
) -> tuple[Block, ...]:
    """A weekday's blocks cut to an exception's hours; the hours themselves on a free weekday."""
    if opens is None or closes is None:
        return ()
    if not blocks:
        return ((opens, closes),)
    cut = ((max(opens, first), min(closes, last)) for first, last in blocks)
    return tuple((first, last) for first, last in cut if first < last)


@read_once(about=frozenset({"core"}))
def _kept_in_the_database() -> Calendar:
    from hemvist.core.models import CalendarDay, OpeningHours

    weekdays: dict[int, tuple[Block, ...]] = {}
    for hours in OpeningHours.objects.all():
        weekdays[hours.weekday] = (
            *weekdays.get(hours.weekday, ()),
            (hours.opens, hours.closes),
        )
    days = CalendarDay.objects.values_list("day", "opens", "closes")
    return Calendar.made_of(weekdays, days)
