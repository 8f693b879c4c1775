"""Working time against a counter that looks at every single minute."""

import os
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.core.working_time import ZONE, Calendar, NeverOpen

# A night with many more examples: HEMVIST_EXAMPLES=5000.
EXAMPLES = int(os.environ.get("HEMVIST_EXAMPLES", "150"))
MORNING, AFTERNOON = (time(8), time(12)), (time(13), time(16, 30))
FRIDAY = (time(8), time(15))
WEEK = dict.fromkeys(range(4), (MORNING, AFTERNOON)) | {4: (FRIDAY,)}
NIGHT_SHIFT = {6: ((time(0), time(6)),), 0: ((time(1, 30), time(4)), (time(22), time(23, 59)))}


def by_minute(calendar, start, end):
    """The oracle: step from minute to minute through real time and ask the clock on the wall."""
    at, minutes = start.astimezone(UTC), 0
    while at < end.astimezone(UTC):
        local = at.astimezone(ZONE)
        wall = local.time().replace(tzinfo=None)
        minutes += any(opens <= wall < closes for opens, closes in calendar.blocks(local.date()))
        at += timedelta(minutes=1)
    return minutes


def minutes_of(day):
    return st.integers(0, 3 * 24 * 60).map(
        lambda minute: (
            datetime.combine(day, time(0), ZONE).astimezone(UTC) + timedelta(minutes=minute)
        )
    )


DAYS = st.dates(date(2024, 1, 1), date(2037, 12, 20))
CHANGES = st.sampled_from(
    [
        day
        for year in range(2024, 2038)
        for month in (3, 10)
        for day in [
            date(year, month, 31) - timedelta(days=(date(year, month, 31).weekday() + 1) % 7)
        ]
    ]
).map(lambda day: day - timedelta(days=1))
EXCEPTIONS = st.sampled_from([(), (MORNING,), ((time(8), time(14)),), (AFTERNOON,)])


@st.composite
def calendars(draw, day):
    weekdays = draw(st.sampled_from([WEEK, NIGHT_SHIFT]))
    odd = draw(st.dictionaries(st.integers(0, 5), EXCEPTIONS, max_size=3))
    return Calendar(weekdays, {day + timedelta(days=n): blocks for n, blocks in odd.items()})


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data(), st.one_of(DAYS, CHANGES))
def test_minutes_between_counts_what_the_minute_counter_counts(data, day):
    calendar = data.draw(calendars(day))
    start, end = sorted([data.draw(minutes_of(day)), data.draw(minutes_of(day))])

    counted = by_minute(calendar, start, end)

    # Where the clock shows the same minute twice, the wall cannot tell which one it is; a block
    # that begins or ends inside the repeated hour is read as its first showing.
    if not _crosses_autumn_change(start, end) or calendar.weekdays is WEEK:
        assert calendar.minutes_between(start, end) == counted
    assert calendar.minutes_between(end, start) == -calendar.minutes_between(start, end)


def _crosses_autumn_change(start, end):
    return end.astimezone(ZONE).utcoffset() < start.astimezone(ZONE).utcoffset()


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data(), st.one_of(DAYS, CHANGES), st.integers(1, 40 * 60))
def test_add_is_the_first_moment_at_which_that_much_time_has_passed(data, day, minutes):
    calendar = data.draw(calendars(day))
    start = data.draw(minutes_of(day))

    end = calendar.add(start, hours=minutes / 60).astimezone(UTC)

    assert calendar.minutes_between(start, end + timedelta(seconds=1)) == minutes
    assert calendar.minutes_between(start, end - timedelta(minutes=1)) == minutes - 1


@settings(max_examples=60, deadline=None)
@given(st.data(), st.one_of(DAYS, CHANGES), st.integers(1, 600), st.integers(1, 600))
def test_two_spells_of_work_are_one_after_the_other(data, day, first, second):
    calendar = Calendar(WEEK, {})
    start = data.draw(minutes_of(day))

    in_two = calendar.add(calendar.add(start, hours=first / 60), hours=second / 60)

    assert in_two == calendar.add(start, hours=(first + second) / 60)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_an_enquiry_on_friday_night_is_due_on_tuesday():
    calendar = Calendar({day: ((time(8), time(12)), (time(13), time(17))) for day in range(5)}, {})

    assert calendar.add(at("2026-11-20T22:15"), hours=16) == at("2026-11-24T17:00")


def test_a_half_day_ends_the_working_time_early():
    half = {date(2026, 4, 30): ((time(8), time(12)), (time(13), time(14)))}
    calendar = Calendar(WEEK, half)

    assert calendar.minutes_between(at("2026-04-30T11:00"), at("2026-04-30T17:00")) == 120
    assert not calendar.is_open(at("2026-04-30T14:00"))


def test_an_hour_of_work_is_an_hour_on_the_night_the_clock_changes():
    calendar = Calendar({6: ((time(0), time(6)),)}, {})

    spring = calendar.minutes_between(at("2026-03-29T00:00"), at("2026-03-29T06:00"))
    autumn = calendar.minutes_between(at("2026-10-25T00:00"), at("2026-10-25T06:00"))

    assert (spring, autumn) == (5 * 60, 7 * 60)


def test_next_working_day_skips_weekend_and_holidays():
    calendar = Calendar(WEEK, {date(2026, 6, 19): ()})

    assert calendar.next_working_day(date(2026, 6, 18)) == date(2026, 6, 22)
    assert calendar.next_working_day(date(2026, 6, 18), days=3) == date(2026, 6, 24)


def test_a_calendar_that_never_opens_says_so_instead_of_searching_for_ever():
    with pytest.raises(NeverOpen):
        Calendar({}, {}).add(at("2026-01-01T08:00"), hours=1)
    with pytest.raises(NeverOpen):
        Calendar({}, {}).next_working_day(date(2026, 1, 1))


def test_the_hour_that_comes_twice_is_two_hours():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZONE)

    both = Calendar({6: ((time(0), time(6)),)}, {}).minutes_between(first, first.replace(fold=1))

    assert both == 60
