"""The clock of a case against a counter that looks at every single minute, pauses and all."""

import os
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.casework.promised import NobodyWaits, Promised, PromiseHasPassed
from hemvist.core.working_time import ZONE, Calendar

MINUTE = timedelta(minutes=1)
# A night with many more examples: HEMVIST_EXAMPLES=5000.
EXAMPLES = int(os.environ.get("HEMVIST_EXAMPLES", "60"))
WEEK = dict.fromkeys(range(4), ((time(8), time(12)), (time(13), time(16, 30)))) | {
    4: ((time(8), time(15)),)
}
EVERY_DAY = dict.fromkeys(range(7), ((time(8), time(20)),))
CHANGES = [
    date(year, month, 31) - timedelta(days=(date(year, month, 31).weekday() + 1) % 7 + 2)
    for year in range(2024, 2038)
    for month in (3, 10)
]
DAYS = st.one_of(st.dates(date(2024, 1, 1), date(2037, 11, 1)), st.sampled_from(CHANGES))
HOLIDAYS = st.dictionaries(
    st.integers(0, 8), st.sampled_from([(), ((time(8), time(14)),)]), max_size=4
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["message", "pause", "go on", "answer", "close"]),
        st.integers(0, 900),  # minutes since the one before
        st.integers(0, 3),  # days of a pause
    ),
    min_size=1,
    max_size=8,
)


class ByMinute:
    """The oracle: a number of minutes that is counted down on the wall clock."""

    def __init__(self, calendar, hours, at):
        self.calendar, self.hours, self.at = calendar, hours, at.astimezone(UTC)
        self.left = self.paused_until = None

    def until(self, at):
        while self.at < at:
            self.minute()

    def minute(self):
        local = self.at.astimezone(ZONE)
        wall = local.time().replace(tzinfo=None)
        is_paused = self.paused_until is not None and self.at < self.paused_until
        if self.left is not None and not is_paused:
            blocks = self.calendar.blocks(local.date())
            self.left -= any(opens <= wall < closes for opens, closes in blocks)
        self.at += MINUTE

    def event(self, what, at, until):
        self.until(at)
        if what == "message" and self.left is None:
            self.left = self.hours * 60
        elif what == "pause" and self.left is not None and self.left >= 0:
            self.paused_until = until
        elif what in ("message", "go on"):
            self.paused_until = None
        elif what in ("answer", "close"):
            self.left = self.paused_until = None

    def due(self):
        """The moment at which nothing is left, if the clock runs and is not late."""
        while self.left > 0:
            self.minute()
        return self.at


def play(clock, calendar, what, at, until, hours):
    if what == "message":
        return clock.person_waits(at=at, hours=hours, calendar=calendar)
    if what == "go on":
        return clock.goes_on(at=at, calendar=calendar)
    if what in ("answer", "close"):
        return Promised()
    try:
        return clock.pauses(at=at, until=until, calendar=calendar)
    except (NobodyWaits, PromiseHasPassed):
        return clock


@settings(max_examples=EXAMPLES, deadline=None)
@given(DAYS, HOLIDAYS, st.sampled_from([WEEK, EVERY_DAY]), EVENTS, st.integers(1, 24))
def test_the_clock_says_what_the_minute_counter_says(day, odd, week, events, hours):
    calendar = Calendar(week, {day + timedelta(days=n): blocks for n, blocks in odd.items()})
    at = datetime.combine(day, time(7), ZONE).astimezone(UTC)
    clock, oracle = Promised(), ByMinute(calendar, hours, at)

    for what, minutes, days in events:
        at += minutes * MINUTE
        midnight = datetime.combine(at.astimezone(ZONE).date(), time(), ZONE)
        until = (midnight + timedelta(days=days + 1)).astimezone(UTC)
        before = clock.due
        oracle.until(at)
        is_late = before is not None and at > before
        clock = play(clock, calendar, what, at, until, hours)
        if not (what == "pause" and is_late):
            oracle.event(what, at, until)
        assert (clock.due is None) == (oracle.left is None)

    if oracle.left is not None and oracle.left > 0:
        assert clock.due.astimezone(UTC) == oracle.due()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


CALENDAR = Calendar(WEEK, {})
MONDAY = at("2026-11-23T09:00")


def waiting(hours=8):
    return Promised().person_waits(at=MONDAY, hours=hours, calendar=CALENDAR)


def test_a_pause_keeps_what_was_left_for_the_day_it_ends():
    paused = waiting().pauses(
        at=at("2026-11-23T11:00"), until=at("2026-11-26T00:00"), calendar=CALENDAR
    )

    assert waiting().due == at("2026-11-24T09:30")
    assert paused.due == at("2026-11-26T15:00")
    assert paused.since == MONDAY
    assert paused.is_paused(at("2026-11-25T23:59")) and not paused.is_paused(at("2026-11-26T00:00"))


def test_what_the_person_says_ends_the_pause():
    paused = waiting().pauses(
        at=at("2026-11-23T11:00"), until=at("2026-11-30T00:00"), calendar=CALENDAR
    )

    running = paused.person_waits(at=at("2026-11-24T10:00"), hours=8, calendar=CALENDAR)

    assert running == Promised(MONDAY, at("2026-11-25T08:30"))


def test_a_pause_that_has_run_out_changes_nothing_more():
    paused = waiting().pauses(
        at=at("2026-11-23T11:00"), until=at("2026-11-24T00:00"), calendar=CALENDAR
    )

    again = paused.person_waits(at=at("2026-11-24T10:00"), hours=8, calendar=CALENDAR)

    assert again == Promised(MONDAY, paused.due)


def test_a_pause_can_be_made_longer_without_losing_what_was_left():
    first = waiting().pauses(
        at=at("2026-11-23T11:00"), until=at("2026-11-24T00:00"), calendar=CALENDAR
    )

    longer = first.pauses(
        at=at("2026-11-23T15:00"), until=at("2026-11-26T00:00"), calendar=CALENDAR
    )

    assert longer.due <= at("2026-11-26T15:00")
    assert longer.paused_at == at("2026-11-23T11:00")


def test_nobody_waits_or_it_is_late_already():
    with pytest.raises(NobodyWaits):
        Promised().pauses(at=MONDAY, until=at("2026-11-26T00:00"), calendar=CALENDAR)
    with pytest.raises(PromiseHasPassed):
        waiting().pauses(at=at("2026-11-24T09:31"), until=at("2026-11-26T00:00"), calendar=CALENDAR)
