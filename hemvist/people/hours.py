"""When somebody may be disturbed, by the clock where they are.

The named times are for weekdays, and hold for calls and text messages; who has named none is
left in peace at night. A letter by e-mail disturbs nobody and waits for no hour.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy

TIMES = {
    "morning": gettext_lazy("In the morning"),
    "midday": gettext_lazy("In the middle of the day"),
    "afternoon": gettext_lazy("In the afternoon"),
}
HOURS = {
    "morning": (time(8), time(11)),
    "midday": (time(11), time(14)),
    "afternoon": (time(14), time(17)),
}
AWAKE = (time(7), time(22))
HOME = "Europe/Stockholm"
DAYS_AHEAD = 5  # over a weekend and back


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; Sweden's when nobody knows it."""
    try:
        return ZoneInfo(name or HOME)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(HOME)


def good_moment(at: datetime, *, times: Sequence[str], zone: str) -> datetime:
    """The moment itself when they may be disturbed then, otherwise the next at which they may."""
    there = zone_of(zone)
    today = at.astimezone(there).date()
    for offset in range(DAYS_AHEAD):
        for opens, closes in _spans(today + timedelta(days=offset), times, there):
            if at < closes:
                return max(at, opens)
    return at


def is_good_moment(at: datetime, *, times: Sequence[str], zone: str) -> bool:
    """Whether they may be disturbed now."""
    return good_moment(at, times=times, zone=zone) == at


def _spans(day: date, times: Sequence[str], there: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    named = [HOURS[name] for name in HOURS if name in times]
    hours = (named if day.weekday() < 5 else []) if named else [AWAKE]
    for opens, closes in hours:
        yield (
            datetime.combine(day, opens, there).astimezone(UTC),
            datetime.combine(day, closes, there).astimezone(UTC),
        )
