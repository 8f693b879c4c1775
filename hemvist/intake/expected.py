"""When a new enquiry can expect the first contact, as the queue is now; never after the promise.

The pace is that of the last two weeks: how much working time passed for each first contact that
the service made.
"""

from datetime import datetime, timedelta

from django.core.cache import cache

from hemvist.casework.models import Case
from hemvist.core.dates import local_day
from hemvist.core.working_time import Calendar, NeverOpen

LOOKED_BACK = timedelta(days=14)
FEWEST = 5
KEPT_SECONDS = 600
PACE = "intake.pace"


def expected_first_contact(case: Case, *, at: datetime) -> datetime | None:
    """The moment by which those before it are probably met, on a day before the promised one.

    None when it has been met, when that is no sooner than the promise, or when too little has
    been done of late to say anything.
    """
    waiting_since = case.first_unanswered_at
    if case.first_contacted_at is not None or waiting_since is None or not case.is_open:
        return None
    calendar = Calendar.current()
    minutes = _pace(calendar, at)
    if minutes is None:
        return None
    before = Case.objects.open().filter(
        first_contacted_at__isnull=True, first_unanswered_at__lt=waiting_since
    )
    try:
        expected = calendar.add(at, hours=minutes * (before.count() + 1) / 60)
    except NeverOpen:
        return None
    is_sooner = local_day(expected) < local_day(case.first_contact_due_at)
    return expected if is_sooner else None


def _pace(calendar: Calendar, at: datetime) -> float | None:
    """Working minutes for each first contact; read anew every ten minutes."""
    kept: float | None = cache.get_or_set(PACE, lambda: _counted(calendar, at), KEPT_SECONDS)
    return kept or None


def _counted(calendar: Calendar, at: datetime) -> float:
    """Nought when too few were made to tell."""
    since = at - LOOKED_BACK
    made = Case.objects.filter(first_contacted_at__gt=since, first_contacted_at__lte=at).count()
    return calendar.minutes_between(since, at) / made if made >= FEWEST else 0
