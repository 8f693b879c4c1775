"""When somebody may be disturbed, by the clock where they are.

Hours hold for calls and text messages; who has named none is left in peace at night. A letter by
e-mail disturbs nobody and waits for no hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from hemvist.core.dates import clock_time

AWAKE = (time(7), time(22))
HOME = "Europe/Stockholm"
DAYS_AHEAD = 8  # over a weekend, and over a day whose hours the clock skips
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class GoodHours:
    """From when until when, every day or on weekdays; without hours, all the time one is awake.

    Hours that end before they begin go on past midnight, and belong to the day they begin on.
    """

    opens: time | None = None
    closes: time | None = None
    weekdays_only: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """Hours as `as_text` writes them."""
        days, _space, hours = text.partition(" ")
        opens, _dash, closes = hours.partition("-")
        return cls(
            time.fromisoformat(opens) if opens else None,
            time.fromisoformat(closes) if closes else None,
            days == "weekdays",
        )

    @property
    def as_text(self) -> str:
        """The same as short text, to be kept among answers."""
        days = "weekdays" if self.weekdays_only else "daily"
        if self.opens is None or self.closes is None:
            return days
        return f"{days} {self.opens:%H:%M}-{self.closes:%H:%M}"

    @property
    def span(self) -> tuple[time, time]:
        """The hours, or those of being awake."""
        return AWAKE if self.opens is None or self.closes is None else (self.opens, self.closes)

    @property
    def in_words(self) -> str:
        """How a reader would say it; nothing when any time will do."""
        if self.opens is None or self.closes is None:
            return _("Monday to Friday") if self.weekdays_only else ""
        words = (
            _("Monday to Friday, %(opens)s–%(closes)s")
            if self.weekdays_only
            else _("Every day, %(opens)s–%(closes)s")
        )
        return words % {"opens": clock_time(self.opens), "closes": clock_time(self.closes)}

    def holds(self, clock: datetime) -> bool:
        """Whether what a clock shows lies within."""
        now, (opens, closes) = clock.time(), self.span
        began_on = clock.date()
        if opens < closes:
            within = opens <= now < closes
        else:
            within = now >= opens or now < closes
            began_on -= DAY if now < opens else timedelta()
        return within and not (self.weekdays_only and began_on.weekday() >= SATURDAY)


ANY_TIME = GoodHours()


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; Sweden's when nobody knows it."""
    try:
        return ZoneInfo(name or HOME)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(HOME)


def is_good_moment(at: datetime, *, hours: GoodHours, zone: str) -> bool:
    """Whether they may be disturbed now."""
    return hours.holds(at.astimezone(zone_of(zone)))


def good_moment(at: datetime, *, hours: GoodHours, zone: str) -> datetime:
    """The moment itself when they may be disturbed then, otherwise the next at which they may."""
    there = zone_of(zone)
    if hours.holds(at.astimezone(there)):
        return at
    beginnings = sorted(one for one in _beginnings(at, hours.span[0], there) if one > at)
    return next((one for one in beginnings if hours.holds(one.astimezone(there))), at)


def _beginnings(at: datetime, opens: time, there: ZoneInfo) -> Iterator[datetime]:
    """The moments at which hours can begin: when the clock shows it, and when the clock is put."""
    first = at.astimezone(there).date() - DAY
    for offset in range(DAYS_AHEAD + 1):
        day = first + timedelta(days=offset)
        for fold in (0, 1):
            yield datetime.combine(day, opens, there).replace(fold=fold).astimezone(UTC)
        midnight = datetime.combine(day, time(), UTC)
        if _offset(midnight, there) != _offset(midnight + DAY, there):
            yield _clock_is_put(midnight, there)


def _clock_is_put(midnight: datetime, there: ZoneInfo) -> datetime:
    """The minute within a day at which the clock goes forward or back."""
    before, minutes = _offset(midnight, there), (0, 24 * 60)
    while minutes[1] - minutes[0] > 1:
        middle = sum(minutes) // 2
        is_before = _offset(midnight + timedelta(minutes=middle), there) == before
        minutes = (middle, minutes[1]) if is_before else (minutes[0], middle)
    return midnight + timedelta(minutes=minutes[1])


def _offset(at: datetime, there: ZoneInfo) -> timedelta | None:
    return at.astimezone(there).utcoffset()
