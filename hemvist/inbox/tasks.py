"""Putting mail where it belongs in the background, and forgetting what nobody needs."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hemvist.core.jobs import DATABASE_IS_AWAY
from hemvist.inbox.actions import sort_mail
from hemvist.inbox.forgetting import forget_old_mail, sort_forgotten

TROUBLE = [OSError, MemoryError, *DATABASE_IS_AWAY]
RETRY = RetryStrategy(max_attempts=10, exponential_wait=4, retry_exceptions=TROUBLE)


@app.task(name="inbox.sort", queue="mail", retry=RETRY)
def sort(mail: int) -> None:
    """Put one mail where it belongs; asked for when it was taken in."""
    sort_mail(mail, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="inbox.sweep", queueing_lock="inbox.sweep")
def sweep(timestamp: int) -> None:
    """Sort what no job will come to, and bring to a person what cannot be sorted."""
    sort_forgotten(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="20 3 * * *")
@app.task(name="inbox.forget", queueing_lock="inbox.forget")
def forget(timestamp: int) -> None:
    """Empty what was not for us, and what machines sent, when its time is over."""
    forget_old_mail(at=datetime.fromtimestamp(timestamp, UTC))
