"""Background work: asked for in the transaction of its cause, done by a worker afterwards."""

from datetime import datetime

from django.db import InterfaceError, OperationalError
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

# What an action meets when the database goes away under it, and not because of what it was given.
DATABASE_IS_AWAY = (OperationalError, InterfaceError, ConnectorException)


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
