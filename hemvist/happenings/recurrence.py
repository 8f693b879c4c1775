"""The times that a happening comes to: its rule, its exceptions, and Swedish summer time.

A rule comes from anybody's file, so only such are followed as a calendar of daily life needs, and
never further than a window.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event, vRecur

from hemvist.core.working_time import ZONE
from hemvist.happenings.models import Happening, Occurrence

DAYS_BACK, DAYS_AHEAD = 40, 400
MOST_TIMES = 450
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
FINER_THAN_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
FIRST_YEAR, LAST_YEAR = 1970, 2100
LONGEST_RULE = 300


class RuleIsNotUnderstood(Exception):
    """The rule is none of RFC 5545's, or one that repeats more often than daily."""


def checked_rule(rule: str) -> vRecur | None:
    """The rule as it is followed; none for what happens once. Raises RuleIsNotUnderstood."""
    if not rule:
        return None
    if len(rule) > LONGEST_RULE:
        raise RuleIsNotUnderstood
    try:
        recur = vRecur.from_ical(rule)
        frequencies = [str(one).upper() for one in recur.get("FREQ", [])]
        intervals = [int(one) for one in recur.get("INTERVAL", [1])]
    except (ValueError, TypeError, KeyError) as wrong:
        raise RuleIsNotUnderstood from wrong
    if len(frequencies) != 1 or frequencies[0] not in FREQUENCIES:
        raise RuleIsNotUnderstood
    if FINER_THAN_A_DAY & set(recur) or intervals[0] < 1:
        raise RuleIsNotUnderstood
    return recur


def times_of(
    happening: Happening, *, first: date, last: date
) -> list[tuple[datetime, datetime | None]]:
    """When it happens between two days. Raises RuleIsNotUnderstood."""
    recur = checked_rule(happening.rule)
    if not FIRST_YEAR <= happening.first_day.year <= LAST_YEAR:
        raise RuleIsNotUnderstood
    away, length = set(happening.exceptions), _length(happening)
    if recur is None:
        found = [happening.starts_at, *happening.additions]
    else:
        found = [*_by_rule(happening, recur, first, last), *_added(happening, first, last)]
    return [
        (at, at + length if length is not None else None)
        for at in sorted(set(found))[:MOST_TIMES]
        if (recur is None and at == happening.starts_at) or at.astimezone(ZONE).date() not in away
    ]


def _added(happening: Happening, first: date, last: date) -> list[datetime]:
    return [at for at in happening.additions if first <= at.astimezone(ZONE).date() <= last]


def _by_rule(happening: Happening, recur: vRecur, first: date, last: date) -> list[datetime]:
    calendar = Calendar()
    calendar.add_component(_event(happening, recur))
    try:
        found = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    except (ValueError, TypeError, OverflowError, AttributeError) as wrong:
        raise RuleIsNotUnderstood from wrong
    return sorted(_aware(one["DTSTART"].dt) for one in found)


def occurrences_of(happenings: Iterable[Happening], *, on: date) -> list[Occurrence]:
    """The rows for a window around a day; a rule nobody understands gives only its first time."""
    first, last = on - timedelta(days=DAYS_BACK), on + timedelta(days=DAYS_AHEAD)
    rows = []
    for happening in happenings:
        try:
            times = times_of(happening, first=first, last=last)
        except RuleIsNotUnderstood:
            times = [(happening.starts_at, happening.ends_at)]
        rows += [Occurrence(happening=happening, starts_at=at, ends_at=to) for at, to in times]
    return rows


def _event(happening: Happening, recur: vRecur) -> Event:
    event = Event()
    event.add("uid", str(happening.pk))
    starts: Any = happening.starts_at.astimezone(ZONE)
    event.add("dtstart", starts.date() if happening.is_all_day else starts)
    event.add("rrule", recur)
    return event


def _length(happening: Happening) -> timedelta | None:
    return happening.ends_at - happening.starts_at if happening.ends_at else None


def _aware(at: date | datetime) -> datetime:
    if isinstance(at, datetime):
        return at.astimezone(ZONE)
    return datetime(at.year, at.month, at.day, tzinfo=ZONE)
