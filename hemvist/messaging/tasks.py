"""Sending in the background, and bringing home what was left lying."""

import random
from datetime import UTC, datetime

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from hemvist.messaging.sending import enqueue_forgotten, send_delivery

FIRST_WAIT = 30
LONGEST_WAIT = 4 * 60 * 60


class Patiently(BaseRetryStrategy):
    """Wait twice as long after each try, a little more or less so that not all come at once.

    It never says no: `send_delivery` itself gives up, in words, when a letter is too old.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """When to try again."""
        wait = min(FIRST_WAIT * 2 ** min(job.attempts, 20), LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": round(wait * random.uniform(0.8, 1.2))})  # noqa: S311


@app.task(name="messaging.deliver", queue="mail", retry=Patiently())
def deliver(delivery: int) -> None:
    """Send one delivery, if it has not been sent yet."""
    send_delivery(delivery)


@app.periodic(cron="*/5 * * * *")
@app.task(name="messaging.sweep", queueing_lock="messaging.sweep")
def sweep(timestamp: int) -> None:
    """Find deliveries whose job has vanished."""
    enqueue_forgotten(at=datetime.fromtimestamp(timestamp, UTC))
