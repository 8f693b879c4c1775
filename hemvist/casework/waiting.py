"""How long somebody has waited for us, and what we promised, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.casework.models import Case
from hemvist.core.dates import (
    day_in_words,
    full_day,
    local_day,
    moment_in_short,
    moment_in_words,
)
from hemvist.core.working_time import Calendar

MINUTES_IN_A_WORKING_DAY = 8 * 60
# Beyond this, working hours are not counted: the day it began says it better, and quicker.
COUNTED = timedelta(days=60)


@dataclass(frozen=True)
class Waiting:
    """What the clock of a case says now; `tone` is for the look, the words stand alone.

    `short` is what was promised in the fewest words, for a row of a list.
    """

    words: str
    promise: str
    tone: str
    short: str = ""
    is_paused: bool = False

    @property
    def is_late(self) -> bool:
        """Whether what we promised has passed."""
        return self.tone == "late"


def waiting_of(case: Case, *, calendar: Calendar, now: datetime) -> Waiting | None:
    """What the clock of a case says, or None when nobody waits for us."""
    since, due = case.first_unanswered_at, case.answer_due_at
    if since is None or due is None or not case.is_open:
        return None
    if case.paused_until is not None and now < case.paused_until:
        return _paused(case, now)
    if calendar.minutes_between(since, min(now, since + COUNTED)) < 1:
        words = _("Arrived %(when)s") % {"when": moment_in_words(since, on=local_day(now))}
    elif now - since > COUNTED:
        words = _("Has waited since %(day)s") % {"day": full_day(since)}
    else:
        words = _("Has waited %(how_long)s") % {"how_long": how_long(since, now, calendar)}
    short = _short(case, due, now, calendar)
    return Waiting(words, _promise(case, due, now, calendar), _tone(due, now), short)


def _paused(case: Case, now: datetime) -> Waiting:
    since, until = case.paused_at or now, case.paused_until or now
    again = _("Our turn again on %(day)s") % {"day": day_in_words(until, on=local_day(now))}
    return Waiting(
        _("We wait for them since %(when)s") % {"when": moment_in_words(since, on=local_day(now))},
        again,
        "calm",
        short=again,
        is_paused=True,
    )


def how_long(since: datetime, until: datetime, calendar: Calendar) -> str:
    """The working time between two moments as one says it aloud."""
    minutes = max(calendar.minutes_between(since, until), 0)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 2 * MINUTES_IN_A_WORKING_DAY:
        hours = minutes // 60
        return ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}
    days = minutes // MINUTES_IN_A_WORKING_DAY
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def _promise(case: Case, due: datetime, now: datetime, calendar: Calendar) -> str:
    is_first = case.first_contacted_at is None
    if now <= due:
        when = {"when": moment_in_words(due, on=local_day(now))}
        if is_first:
            return _("First contact promised by %(when)s") % when
        return _("Answer promised by %(when)s") % when
    if now - due > COUNTED or calendar.minutes_between(due, now) < 1:
        when = {"when": moment_in_words(due, on=local_day(now))}
        if is_first:
            return _("First contact was promised by %(when)s") % when
        return _("An answer was promised by %(when)s") % when
    late = {"how_long": how_long(due, now, calendar)}
    if is_first:
        return _("First contact is late by %(how_long)s") % late
    return _("The answer is late by %(how_long)s") % late


def _short(case: Case, due: datetime, now: datetime, calendar: Calendar) -> str:
    when = {"when": moment_in_short(due, on=local_day(now))}
    if now <= due:
        if case.first_contacted_at is None:
            return _("First contact by %(when)s") % when
        return _("Answer by %(when)s") % when
    if now - due > COUNTED or calendar.minutes_between(due, now) < 1:
        return _("Was promised by %(when)s") % when
    return _("Late by %(how_long)s") % {"how_long": how_long(due, now, calendar)}


def _tone(due: datetime, now: datetime) -> str:
    if now > due:
        return "late"
    return "soon" if local_day(due) <= local_day(now) else "calm"
