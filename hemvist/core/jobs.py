"""Background work: asked for in the transaction of its cause, done by a worker afterwards."""

from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from procrastinate.contrib import django as worker
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager

# What an action meets when the database goes away under it, and not because of what it was given.
DATABASE_IS_AWAY = (OperationalError, InterfaceError, ConnectorException)


class InThisTransaction:
    """Asks for jobs through Django's own connection, in a worker too.

    There the library would ask through its own: a job could begin before the row it is about is
    committed, find nothing to do, and be gone; and it would stay when that row was rolled back.
    """

    jobs = JobManager(DjangoConnector(alias="default"))

    def configure_task(self, name: str, **options: Any) -> JobDeferrer:
        """As the library's, with the task's own queue and locks."""
        asked = worker.app.configure_task(name, **options)
        return JobDeferrer(job_manager=self.jobs, job=asked.job)


app = InThisTransaction()


def enqueue(task: str, **arguments: int | str) -> None:
    """Ask a worker to run a task, by name so that no app imports one above it.

    The job is a row in the current transaction: if that is rolled back, nobody ever works on it.
    Arguments are numbers and codes, never what somebody wrote.
    """
    app.configure_task(task).defer(**arguments)


def enqueue_ranked(priority: int, task: str, **arguments: int | str) -> None:
    """Ask a worker to run a task before all of a lower priority that wait; ordinary ones have 0."""
    app.configure_task(task, priority=priority).defer(**arguments)


def enqueue_at(moment: datetime, task: str, **arguments: int | str) -> None:
    """Ask a worker to run a task, but not before a moment."""
    app.configure_task(task, schedule_at=moment).defer(**arguments)
