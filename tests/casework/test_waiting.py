"""The clock in words."""

from datetime import datetime, time, timedelta

import pytest
from django.utils.translation import override

from hemvist.casework.models import Case
from hemvist.casework.waiting import how_long, waiting_of
from hemvist.core.working_time import ZONE, Calendar

WEEK = Calendar({day: ((time(8), time(16)),) for day in range(5)}, {})
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def waiting_case(*, since, due, contacted=None):
    return Case(
        state="active", first_unanswered_at=since, answer_due_at=due, first_contacted_at=contacted
    )


def said(case, now=MONDAY):
    waiting = waiting_of(case, calendar=WEEK, now=now)
    return waiting and (waiting.words, waiting.promise, waiting.tone)


def test_nobody_waits_when_the_clock_is_stopped():
    assert said(waiting_case(since=None, due=None)) is None


def test_one_who_waits_within_the_promise_is_told_calmly():
    case = waiting_case(since=MONDAY - timedelta(hours=1), due=MONDAY + timedelta(days=2))

    assert said(case) == (
        "Has waited 1 working hour",
        "First contact promised by Wednesday 25 November 10:00",
        "calm",
    )


def test_a_promise_that_ends_today_is_soon():
    case = waiting_case(
        since=MONDAY - timedelta(minutes=20), due=MONDAY + timedelta(hours=3), contacted=MONDAY
    )

    assert said(case) == ("Has waited 20 minutes", "Answer promised by today 13:00", "soon")


def test_a_broken_promise_says_by_how_much_working_time():
    case = waiting_case(
        since=MONDAY - timedelta(days=7), due=MONDAY - timedelta(days=3), contacted=MONDAY
    )

    assert said(case) == (
        "Has waited 5 working days",
        "The answer is late by 8 working hours",
        "late",
    )


def test_one_who_wrote_at_night_has_not_waited_yet():
    night = MONDAY.replace(hour=2)
    case = waiting_case(since=night, due=MONDAY + timedelta(days=1))

    assert said(case, now=MONDAY.replace(hour=7)) == (
        "Arrived today 02:00",
        "First contact promised by tomorrow 10:00",
        "calm",
    )


def test_a_very_long_wait_is_told_by_its_day():
    case = waiting_case(since=MONDAY - timedelta(days=400), due=MONDAY - timedelta(days=398))

    assert said(case) == (
        "Has waited since Sunday 19 October 2025",
        "First contact was promised by Tuesday 21 October 2025 10:00",
        "late",
    )


def test_a_weekend_is_no_working_time():
    friday = datetime(2026, 11, 20, 15, 30, tzinfo=ZONE)

    assert how_long(friday, MONDAY.replace(hour=8, minute=29), WEEK) == "59 minutes"
    assert how_long(friday, MONDAY.replace(hour=8, minute=30), WEEK) == "1 working hour"


def test_a_row_of_a_list_says_the_promise_in_the_fewest_words():
    soon = waiting_case(since=MONDAY, due=MONDAY + timedelta(hours=3))
    within_a_week = waiting_case(since=MONDAY, due=MONDAY + timedelta(days=3), contacted=MONDAY)
    late = waiting_case(since=MONDAY - timedelta(days=7), due=MONDAY - timedelta(days=3))
    long_ago = waiting_case(since=MONDAY - timedelta(days=90), due=MONDAY - timedelta(days=80))

    found = [
        waiting_of(case, calendar=WEEK, now=MONDAY).short
        for case in (soon, within_a_week, late, long_ago)
    ]

    assert found == [
        "First contact by today 13:00",
        "Answer by Thu 10:00",
        "Late by 8 working hours",
        "Was promised by 4 Sept 10:00",
    ]
