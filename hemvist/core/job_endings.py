"""How a job ended is written down, also when the database goes away just then.

The worker itself would let it be: it lives on, the job stands there as being done for as long as
it does, and whatever has the same lock is never done.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

WAITS = (0.2, 1, 2, 5, 10, 20, 30)  # seconds; a worker that finds no database for longer ends


class CarefulManager(JobManager):
    """Tries again to write down an end, and ends what cannot wait for its turn a second time."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Write down that a job has been done, or has failed."""
        await _written(lambda: super(CarefulManager, self).finish_job(job, status, delete_job))

    async def retry_job(self, job: Job, *args: Any, **when: Any) -> None:
        """Let a job be done again; but where its like waits already, that is enough."""
        try:
            await _written(lambda: super(CarefulManager, self).retry_job(job, *args, **when))
        except UniqueViolation:
            await self.finish_job(job, status=Status.FAILED, delete_job=False)


async def _written(write: Callable[[], Awaitable[None]]) -> None:
    was_lost = False
    for wait in WAITS:
        try:
            await write()
        except ConnectorException as trouble:
            if isinstance(trouble.__cause__, psycopg.OperationalError):
                was_lost = True
                await asyncio.sleep(wait)
                continue
            if was_lost and isinstance(trouble.__cause__, psycopg.errors.RaiseException):
                return  # it was written the time before, and only the answer was lost
            raise
        return
    await write()


def mind_endings(app: App) -> None:
    """Told to procrastinate by the setting PROCRASTINATE_ON_APP_READY."""
    app.job_manager = CarefulManager(connector=app.connector)
