"""Opening hours against a clerk who looks at the clock on the wall every minute."""

import calendar
from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemvist.core.working_time import ZONE
from hemvist.directory.opening import Hours, Now, Opening, Special, State
from hemvist.directory.recurrence import Rule, parse_byday

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CLOSED = dict.fromkeys(
    holidays.country_holidays("SE", years=range(2023, 2039), include_sundays=False)
)
EVES = {date(year, 12, 23): (time(0), time(14)) for year in range(2023, 2039)}
CALENDAR = {**CLOSED, **EVES}


def week(days="MO,TU,WE,TH,FR", opens="08:00", closes="16:00", **others):
    hours = {
        name: others.pop(name) for name in ("by_appointment", "follows_holidays") if name in others
    }
    rule = Rule(byday=parse_byday(days), **others)
    return Hours(rule, (time.fromisoformat(opens), time.fromisoformat(closes)), **hours)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# The oracle: which days a rule names is counted from the calendar of the month, and what is open
# by walking through all minutes of three days with a clock that is read like one on a wall.


def named(rule, day):
    if (rule.starts_on and day < rule.starts_on) or (rule.ends_on and day > rule.ends_on):
        return False
    first = rule.counts_from
    if rule.freq == "":
        return day == first
    if rule.freq == "WEEKLY":
        if first and day.isocalendar()[:2] != first.isocalendar()[:2]:
            weeks, other = 0, min(first, day)
            while other.isocalendar()[:2] != max(first, day).isocalendar()[:2]:
                other, weeks = other + 7 * DAY, weeks + 1
            if weeks % rule.interval:
                return False
        wanted = {weekday for _nth, weekday in rule.byday} or (
            {first.weekday()} if first else set(range(7))
        )
        return day.weekday() in wanted
    months = (day.year - first.year) * 12 + day.month - first.month if first else 0
    if months % rule.interval:
        return False
    days = [
        date(day.year, day.month, n + 1) for n in range(calendar.monthrange(day.year, day.month)[1])
    ]
    chosen = set(days)
    if rule.bymonthday:
        chosen &= {
            days[n - 1] if n > 0 else days[n] for n in rule.bymonthday if abs(n) <= len(days)
        }
    if rule.byday:
        by = set()
        for nth, weekday in rule.byday:
            same = [other for other in days if other.weekday() == weekday]
            by |= (
                set(same)
                if nth == 0
                else {same[nth - 1] if nth > 0 else same[nth]}
                if abs(nth) <= len(same)
                else set()
            )
        chosen &= by
    if not rule.bymonthday and not rule.byday:
        chosen = {other for other in days if first and other.day == first.day}
    return day in chosen


def blocks_said(opening, day):
    special = [one for one in opening.special if one.first_day <= day <= one.last_day]
    if special:
        return [(*one.times, False) for one in special if one.times]
    said = []
    for hours in opening.hours:
        if not named(hours.rule, day):
            continue
        opens, closes = hours.times
        if hours.follows_holidays and day in opening.holidays:
            limits = opening.holidays[day]
            if limits is None:
                continue
            minutes = _minutes(opens, closes) & _minutes(*limits)
            if not minutes:
                continue
            opens, last = min(minutes), max(minutes)
            opens, closes = time(*divmod(opens, 60)), time(*divmod(last + 1, 60))
        said.append((opens, closes, hours.by_appointment))
    return said


def _minutes(opens, closes):
    start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    return set(range(start, end if end > start else 24 * 60 + end))


def oracle(opening, start, minutes):
    """How it is in every minute from a moment on."""
    walk = [start.astimezone(UTC) - 3 * DAY + n * MINUTE for n in range(3 * 1440 + minutes)]
    wall = [moment.astimezone(ZONE).replace(tzinfo=None) for moment in walk]
    kinds = [Now.CLOSED] * len(walk)
    first = {}  # the first minute in which the wall clock shows a time or a later one
    highest = wall[0]
    for n, shown in enumerate(wall):
        while highest <= shown:
            first[highest] = n
            highest += MINUTE
    day = wall[0].date()
    while day <= wall[-1].date():
        for opens, closes, booked in blocks_said(opening, day):
            begins = datetime.combine(day, opens)
            ends = datetime.combine(day if closes > opens else day + DAY, closes)
            for n in range(
                first.get(begins, 0 if begins < wall[0] else len(walk)),
                first.get(ends, 0 if ends < wall[0] else len(walk)),
            ):
                kinds[n] = Now.OPEN if not booked or kinds[n] == Now.OPEN else Now.BOOKED
        day += DAY
    return kinds[3 * 1440 :]


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
days = st.dates(date(2024, 1, 1), date(2037, 12, 31))
weekdays = st.sets(st.tuples(st.just(0), st.integers(0, 6)), max_size=7).map(tuple)
nth = st.sets(st.tuples(st.sampled_from([0, 1, 2, 3, 4, 5, -1, -2]), st.integers(0, 6)), max_size=3)
month_days = st.sets(st.sampled_from([1, 2, 15, 28, 29, 30, 31, -1, -2, -31]), max_size=3)
near = st.integers(-40, 40)


@st.composite
def openings(draw, day):
    hours = []
    for _n in range(draw(st.integers(1, 3))):
        monthly = draw(st.booleans())
        rule = Rule(
            freq="MONTHLY" if monthly else "WEEKLY",
            interval=draw(st.integers(1, 3)),
            byday=tuple(draw(nth)) if monthly else draw(weekdays),
            bymonthday=tuple(draw(month_days)) if monthly else (),
            counts_from=draw(st.none() | near.map(lambda n: day + n * DAY)),
            starts_on=draw(st.none() | st.integers(-9, 2).map(lambda n: day + n * DAY)),
            ends_on=draw(st.none() | st.integers(-2, 9).map(lambda n: day + n * DAY)),
        )
        times = draw(st.tuples(quarters, quarters))
        hours.append(Hours(rule, times, draw(st.booleans()), draw(st.booleans())))
    special = [
        Special(
            first,
            first + draw(st.integers(0, 2)) * DAY,
            draw(st.none() | st.tuples(quarters, quarters)),
        )
        for first in draw(st.lists(st.integers(-2, 3).map(lambda n: day + n * DAY), max_size=2))
    ]
    return Opening(tuple(hours), tuple(special), CALENDAR)


CHANGES_OF_CLOCKS = [date(2024, 3, 30), date(2024, 10, 26), date(2030, 3, 30), date(2037, 10, 24)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.data(),
    st.one_of(days, st.sampled_from(CHANGES_OF_CLOCKS), st.sampled_from(sorted(CALENDAR)[15:180])),
)
def test_every_minute_is_as_the_clerk_sees_it(data, day):
    opening = data.draw(openings(day))
    start = datetime.combine(day, time(0), ZONE)
    seen = oracle(opening, start, 2 * 1440)

    for n in range(0, len(seen), 15):
        moment = start.astimezone(UTC) + n * MINUTE
        assert opening.at(moment) == seen[n], moment

    minute = data.draw(st.integers(0, 1440))
    state = opening.state(start.astimezone(UTC) + minute * MINUTE)
    turn = next((n for n in range(minute, len(seen)) if seen[n] != seen[minute]), None)
    assert state.now == seen[minute]
    if turn is not None:
        assert state.changes_at == start.astimezone(UTC) + turn * MINUTE
        assert state.then == seen[turn]
    elif state.changes_at is not None:
        assert state.changes_at >= start.astimezone(UTC) + len(seen) * MINUTE


@given(
    days,
    weekdays,
    nth,
    month_days,
    st.integers(1, 5),
    near,
    st.sampled_from(["WEEKLY", "MONTHLY", ""]),
)
def test_a_rule_names_the_days_that_the_calendar_shows(
    day, every, some, month, interval, away, freq
):
    rule = Rule(
        freq=freq,
        interval=interval,
        byday=tuple(some) if freq == "MONTHLY" else every,
        bymonthday=tuple(month) if freq == "MONTHLY" else (),
        counts_from=day + away * DAY,
    )

    assert [rule.is_on(day + n * DAY) for n in range(40)] == [
        named(rule, day + n * DAY) for n in range(40)
    ]


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-11-23T07:59", State(Now.CLOSED, at("2026-11-23T08:00"), Now.OPEN)),
        ("2026-11-23T08:00", State(Now.OPEN, at("2026-11-23T16:00"), Now.CLOSED)),
        ("2026-11-23T16:00", State(Now.CLOSED, at("2026-11-24T08:00"), Now.OPEN)),
        ("2026-12-23T13:00", State(Now.OPEN, at("2026-12-23T14:00"), Now.CLOSED)),
        ("2026-12-24T17:00", State(Now.CLOSED, at("2026-12-28T08:00"), Now.OPEN)),
    ],
)
def test_an_office_is_open_on_working_days_and_shorter_on_an_eve(moment, state):
    closed = {**CALENDAR, date(2026, 12, 24): None}

    assert Opening((week(),), (), closed).state(at(moment)) == state


def test_a_bar_that_closes_after_midnight_is_open_on_the_day_after():
    bar = Opening((week("FR", "17:00", "01:00"),))

    assert bar.state(at("2026-11-28T00:30")) == State(Now.OPEN, at("2026-11-28T01:00"), Now.CLOSED)
    assert bar.at(at("2026-11-27T00:30")) == Now.CLOSED


def test_hours_that_follow_each_other_are_one_open_time():
    place = Opening((week(opens="08:00", closes="12:00"), week(opens="12:00", closes="16:00")))

    assert place.state(at("2026-11-23T09:00")).changes_at == at("2026-11-23T16:00")


def test_what_is_always_open_never_closes():
    place = Opening((week("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00"),))

    assert place.state(at("2026-11-23T09:00")) == State(Now.OPEN)


def test_a_summer_closing_comes_before_every_rule():
    place = Opening((week(),), (Special(date(2026, 7, 1), date(2026, 7, 31)),))

    assert place.state(at("2026-07-01T09:00")) == State(
        Now.CLOSED, at("2026-08-03T08:00"), Now.OPEN
    )


def test_other_hours_on_one_day_hold_within_a_closing():
    special = (
        Special(date(2026, 7, 1), date(2026, 7, 31)),
        Special(date(2026, 7, 15), date(2026, 7, 15), (time(10), time(12))),
    )
    place = Opening((week(),), special)

    assert place.at(at("2026-07-15T11:00")) == Now.OPEN
    assert place.at(at("2026-07-15T13:00")) == Now.CLOSED


def test_booked_hours_are_told_from_open_ones():
    place = Opening((week(opens="08:00", closes="10:00"), week(by_appointment=True)))

    assert place.state(at("2026-11-23T09:00")) == State(
        Now.OPEN, at("2026-11-23T10:00"), Now.BOOKED
    )
    assert place.state(at("2026-11-23T12:00")) == State(
        Now.BOOKED, at("2026-11-23T16:00"), Now.CLOSED
    )


def test_a_season_that_is_over_opens_no_more():
    place = Opening((week(ends_on=date(2026, 9, 1)),))

    assert place.state(at("2026-11-23T09:00")) == State(Now.CLOSED)


@pytest.mark.parametrize(
    ("opens", "closes", "length"),
    [("01:00", "04:00", 2), ("02:15", "02:45", 0), ("02:30", "04:00", 1)],
)
def test_an_hour_that_the_clocks_leap_over_is_not_open(opens, closes, length):
    place = Opening((week("SU", opens, closes, follows_holidays=False),))
    start = at("2026-03-29T00:00").astimezone(UTC)

    minutes = sum(place.at(start + n * MINUTE) == Now.OPEN for n in range(8 * 60))

    assert minutes == length * 60


def test_an_hour_that_comes_twice_is_open_twice():
    place = Opening((week("SU", "01:00", "04:00", follows_holidays=False),))
    start = at("2026-10-25T00:00").astimezone(UTC)

    assert sum(place.at(start + n * MINUTE) == Now.OPEN for n in range(8 * 60)) == 4 * 60
