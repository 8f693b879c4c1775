"""Deeds on many cases, done while nobody waits."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.accounts.models import User
from hemvist.bulk import actions, doing
from hemvist.bulk.models import BulkDeed
from hemvist.core.jobs import enqueue_at


@app.task(name="bulk.do")
def do(deed: int) -> None:
    """Do a deed to its cases, a batch at a time; letters go on after a pause."""
    while doing.do_batch(deed, at=timezone.now()):
        if BulkDeed.objects.get(pk=deed).is_message:
            enqueue_at(timezone.now() + doing.PAUSE, "bulk.do", deed=deed)
            return


@app.task(name="bulk.undo")
def undo(deed: int, by: int) -> None:
    """Take a deed back, a batch at a time."""
    user = User.objects.get(pk=by)
    while doing.undo_batch(deed, by=user, at=timezone.now()):
        continue


@app.periodic(cron="20 4 * * *")
@app.task(name="bulk.remove_old_drafts", queueing_lock="bulk.remove_old_drafts")
def remove_old_drafts(timestamp: int) -> None:
    """Forget what was prepared and never done."""
    actions.remove_old_drafts(at=datetime.fromtimestamp(timestamp, UTC))
