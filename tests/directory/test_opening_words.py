"""Opening hours in words, in the reader's language."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from hemvist.core.models import CalendarDay
from hemvist.directory.models import SpecialDay
from hemvist.directory.opening import Hours, Opening, Special
from hemvist.directory.opening_words import (
    Line,
    Season,
    days_that_differ,
    reasons_for,
    seasons_in_words,
    state_holds_until,
    state_in_words,
)
from hemvist.directory.recurrence import Rule, parse_byday
from tests.directory.test_opening import CALENDAR, at, week

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23T09:00", "Open now, closes 16:00"),
        ("2026-11-23T07:00", "Closed now, opens today 08:00"),
        ("2026-11-23T18:00", "Closed now, opens tomorrow 08:00"),
        ("2026-11-27T18:00", "Closed now, opens Monday 30 November 08:00"),
    ],
)
def test_the_state_is_one_short_line(moment, words):
    assert state_in_words(Opening((week(),)), at=at(moment)) == words


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (Opening((week("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00"),)), "Always open"),
        (Opening((week(by_appointment=True),)), "Open now to those who have booked, until 16:00"),
        (
            Opening((week(closes="10:00"), week(by_appointment=True))),
            "Open now, from 10:00 to those who have booked",
        ),
        (Opening((Hours(Rule(), None, by_appointment=True),)), "By appointment"),
        (Opening((week(ends_on=date(2026, 9, 1)),)), "Closed"),
        (
            Opening((week("TU", by_appointment=True),)),
            "Closed now, opens tomorrow 08:00 to those who have booked",
        ),
    ],
)
def test_every_state_has_its_words(opening, words):
    assert state_in_words(opening, at=at("2026-11-23T09:00")) == words


def test_days_with_the_same_hours_share_a_line_and_lunch_is_a_gap():
    opening = Opening(
        (
            week("MO,TU,WE", "08:00", "12:00"),
            week("MO,TU,WE", "13:00", "16:00"),
            week("FR", "08:00", "12:00"),
        )
    )

    assert seasons_in_words(opening, on=MONDAY) == [
        Season(
            "",
            [Line("Monday–Wednesday", "08:00–12:00, 13:00–16:00"), Line("Friday", "08:00–12:00")],
        )
    ]


def test_days_stand_in_the_order_of_the_week_whether_one_books_or_not():
    opening = Opening(
        (week("MO,WE"), week("TU", by_appointment=True), week("WE", "18:00", by_appointment=True))
    )

    assert [(line.days, line.note) for line in seasons_in_words(opening, on=MONDAY)[0].lines] == [
        ("Monday", ""),
        ("Tuesday", "by appointment"),
        ("Wednesday", ""),
        ("Wednesday", "by appointment"),
    ]


def test_swedish_hours_have_full_stops():
    with translation.override("sv"):
        assert seasons_in_words(Opening((week(),)), on=MONDAY)[0].lines == [
            Line("måndag–fredag", "08.00–16.00")
        ]


def test_seasons_come_in_order_and_those_that_are_over_are_left_out():
    opening = Opening(
        (
            week("SA", starts_on=date(2027, 6, 1), ends_on=date(2027, 8, 31)),
            week("SU", ends_on=date(2026, 8, 31)),
            week("MO", ends_on=date(2026, 12, 31)),
        )
    )

    assert [season.words for season in seasons_in_words(opening, on=MONDAY)] == [
        "Until Thursday 31 December 2026",
        "From Tuesday 1 June 2027 to Tuesday 31 August 2027",
    ]


def test_a_rule_that_is_no_plain_week_shows_its_next_days():
    rule = Rule(freq="MONTHLY", byday=parse_byday("1TU,-1FR"))
    opening = Opening((Hours(rule, (time(10), time(12)), by_appointment=True),))

    assert seasons_in_words(opening, on=MONDAY)[0].lines == [
        Line("Friday 27 November", "10:00–12:00", "by appointment"),
        Line("Tuesday 1 December", "10:00–12:00", "by appointment"),
        Line("Friday 25 December", "10:00–12:00", "by appointment"),
    ]


def test_days_that_differ_are_told_with_their_reason_and_runs_as_one():
    on = date(2026, 12, 14)
    special = [
        SpecialDay(
            first_day=date(2026, 12, 28), last_day=date(2026, 12, 30), reasons={"en": "Stocktaking"}
        )
    ]
    calendar = [
        CalendarDay(day=date(2026, 12, 23), names={"en": "Eve of the eve"}),
        CalendarDay(day=date(2026, 12, 25), names={"en": "Christmas Day"}),
    ]
    opening = Opening(
        (week(),), tuple(Special(one.first_day, one.last_day) for one in special), CALENDAR
    )

    assert days_that_differ(opening, reasons_for(calendar, special, on=on), on=on) == [
        Line("Wednesday 23 December", "08:00–14:00", "Eve of the eve"),
        Line("Friday 25 December", "closed", "Christmas Day"),
        Line("Monday 28 December–Wednesday 30 December", "closed", "Stocktaking"),
        Line("Friday 1 January", "closed", ""),
    ]


def test_a_holiday_on_a_day_that_is_closed_anyway_is_not_told():
    assert days_that_differ(Opening((week("TU"),), (), CALENDAR), {}, on=date(2026, 12, 25)) == []


OPENINGS = [
    Opening(()),
    Opening((week(),)),
    Opening((week("FR,SA", "17:00", "01:00"),)),
    Opening((week("MO,TU", "00:00", "00:00"),)),  # two days without closing
    Opening((week(closes="12:00"), week(opens="13:00", by_appointment=True))),
]
BEGINS = [at("2026-11-23T00:01"), at("2026-11-27T15:00"), at("2026-10-25T01:30")]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("begins", BEGINS)
def test_state_holds_until_it_says_so_and_no_minute_less(opening, begins):
    moment = begins
    for _turn in range(6):
        until = state_holds_until(opening, at=moment)
        said = state_in_words(opening, at=moment)
        while moment < until:
            assert state_in_words(opening, at=moment) == said, moment
            moment += timedelta(minutes=7)
        assert until - begins <= timedelta(days=8)
        moment = until
