"""When somebody may be disturbed, against trying every minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.people.hours import good_moment, is_good_moment

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
quickly = settings(max_examples=60, deadline=None)
ZONES = ["Europe/Stockholm", "Australia/Sydney", "America/Los_Angeles", "Asia/Kolkata"]
NAMES = {"morning": (8, 11), "midday": (11, 14), "afternoon": (14, 17)}


def by_hand(at, times, zone):
    there = at.astimezone(ZoneInfo(zone))
    if not times:
        return time(7) <= there.time() < time(22)
    return there.weekday() < 5 and any(
        start <= there.hour < end for start, end in (NAMES[name] for name in times)
    )


@quickly
@given(
    st.integers(0, 5_000 * 24 * 4).map(lambda n: FIRST + timedelta(minutes=15 * n)),
    st.sets(st.sampled_from(sorted(NAMES))),
    st.sampled_from(ZONES),
)
def test_the_next_good_moment_is_the_first_that_a_counter_of_quarters_finds(at, times, zone):
    counted = at
    while not by_hand(counted, times, zone):
        counted += timedelta(minutes=15)

    assert good_moment(at, times=sorted(times), zone=zone) == counted
    assert is_good_moment(at, times=sorted(times), zone=zone) == (counted == at)


@pytest.mark.parametrize("zone", ["", "Nowhere/City", "../../etc/passwd", "\0"])
def test_a_zone_nobody_knows_counts_as_sweden(zone):
    night = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    assert good_moment(night, times=[], zone=zone) == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
