"""Asking on the day, and bringing home what goes quiet."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.casework.models import CaseState
from hemvist.core.jobs import enqueue
from hemvist.core.working_time import ZONE, Calendar
from hemvist.follow_up.actions import PATIENCE_WORKING_DAYS, ask, give_up
from hemvist.follow_up.models import CheckIn, CheckInState
from hemvist.follow_up.queries import due


@app.periodic(cron="10 8-15 * * *")
@app.task(name="follow_up.daily", queueing_lock="follow_up.daily")
def daily(timestamp: int) -> None:
    """On working days: ask what is due, each in a job of its own, and give up what is silent."""
    at = datetime.fromtimestamp(timestamp, UTC)
    today, calendar = at.astimezone(ZONE).date(), Calendar.current()
    if not calendar.is_working_day(today):
        return
    for pk in due(on=today).values_list("pk", flat=True):
        enqueue("follow_up.ask", check_in=pk, timestamp=timestamp)
    asked = CheckIn.objects.filter(state=CheckInState.ASKED, case__state=CaseState.MOVED)
    for check_in in asked.iterator():
        since = (check_in.asked_at or at).astimezone(ZONE).date()
        if calendar.next_working_day(since, days=PATIENCE_WORKING_DAYS) < today:
            give_up(check_in, at=at)


@app.task(name="follow_up.ask")
def ask_one(check_in: int, timestamp: int) -> None:
    """Ask one household; asked twice is asked once."""
    found = CheckIn.objects.filter(pk=check_in, state=CheckInState.PLANNED).first()
    if found:
        ask(found, at=datetime.fromtimestamp(timestamp, UTC))
