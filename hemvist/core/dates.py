"""Days and moments in words, in the reader's language and in Swedish local time."""

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hemvist.core.working_time import ZONE

# Babel's plain "en" is American; we write British English.
LOCALES = {"en": "en_GB"}
# How the authorities' writing rules want time in Swedish; others follow CLDR.
TIME_PATTERNS = {"sv": "HH.mm"}
# A day of the month is an ordinal in Finnish, and so has a full stop.
ORDINAL_DAYS = {"fi"}


def reader_locale() -> Locale:
    """The reader's language as Babel knows it; English for one it does not know."""
    return _locale((get_language() or "sv").split("-")[0])


@cache
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(LOCALES.get(code, code))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def local_day(at: date | datetime) -> date:
    """The day in Sweden that a moment falls on; a day is itself."""
    return at.astimezone(ZONE).date() if isinstance(at, datetime) else at


def today() -> date:
    """The day it is in Sweden now."""
    return local_day(timezone.now())


def day_in_words(day: date | datetime, *, on: date | None = None) -> str:
    """A day as one would say it: today, tomorrow, Monday 30 November; the year if another."""
    day, on = local_day(day), on or today()
    away = (day - on).days
    if away == 0:
        return _("today")
    if abs(away) == 1:
        return _("tomorrow") if away == 1 else _("yesterday")
    return full_day(day, with_year=day.year != on.year)


def full_day(day: date | datetime, *, with_year: bool = True) -> str:
    """A day with its weekday and month written out."""
    return _formatted(local_day(day), "EEEE d MMMM y" if with_year else "EEEE d MMMM")


def short_day(day: date | datetime, *, on: date | None = None) -> str:
    """A day for a narrow column: today, 30 Nov, 30 Nov 2024."""
    day, on = local_day(day), on or today()
    if day == on:
        return _("today")
    return _formatted(day, "d MMM" if day.year == on.year else "d MMM y")


def _formatted(day: date, pattern: str) -> str:
    return _day_formatted(day, pattern, reader_locale())


# A page of the desk says the same few days and times over and over.
@lru_cache(maxsize=4096)
def _day_formatted(day: date, pattern: str, locale: Locale) -> str:
    if locale.language in ORDINAL_DAYS:
        pattern = pattern.replace("d ", "d. ")
    return format_date(day, pattern, locale=locale)


def weekday_in_short(day: date) -> str:
    """A day of the week for a narrow column: Mon."""
    return _day_formatted(day, "ccc", reader_locale())


def month_in_words(day: date) -> str:
    """A month and its year: November 2026."""
    return _day_formatted(day, "LLLL y", reader_locale())


def time_of_day(at: datetime) -> str:
    """The time of day in Sweden: 14.30."""
    return clock_time(at.astimezone(ZONE).time())


def clock_time(at: time) -> str:
    """A time as the clock on the wall shows it: 14.30."""
    return _time_formatted(at.replace(second=0, microsecond=0), reader_locale())


@lru_cache(maxsize=4096)
def _time_formatted(at: time, locale: Locale) -> str:
    return format_time(at, TIME_PATTERNS.get(locale.language, "short"), locale=locale)


def moment_in_short(at: datetime, *, on: date | None = None) -> str:
    """A moment for a narrow column: today 14.30, Mon 09.15 within a week, 30 Nov 09.15."""
    day, on = local_day(at), on or today()
    if abs((day - on).days) <= 1:
        return moment_in_words(at, on=on)
    is_near = on < day < on + timedelta(days=7)
    name = weekday_in_short(day) if is_near else short_day(day, on=on)
    return f"{name} {time_of_day(at)}"


def moment_in_words(at: datetime, *, on: date | None = None) -> str:
    """A moment as one would say it: today 14.30, Monday 30 November 09.15."""
    return _("%(day)s %(time)s") % {"day": day_in_words(at, on=on), "time": time_of_day(at)}


def length_in_words(length: timedelta) -> str:
    """How long something lasted, in its largest unit: 20 minutes, 3 hours, 2 days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
