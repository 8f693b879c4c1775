"""Going on with the times, and fetching others' calendars."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.audit.actions import Actor
from hemvist.core.dates import local_day
from hemvist.happenings import actions
from hemvist.happenings.models import CalendarSource


@app.periodic(cron="5 2 * * *")
@app.task(name="happenings.go_on", queueing_lock="happenings.go_on")
def go_on(timestamp: int) -> None:
    """Every night: times a year ahead."""
    actions.go_on_with_occurrences(on=local_day(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="35 2 * * *")
@app.task(name="happenings.fetch_all", queueing_lock="happenings.fetch_all")
def fetch_all(timestamp: int) -> None:
    """Every night: the calendars of others."""
    actions.fetch_all(at=datetime.fromtimestamp(timestamp, UTC))


@app.task(name="happenings.fetch")
def fetch(source: int) -> None:
    """One calendar, because an editor asked for it."""
    found = CalendarSource.objects.filter(pk=source).exclude(address="").first()
    if found is not None:
        actions.fetch_source(found, by=Actor.SYSTEM, at=timezone.now())
