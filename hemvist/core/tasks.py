"""Keeping the background work itself in order."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from hemvist.core import shared_shelf
from hemvist.core.models import Edition

DAYS_KEPT = 7
FIRST = 100


@app.periodic(cron="* * * * *")
@app.task(
    name="core.retry_stalled",
    queueing_lock="core.retry_stalled",
    pass_context=True,
    priority=FIRST,  # not behind the thousands that wait
)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Start again every job whose worker died in the middle of it.

    Where its like already waits the dead one is ended (`job_endings`): it would hold its lock
    against the one that waits, for ever, and keep this from reaching the jobs after it.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)


@app.periodic(cron="40 3 * * *")
@app.task(name="core.remove_old_jobs", queueing_lock="core.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended a week ago; failed ones too, what they were for shows it."""
    await builtin_tasks.remove_old_jobs(
        context, max_hours=24 * DAYS_KEPT, remove_failed=True, remove_cancelled=True
    )


@app.periodic(cron="50 3 * * *")
@app.task(name="core.remove_old_editions", queueing_lock="core.remove_old_editions")
def remove_old_editions(timestamp: int) -> None:
    """Forget all but the last day's editions; only how many and which are newest tells anything."""
    Edition.objects.filter(made_at__lt=timezone.now() - timedelta(days=1)).delete()


@app.periodic(cron="* * * * *")
@app.task(name="core.tidy_shelf", queueing_lock="core.tidy_shelf")
def tidy_shelf(timestamp: int) -> None:
    """Throw away pages of earlier editions, and what there is no room for."""
    shared_shelf.tidy()
