from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.core.working_time import ZONE
from hemvist.happenings.models import Happening
from hemvist.happenings.recurrence import (
    MOST_TIMES,
    RuleIsNotUnderstood,
    checked_rule,
    occurrences_of,
    times_of,
)


def happening(day=date(2026, 10, 21), *, rule="", hours=2, **fields):
    starts = datetime(day.year, day.month, day.day, 18, tzinfo=ZONE)
    return Happening(starts_at=starts, ends_at=starts + timedelta(hours=hours), rule=rule, **fields)


def days_of(row, first=date(2026, 10, 1), last=date(2026, 12, 31)):
    return [at.astimezone(ZONE).date() for at, _end in times_of(row, first=first, last=last)]


def test_what_happens_once_happens_once():
    assert days_of(happening()) == [date(2026, 10, 21)]


def test_six_in_the_evening_stays_six_when_summer_time_ends():
    times = times_of(happening(rule="FREQ=WEEKLY"), first=date(2026, 10, 1), last=date(2026, 11, 5))

    assert [at.astimezone(ZONE).hour for at, _end in times] == [18, 18, 18]
    assert [at.utcoffset() for at, _end in times] == [timedelta(hours=h) for h in (2, 1, 1)]
    assert all(end - at == timedelta(hours=2) for at, end in times)


def test_a_day_that_is_excepted_is_left_out():
    row = happening(rule="FREQ=WEEKLY;COUNT=4", exceptions=[date(2026, 10, 28)])

    assert days_of(row) == [date(2026, 10, 21), date(2026, 11, 4), date(2026, 11, 11)]


def test_the_last_day_counts():
    row = happening(rule="FREQ=WEEKLY;UNTIL=20261104T225959Z")

    assert days_of(row)[-1] == date(2026, 11, 4)


def test_all_day_is_whole_days_also_over_the_change_of_time():
    starts = datetime(2026, 10, 24, tzinfo=ZONE)
    row = Happening(
        starts_at=starts,
        ends_at=datetime(2026, 10, 25, tzinfo=ZONE),
        is_all_day=True,
        rule="FREQ=DAILY;COUNT=3",
    )

    assert days_of(row) == [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYSECOND=1,2,3",
        "FREQ=DAILY;BYHOUR=1,2",
        "FREQ=NEVER",
        "WEEKLY",
        "INTERVAL=2",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "\0",
        "x" * 400,
        "FREQ=WEEKLY;UNTIL=tomorrow",
    ],
)
def test_rules_nobody_lives_by_are_not_followed(rule):
    with pytest.raises(RuleIsNotUnderstood):
        checked_rule(rule)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_a_rule_that_breaks_anything(text):
    with suppress(RuleIsNotUnderstood):
        checked_rule(text)


def test_times_end_somewhere():
    row = happening(date(1970, 1, 1), rule="FREQ=DAILY")

    found = occurrences_of([row], on=date(2026, 11, 1))

    assert 400 < len(found) <= MOST_TIMES
    assert found[0].day >= date(2026, 9, 1)


def test_a_day_before_any_calendar_of_ours_still_has_its_first_time():
    row = happening(date(1066, 1, 1), rule="FREQ=YEARLY")

    assert len(occurrences_of([row], on=date(2026, 11, 1))) == 1


def test_days_besides_the_rule_are_times_too_unless_they_are_excepted():
    at = datetime(2026, 11, 20, 12, tzinfo=ZONE)
    row = happening(rule="FREQ=WEEKLY;COUNT=2", additions=[at], exceptions=[date(2026, 10, 28)])

    assert days_of(row) == [date(2026, 10, 21), date(2026, 11, 20)]
    assert times_of(row, first=date(2026, 10, 1), last=date(2026, 12, 31))[-1] == (
        at,
        at + timedelta(hours=2),
    )


def test_what_has_no_rule_can_have_more_days_all_the_same():
    row = happening(additions=[datetime(2027, 3, 1, 18, tzinfo=ZONE)])

    assert days_of(row) == [date(2026, 10, 21), date(2027, 3, 1)]
