"""When somebody may be disturbed, against trying every minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hemvist.people.hours import ANY_TIME, GoodHours, good_moment, is_good_moment

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
quickly = settings(max_examples=60, deadline=None)
ZONES = [
    "Europe/Stockholm",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "America/Los_Angeles",
    "Asia/Beirut",  # the clock is put at midnight
    "Asia/Kolkata",
]
NIGHT_OF_SPRING = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)
NIGHT_OF_AUTUMN = datetime(2027, 10, 30, 23, 30, tzinfo=UTC)
minutes_of_day = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))


@st.composite
def some_hours(draw):
    weekdays_only = draw(st.booleans())
    if draw(st.integers(0, 5)) == 0:
        return GoodHours(weekdays_only=weekdays_only)
    opens, closes = draw(st.lists(minutes_of_day, min_size=2, max_size=2, unique=True))
    return GoodHours(opens, closes, weekdays_only)


def by_hand(at, hours, zone):
    """Count the minutes of the day they began on that the clock on the wall has passed."""
    there = at.astimezone(ZoneInfo(zone))
    opens, closes = (hours.opens, hours.closes) if hours.opens else (time(7), time(22))
    first, last = (one.hour * 60 + one.minute for one in (opens, closes))
    last += 24 * 60 if last < first else 0
    now = there.hour * 60 + there.minute
    weekday = there.weekday()
    return any(
        first <= minute < last and not (hours.weekdays_only and began in (5, 6))
        for minute, began in ((now, weekday), (now + 24 * 60, (weekday - 1) % 7))
    )


@quickly
@given(
    st.integers(0, 5_000 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n)),
    some_hours(),
    st.sampled_from(ZONES),
)
@example(NIGHT_OF_SPRING, GoodHours(time(2, 30), time(4)), "Europe/Stockholm")
@example(NIGHT_OF_SPRING, GoodHours(time(2, 15), time(2, 45)), "Europe/Stockholm")
@example(NIGHT_OF_SPRING, GoodHours(time(1), time(2, 30)), "Europe/Stockholm")
@example(NIGHT_OF_AUTUMN, GoodHours(time(2, 15), time(2, 45)), "Europe/Stockholm")
@example(NIGHT_OF_AUTUMN + timedelta(minutes=80), GoodHours(time(1), time(2, 45)), ZONES[0])
@example(NIGHT_OF_AUTUMN + timedelta(minutes=80), GoodHours(time(2, 15), time(2, 45)), ZONES[0])
@example(datetime(2026, 11, 28, 3, 0, tzinfo=UTC), GoodHours(time(22), time(3), True), ZONES[0])
@example(datetime(2026, 11, 28, 0, 30, tzinfo=UTC), GoodHours(time(22), time(3), True), ZONES[0])
def test_the_next_good_moment_is_the_first_that_a_counter_of_minutes_finds(at, hours, zone):
    counted = at
    while not by_hand(counted, hours, zone):
        counted += timedelta(minutes=1)

    assert good_moment(at, hours=hours, zone=zone) == counted
    assert is_good_moment(at, hours=hours, zone=zone) == (counted == at)


@quickly
@given(some_hours())
def test_hours_come_back_from_the_text_they_are_kept_as(hours):
    assert GoodHours.of(hours.as_text) == hours


@pytest.mark.parametrize("zone", ["", "Nowhere/City", "../../etc/passwd", "\0"])
def test_a_zone_nobody_knows_counts_as_sweden(zone):
    night = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    assert good_moment(night, hours=ANY_TIME, zone=zone) == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
