"""What the clock shows where somebody lives, as a list of cities to choose from."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time, get_timezone_location

from hemvist.core.dates import TIME_PATTERNS, reader_locale

# One or more well-known cities for every hour that people move here from.
ZONES = [
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Denver",
    "America/Mexico_City",
    "America/Chicago",
    "America/New_York",
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Atlantic/Reykjavik",
    "Africa/Accra",
    "Europe/London",
    "Europe/Lisbon",
    "Africa/Lagos",
    "Africa/Casablanca",
    "Europe/Stockholm",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Khartoum",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Athens",
    "Asia/Damascus",
    "Asia/Baghdad",
    "Europe/Istanbul",
    "Africa/Nairobi",
    "Africa/Mogadishu",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Tashkent",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Manila",
    "Asia/Tokyo",
    "Australia/Perth",
    "Australia/Sydney",
    "Pacific/Auckland",
]


def zone_choices(at: datetime, *, besides: str = "") -> list[tuple[str, str]]:
    """Cities with what their clocks show at this moment, from west to east.

    `besides` is one that was chosen before, perhaps elsewhere, and must not be lost.
    """
    zones = [*ZONES, *([besides] if besides and besides not in ZONES else [])]
    ordered = sorted(zones, key=lambda name: _offset(name, at))
    return [(name, f"{_city(name)} · {_clock(name, at)}") for name in ordered]


def zone_in_words(name: str) -> str:
    """The city a time zone is known by, in the reader's language."""
    return _city(name)


def _offset(name: str, at: datetime) -> float:
    offset = at.astimezone(ZoneInfo(name)).utcoffset()
    return offset.total_seconds() if offset else 0


def _city(name: str) -> str:
    return str(get_timezone_location(name, locale=reader_locale(), return_city=True))


def _clock(name: str, at: datetime) -> str:
    locale = reader_locale()
    pattern = TIME_PATTERNS.get(locale.language, "short")
    return format_time(at.astimezone(ZoneInfo(name)), pattern, locale=locale)
