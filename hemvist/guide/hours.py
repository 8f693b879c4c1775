"""The opening hours in words: one line for the days that have the same."""

from itertools import groupby

from babel.dates import get_day_names

from hemvist.core.dates import reader_locale
from hemvist.core.models import OpeningHours


def opening_hours_in_words() -> list[tuple[str, str]]:
    """Days and times, Monday first; days closed are not named. One query."""
    days: dict[int, list[str]] = {}
    for block in OpeningHours.objects.all():
        times = f"{block.opens:%H.%M}–{block.closes:%H.%M}"
        days.setdefault(block.weekday, []).append(times)
    # Days that follow each other and have the same hours share a number here.
    runs = groupby(enumerate(sorted(days)), key=lambda pair: (pair[1] - pair[0], days[pair[1]]))
    return [_line([weekday for _place, weekday in run], times) for (_n, times), run in runs]


def _line(weekdays: list[int], times: list[str]) -> tuple[str, str]:
    names = get_day_names("wide", context="stand-alone", locale=reader_locale())
    first, last = names[weekdays[0]], names[weekdays[-1]]
    return (first if first == last else f"{first}–{last}", ", ".join(times))
