"""Letting messages leave in the background."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.core.jobs import enqueue
from hemvist.writing.actions import let_leave
from hemvist.writing.models import Draft, DraftState


@app.task(name="writing.leave", queue="mail")
def leave(draft: int) -> None:
    """Let one message leave, unless it was taken back or put off."""
    let_leave(draft, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="writing.sweep", queueing_lock="writing.sweep")
def sweep(timestamp: int) -> None:
    """Ask again for whatever is due and whose job has vanished; each by itself, as one may fail."""
    now = datetime.fromtimestamp(timestamp, UTC)
    due = Draft.objects.filter(state=DraftState.LEAVING, leave_at__lte=now)
    for pk in due.values_list("pk", flat=True)[:1_000]:
        enqueue("writing.leave", draft=pk)
