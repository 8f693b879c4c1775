"""When we work and what we promise: changed here, because a change has to be in the log.

What was promised already stays promised; a change counts from the next message on.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.models import Promise
from hemvist.core.actions import load_calendar
from hemvist.core.models import CalendarDay, Municipality, OpeningHours
from hemvist.core.working_time import ZONE, Block, Calendar, NeverOpen

Week = dict[int, tuple[Block, ...]]


class NobodyWorks(Exception):
    """Without any working time no promise could ever be kept."""


@transaction.atomic
def save_week(week: Week, *, by: User, at: datetime) -> None:
    """Replace the working hours of the week. Raises NobodyWorks for an empty one."""
    if not any(week.values()):
        raise NobodyWorks
    OpeningHours.objects.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=weekday, opens=opens, closes=closes)
        for weekday, blocks in week.items()
        for opens, closes in blocks
    )
    told = {
        str(weekday): [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in blocks]
        for weekday, blocks in week.items()
    }
    record("calendar.week_saved", Municipality(pk=1), by=by, detail=told, at=at)


@transaction.atomic
def save_promises(promises: Mapping[str, tuple[int, int]], *, by: User, at: datetime) -> None:
    """Replace what is promised: "" is what holds for every kind that is not named."""
    first, answer = promises[""]
    Municipality.objects.filter(pk=1).update(first_contact_hours=first, answer_hours=answer)
    Promise.objects.exclude(kind__in=promises).delete()
    for kind, (first, answer) in promises.items():
        if kind:
            hours = {"first_contact_hours": first, "answer_hours": answer}
            Promise.objects.update_or_create(kind=kind, defaults=hours)
    told = {kind or "every": list(hours) for kind, hours in promises.items()}
    record("calendar.promises_saved", Municipality(pk=1), by=by, detail=told, at=at)


@transaction.atomic
def save_day(
    day: date,
    *,
    name: str,
    opens: time | None,
    closes: time | None,
    by: User,
    at: datetime,
) -> CalendarDay:
    """Let a day differ from its weekday: closed, or open only between two times.

    The Swedish name is what was written; names of a holiday in other languages stay with it.
    """
    known = CalendarDay.objects.filter(day=day).first()
    names = known.names if known and known.names.get("sv") == name else {"sv": name}
    kept, _is_new = CalendarDay.objects.update_or_create(
        day=day, defaults={"names": names, "opens": opens, "closes": closes}
    )
    record("calendar.day_saved", Municipality(pk=1), by=by, detail={"day": str(day)}, at=at)
    return kept


@transaction.atomic
def remove_day(day: CalendarDay, *, by: User, at: datetime) -> None:
    """Let a day be like its weekday again."""
    record("calendar.day_removed", Municipality(pk=1), by=by, detail={"day": str(day.day)}, at=at)
    day.delete()


@transaction.atomic
def fill_year(year: int, *, by: User, at: datetime) -> int:
    """Write the Swedish holidays, eves and half days of a year; what is there stays as it is."""
    added = load_calendar(year, year)
    record("calendar.filled", Municipality(pk=1), by=by, detail={"year": year}, at=at)
    return added


def calendar_with(week: Week) -> Calendar:
    """The calendar as it would be with another week."""
    return Calendar.made_of(week, CalendarDay.objects.values_list("day", "opens", "closes"))


def examples(
    before: tuple[Calendar, int], after: tuple[Calendar, int], *, now: datetime
) -> list[tuple[datetime, datetime | None, datetime | None]]:
    """Some moments at which somebody might write, with the promise before and after a change."""
    friday = now.astimezone(ZONE).date() + timedelta(days=(4 - now.weekday()) % 7)
    holiday = CalendarDay.objects.filter(day__gt=friday, opens=None).order_by("day").first()
    eve = (holiday.day if holiday else friday + timedelta(days=7)) - timedelta(days=1)
    moments = [
        now,
        datetime.combine(friday, time(15), ZONE),
        datetime.combine(friday + timedelta(days=1), time(12), ZONE),
        datetime.combine(eve, time(15), ZONE),
    ]
    return [(moment, _due(before, moment), _due(after, moment)) for moment in moments]


def _due(promise: tuple[Calendar, int], moment: datetime) -> datetime | None:
    calendar, hours = promise
    try:
        return calendar.add(moment, hours=hours)
    except NeverOpen:
        return None
