"""When a place is open: from its rules, its special days and the municipality's calendar.

All moments are aware. A rule speaks in wall-clock time, so a place opens in the minute in which
the clock on the wall reaches the time or leaps past it, and closes in the same way; an hour that
comes twice counts the first time. A special day comes before every rule and before the calendar.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from hemvist.core.models import CalendarDay
from hemvist.core.read_once import read_once
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Schedule, SpecialDay
from hemvist.directory.recurrence import Rule, parse_byday, parse_bymonthday

DAY = timedelta(days=1)
MIDNIGHT = time(0)
LONGEST_SEARCH = 400  # days, until something opens
LONGEST_OPEN = 9  # days, after which it is as good as always open
Times = tuple[time, time]
Holidays = dict[date, Times | None]


@dataclass(frozen=True)
class Hours:
    """Between which times a rule says that a place is open, on the days that it names."""

    rule: Rule
    times: Times | None = None
    by_appointment: bool = False
    follows_holidays: bool = True


@dataclass(frozen=True)
class Special:
    """Days that differ: closed, or open at other times."""

    first_day: date
    last_day: date
    times: Times | None = None


@dataclass(frozen=True, order=True)
class Block:
    """An open time of one day as the clock on the wall says it; it may end after midnight."""

    opens: time
    closes: time
    by_appointment: bool = False


@dataclass(frozen=True)
class Span:
    """An open time from a moment to a moment."""

    opens_at: datetime
    closes_at: datetime
    by_appointment: bool = False

    @property
    def edges(self) -> tuple[datetime, datetime]:
        """The two moments at which something may change."""
        return self.opens_at, self.closes_at


class Now(Enum):
    """How it is at one moment."""

    OPEN = "open"
    BOOKED = "open to those who have booked"
    CLOSED = "closed"


@dataclass(frozen=True)
class State:
    """How it is, when that changes and what comes then; nothing when it stays so for long."""

    now: Now
    changes_at: datetime | None = None
    then: Now | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody may come, with or without a booking."""
        return self.now != Now.CLOSED


@dataclass(frozen=True)
class Opening:
    """All that is known of when a place is open."""

    hours: tuple[Hours, ...] = ()
    special: tuple[Special, ...] = ()
    holidays: Holidays = field(default_factory=dict)

    def blocks(self, day: date) -> list[Block]:
        """The open times of one day, those that begin on it."""
        special = [one for one in self.special if one.first_day <= day <= one.last_day]
        if special:
            return sorted(Block(*one.times) for one in special if one.times)
        return sorted(self._blocks_by_rule(day))

    def _blocks_by_rule(self, day: date) -> Iterator[Block]:
        for hours in self.hours:
            if hours.times and hours.rule.is_on(day):
                times: Times | None = hours.times
                if hours.follows_holidays and day in self.holidays:
                    times = _cut(hours.times, self.holidays[day])
                if times:
                    yield Block(*times, hours.by_appointment)

    def at(self, moment: datetime) -> Now:
        """How it is at a moment; the closing minute is no longer open."""
        day, moment = moment.astimezone(ZONE).date(), moment.astimezone(UTC)
        return _now(self._spans(day - DAY) + self._spans(day), moment)

    def is_open(self, moment: datetime) -> bool:
        """Whether anybody may come, with or without a booking."""
        return self.at(moment) != Now.CLOSED

    def state(self, moment: datetime) -> State:
        """How it is at a moment, and the next moment at which that is no longer so."""
        today, moment = moment.astimezone(ZONE).date(), moment.astimezone(UTC)
        now = self.at(moment)
        before, spans = self._spans(today - DAY), self._spans(today)
        for offset in range(LONGEST_OPEN if now == Now.OPEN else self._days_to_search(today)):
            midnight = _moment(today + (offset + 1) * DAY, MIDNIGHT)
            three_days = [*before, *spans, *self._spans(today + (offset + 1) * DAY)]
            for turn in sorted({edge for span in three_days for edge in span.edges}):
                if moment < turn <= midnight and (then := _now(three_days, turn)) != now:
                    return State(now, turn, then)
            before, spans = spans, three_days[len(before) + len(spans) :]
        return State(now)

    def _days_to_search(self, day: date) -> int:
        """None when every rule is over and no special day comes."""
        rules = [hours for hours in self.hours if (hours.rule.ends_on or date.max) >= day - DAY]
        special = [one for one in self.special if one.last_day >= day - DAY]
        return LONGEST_SEARCH if rules or special else 0

    def _spans(self, day: date) -> list[Span]:
        spans = []
        for block in self.blocks(day):
            ends_on = day if block.closes > block.opens else day + DAY
            opens_at, closes_at = _moment(day, block.opens), _moment(ends_on, block.closes)
            if opens_at < closes_at:  # not within an hour that the clocks leap over
                spans.append(Span(opens_at, closes_at, block.by_appointment))
        return spans

    @property
    def is_known(self) -> bool:
        """Whether anything is known at all."""
        return bool(self.hours)

    def needs_booking(self, *, on: date) -> bool:
        """Whether some rule that holds on a day says that one must book."""
        return any(
            hours.by_appointment and (hours.rule.ends_on or date.max) >= on for hours in self.hours
        )


def _now(spans: list[Span], moment: datetime) -> Now:
    covering = [span for span in spans if span.opens_at <= moment < span.closes_at]
    if not covering:
        return Now.CLOSED
    return Now.BOOKED if all(span.by_appointment for span in covering) else Now.OPEN


def opening_of(
    schedules: Iterable[Schedule], special_days: Iterable[SpecialDay], holidays: Holidays
) -> Opening:
    """The rows of one place as something that can be asked."""
    return Opening(
        tuple(hours_of(schedule) for schedule in schedules),
        tuple(
            Special(day.first_day, day.last_day, _times(day.opens_at, day.closes_at))
            for day in special_days
        ),
        holidays,
    )


def hours_of(schedule: Schedule) -> Hours:
    """One row as a rule; its season and its recurrence both limit it."""
    starts = [day for day in (schedule.dtstart, schedule.valid_from) if day]
    ends = [day for day in (schedule.until, schedule.valid_to) if day]
    rule = Rule(
        freq=schedule.freq,
        interval=schedule.interval,
        byday=parse_byday(schedule.byday),
        bymonthday=parse_bymonthday(schedule.bymonthday),
        counts_from=schedule.dtstart or schedule.valid_from,
        starts_on=max(starts, default=None),
        ends_on=min(ends, default=None),
    )
    times = _times(schedule.opens_at, schedule.closes_at)
    return Hours(rule, times, schedule.by_appointment, schedule.follows_holidays)


@read_once()
def calendar_around(day: date) -> list[CalendarDay]:
    """The days of the municipality's calendar that can matter from a day on. One query."""
    first, last = day - 3 * DAY, day + LONGEST_SEARCH * DAY
    return list(CalendarDay.objects.filter(day__range=(first, last)))


def holidays_of(calendar: Iterable[CalendarDay]) -> Holidays:
    """The municipality's calendar as opening hours are cut by it."""
    return {other.day: _times(other.opens, other.closes) for other in calendar}


def _times(opens: time | None, closes: time | None) -> Times | None:
    return (opens, closes) if opens is not None and closes is not None else None


def _cut(times: Times, limits: Times | None) -> Times | None:
    """An ordinary day's hours within those of a half day; nothing on a holiday."""
    if limits is None:
        return None
    opens, closes = max(times[0], limits[0]), limits[1]
    if times[1] > times[0]:
        closes = min(times[1], limits[1])
    return (opens, closes) if opens < closes else None


def _moment(day: date, at: time) -> datetime:
    """When the clock on the wall reaches a time for the first time, or leaps past it."""
    wall = datetime.combine(day, at.replace(second=0, microsecond=0))
    moment = wall.replace(tzinfo=ZONE).astimezone(UTC)
    if moment.astimezone(ZONE).replace(tzinfo=None) == wall:
        return moment
    return moment.replace(minute=0)  # clocks leap at a full hour
