"""Opening hours in the reader's language: how it is now, the week, and the days that differ."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice
from operator import itemgetter

from babel.dates import get_day_names
from django.utils.translation import gettext as _

from hemvist.core.dates import clock_time, full_day, moment_in_words, reader_locale, time_of_day
from hemvist.core.models import CalendarDay
from hemvist.core.translated import Texts, spoken
from hemvist.core.working_time import ZONE
from hemvist.directory.models import SpecialDay
from hemvist.directory.opening import DAY, Block, Hours, Now, Opening, State

DATES_SHOWN = 3
DAYS_AHEAD = 30
LONGEST_LOOK = 200
LINES_SHOWN = 4
MIDNIGHT = time(0)
SOON = timedelta(hours=20)  # so near that the time alone says when


@dataclass(frozen=True)
class Line:
    """Some days and the times on them; `note` says what else one should know."""

    days: str
    times: str
    note: str = ""


@dataclass(frozen=True)
class Season:
    """The lines that hold together; without words when they hold now and without an end."""

    words: str
    lines: list[Line]


def state_in_words(opening: Opening, *, at: datetime) -> str:
    """How it is now and when that changes, in one short line."""
    state = opening.state(at)
    if state.now == Now.CLOSED:
        return _closed(opening, state, at)
    if state.changes_at is None:
        return _("Always open") if state.now == Now.OPEN else _("Open to those who have booked")
    is_soon = state.changes_at - at <= SOON
    ends = time_of_day(state.changes_at) if is_soon else moment_in_words(state.changes_at)
    if state.now == Now.BOOKED:
        return _("Open now to those who have booked, until %(time)s") % {"time": ends}
    if state.then == Now.BOOKED:
        return _("Open now, from %(time)s to those who have booked") % {"time": ends}
    return _("Open now, closes %(time)s") % {"time": ends}


def state_holds_until(opening: Opening, *, at: datetime) -> datetime:
    """The next moment at which `state_in_words` says something else; midnight at the latest."""
    moments = [start_of_day_after(at)]
    if changes_at := opening.state(at).changes_at:
        moments += [moment for moment in (changes_at, changes_at - SOON) if moment > at]
    return min(moments)


def start_of_day_after(at: datetime) -> datetime:
    """The first moment of the next day in Sweden, when "today" is another day."""
    day = at.astimezone(ZONE).date() + timedelta(days=1)
    return datetime.combine(day, time(), ZONE)


def _closed(opening: Opening, state: State, at: datetime) -> str:
    if state.changes_at is None:
        if opening.needs_booking(on=at.astimezone(ZONE).date()):
            return _("By appointment")
        return _("Closed")
    when = {"when": moment_in_words(state.changes_at, on=at.astimezone(ZONE).date())}
    if state.then == Now.BOOKED:
        return _("Closed now, opens %(when)s to those who have booked") % when
    return _("Closed now, opens %(when)s") % when


def seasons_in_words(opening: Opening, *, on: date) -> list[Season]:
    """The weeks that hold now and later, the present one first; what is over is left out."""
    timed = [hours for hours in opening.hours if hours.times and _ends(hours) >= on]
    timed.sort(key=lambda hours: (max(_starts(hours), on), _ends(hours)))
    return [
        Season(_season(max(starts, on), ends, on=on), list(_lines(list(hours), on=max(starts, on))))
        for (starts, ends), hours in groupby(
            timed, key=lambda hours: (max(_starts(hours), on), _ends(hours))
        )
    ]


def _starts(hours: Hours) -> date:
    return hours.rule.starts_on or date.min


def _ends(hours: Hours) -> date:
    return hours.rule.ends_on or date.max


def _season(starts: date, ends: date, *, on: date) -> str:
    if starts <= on and ends == date.max:
        return ""
    if starts <= on:
        return _("Until %(day)s") % {"day": full_day(ends)}
    if ends == date.max:
        return _("From %(day)s") % {"day": full_day(starts)}
    return _("From %(first)s to %(last)s") % {"first": full_day(starts), "last": full_day(ends)}


def _lines(hours: list[Hours], *, on: date) -> Iterator[Line]:
    weekly = [one for one in hours if is_plain_week(one)]
    week = [
        line
        for booked in (False, True)
        for line in _week([one for one in weekly if one.by_appointment == booked], booked)
    ]
    yield from (line for _weekday, line in sorted(week, key=itemgetter(0)))
    for one in hours:
        if one not in weekly:
            yield from _dates(one, on=on)


def is_plain_week(hours: Hours) -> bool:
    """Whether it is the same every week."""
    rule = hours.rule
    return rule.freq == "WEEKLY" and (rule.interval == 1 or rule.counts_from is None)


def _week(hours: list[Hours], booked: bool) -> Iterator[tuple[int, Line]]:
    """The lines of a week, each with its first day."""
    days: dict[int, list[str]] = {}
    for one in sorted(hours, key=lambda hours: hours.times or (MIDNIGHT, MIDNIGHT)):
        for weekday in weekdays_of(one):
            days.setdefault(weekday, []).append(times_in_words(one))
    # Days that follow each other and have the same hours share a number here.
    runs = groupby(enumerate(sorted(days)), key=lambda pair: (pair[1] - pair[0], days[pair[1]]))
    for (_number, times), run in runs:
        weekdays = [weekday for _place, weekday in run]
        note = _("by appointment") if booked else ""
        yield weekdays[0], Line(_day_names(weekdays), ", ".join(times), note)


def weekdays_of(hours: Hours) -> set[int]:
    """The days of the week of a plain week, Monday being 0."""
    rule = hours.rule
    if rule.byday:
        return {weekday for _nth, weekday in rule.byday}
    return {rule.counts_from.weekday()} if rule.counts_from else set(range(7))


def _day_names(weekdays: list[int]) -> str:
    names = get_day_names("wide", context="stand-alone", locale=reader_locale())
    first, last = names[weekdays[0]], names[weekdays[-1]]
    return first if first == last else f"{first}–{last}"


def _dates(hours: Hours, *, on: date) -> Iterator[Line]:
    """The next days themselves: "every third week" helps nobody who does not know which."""
    days = (on + n * DAY for n in range(LONGEST_LOOK))
    for day in islice(filter(hours.rule.is_on, days), DATES_SHOWN):
        note = _("by appointment") if hours.by_appointment else ""
        yield Line(full_day(day, with_year=day.year != on.year), times_in_words(hours), note)


def times_in_words(of: Hours | Block) -> str:
    """From when to when; a place that opens as it closes never does."""
    times = of.times if isinstance(of, Hours) else (of.opens, of.closes)
    if times is None:
        return ""
    opens, closes = times
    return _("day and night") if opens == closes else f"{clock_time(opens)}–{clock_time(closes)}"


def days_that_differ(opening: Opening, reasons: dict[date, str], *, on: date) -> list[Line]:
    """The coming days on which it is not open as on other such days, a run of them as one."""
    usual = replace(opening, special=(), holidays={})
    differing = []
    for day in (on + n * DAY for n in range(DAYS_AHEAD)):
        blocks = opening.blocks(day)
        if blocks != usual.blocks(day):
            differing.append((day, blocks, reasons.get(day, "")))
    runs = groupby(
        enumerate(differing), key=lambda pair: (pair[1][0] - pair[0] * DAY, *pair[1][1:])
    )
    lines = [_differing([day for _n, (day, *_rest) in run], key[1], key[2]) for key, run in runs]
    return lines[:LINES_SHOWN]


def _differing(days: list[date], blocks: list[Block], reason: str) -> Line:
    first, last = full_day(days[0], with_year=False), full_day(days[-1], with_year=False)
    times = ", ".join(times_in_words(block) for block in blocks) or _("closed")
    return Line(first if first == last else f"{first}–{last}", times, reason)


def reasons_for(
    calendar: list[CalendarDay], special_days: list[SpecialDay], *, on: date
) -> dict[date, str]:
    """Why a day differs, in the reader's language; a place's own reason before the calendar's."""
    reasons = {other.day: _said(other.names) for other in calendar}
    for special in special_days:
        for n in range(DAYS_AHEAD):
            if special.first_day <= on + n * DAY <= special.last_day:
                reasons[on + n * DAY] = _said(special.reasons)
    return reasons


def _said(texts: Texts) -> str:
    return spoken(texts)[0]
