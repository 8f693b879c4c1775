"""What changes the installation itself."""

from datetime import date, time

import holidays
from django.db import transaction

from hemvist.core.holiday_names import names_of
from hemvist.core.models import CalendarDay

HALF_DAY_OPENS = time(0, 0)
HALF_DAY_CLOSES = time(14, 0)
# How the library marks an eve on which work ends at two o'clock.
HALF_DAY_MARK = "14.00"


@transaction.atomic
def load_calendar(first_year: int, last_year: int) -> int:
    """Write the Swedish holidays, eves and half days of some years as days that can be edited.

    Public holidays (lag 1989:253) and the eves that are holidays in practice (midsummer,
    Christmas, New Year) are closed; the eves of Epiphany, Good Friday, 1 May and All Saints'
    end at two o'clock. A day already in the calendar is left as it is,
    so that what a coordinator has decided stays. Returns how many days were added.
    """
    years = range(first_year, last_year + 1)
    days = [*_closed_days(years), *_half_days(years)]
    known = set(CalendarDay.objects.values_list("day", flat=True))
    added = {day.day: day for day in reversed(days) if day.day not in known}
    CalendarDay.objects.bulk_create(added.values())
    return len(added)


def _holidays(years: range, language: str, *categories: str) -> dict[date, str]:
    return dict(
        holidays.country_holidays(
            "SE", years=years, categories=categories, language=language, include_sundays=False
        )
    )


def _closed_days(years: range) -> list[CalendarDay]:
    english = _holidays(years, "en_US", "public", "de_facto")
    return [
        CalendarDay(day=day, names=names_of(swedish=name, english=english[day]))
        for day, name in _holidays(years, "sv", "public", "de_facto").items()
    ]


def _half_days(years: range) -> list[CalendarDay]:
    english = _holidays(years, "en_US", "optional")
    return [
        CalendarDay(
            day=day,
            names=names_of(swedish=_plain(name), english=_plain(english[day])),
            opens=HALF_DAY_OPENS,
            closes=HALF_DAY_CLOSES,
        )
        for day, name in _holidays(years, "sv", "optional").items()
        if HALF_DAY_MARK in name
    ]


def _plain(name: str) -> str:
    return name.split(" (", maxsplit=1)[0]
