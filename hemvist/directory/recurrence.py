"""On which days a rule comes again: the part of iCalendar's rules that HSDS has.

Nothing here knows a database, so that opening hours can be computed and tested alone.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_BYMONTHDAY = re.compile(r"-?\d{1,2}")


class NotARule(ValueError):
    """The text is none of the days that a rule may have."""


def parse_byday(text: str) -> tuple[tuple[int, int], ...]:
    """Pairs of which one in the month, 0 for every one, and weekday, Monday being 0."""
    return tuple(_day(part) for part in _parts(text))


def _day(part: str) -> tuple[int, int]:
    found = _BYDAY.fullmatch(part.upper())
    if not found:
        raise NotARule(part)
    return int(found[1] or 0), DAYS.index(found[2])


def parse_bymonthday(text: str) -> tuple[int, ...]:
    """Days of a month from 1 to 31, or from -31 to -1 counted from its end."""
    days = []
    for part in _parts(text):
        if not (_BYMONTHDAY.fullmatch(part) and part.isascii() and 1 <= abs(int(part)) <= 31):
            raise NotARule(part)
        days.append(int(part))
    return tuple(days)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@dataclass(frozen=True)
class Rule:
    """The days on which something recurs, between its first and its last day.

    Weeks begin on Monday. An interval counts from `counts_from`; without it, every week or month
    counts. Without days, a weekly rule recurs on the weekday and a monthly one on the day of the
    month of `counts_from`; without that too, a weekly rule means every day and a monthly one
    none. A rule without a frequency is that one day.
    """

    freq: str = "WEEKLY"
    interval: int = 1
    byday: tuple[tuple[int, int], ...] = ()
    bymonthday: tuple[int, ...] = ()
    counts_from: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def is_on(self, day: date) -> bool:
        """Whether the rule names this day."""
        if not (self.starts_on or date.min) <= day <= (self.ends_on or date.max):
            return False
        if self.freq == "WEEKLY":
            return self._is_in_week(day) and self._is_weekday(day)
        if self.freq == "MONTHLY":
            return self._is_in_month(day) and self._is_day_of_month(day)
        return day == self.counts_from

    def _is_in_week(self, day: date) -> bool:
        if self.interval == 1 or self.counts_from is None:
            return True
        return (_monday(day) - _monday(self.counts_from)).days // 7 % self.interval == 0

    def _is_weekday(self, day: date) -> bool:
        if self.byday:
            return any(weekday == day.weekday() for _nth, weekday in self.byday)
        return self.counts_from is None or day.weekday() == self.counts_from.weekday()

    def _is_in_month(self, day: date) -> bool:
        if self.interval == 1 or self.counts_from is None:
            return True
        first = self.counts_from
        months = (day.year - first.year) * 12 + day.month - first.month
        return months % self.interval == 0

    def _is_day_of_month(self, day: date) -> bool:
        last = _last_of_month(day)
        if self.bymonthday and not {day.day, day.day - last - 1} & set(self.bymonthday):
            return False
        if self.byday:
            nth, from_end = (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1)
            return any(
                weekday == day.weekday() and which in {0, nth, from_end}
                for which, weekday in self.byday
            )
        if self.bymonthday:
            return True
        return self.counts_from is not None and day.day == self.counts_from.day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _last_of_month(day: date) -> int:
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (first_of_next - timedelta(days=1)).day
