"""Bringing texts to their cases in the background."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.core.jobs import enqueue
from hemvist.texts.actions import forget_old_texts, sort_text
from hemvist.texts.models import IncomingText, TextState


@app.task(name="texts.sort", queue="mail")
def sort(text: int) -> None:
    """Find the case of one text."""
    found = IncomingText.objects.filter(pk=text).first()
    if found is not None:
        sort_text(found)


@app.periodic(cron="*/5 * * * *")
@app.task(name="texts.sweep", queueing_lock="texts.sweep")
def sweep(timestamp: int) -> None:
    """Ask again for what a worker that died had begun, and remove what is nobody's and old."""
    waiting = IncomingText.objects.filter(state=TextState.NEW).order_by("pk")
    for pk in waiting.values_list("pk", flat=True)[:500]:
        enqueue("texts.sort", text=pk)
    forget_old_texts(at=datetime.fromtimestamp(timestamp, UTC))
