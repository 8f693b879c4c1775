"""What colleagues tell each other about a case: facts on top, tasks, and that they have read."""

from datetime import date, datetime

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import By, record
from hemvist.casework.actions import locked
from hemvist.casework.models import Case, Mention, StickyFact, Task
from hemvist.casework.rules import colleagues_who_see


class CannotSeeCase(Exception):
    """Somebody who may not know of a case can have no task in it."""


class DoneAlready(Exception):
    """A colleague has done the task, or taken the fact down, a moment ago."""


@transaction.atomic
def pin_fact(case: Case, *, body: str, by: User, at: datetime) -> StickyFact:
    """Put a fact on top of a case, for everybody who writes or calls; also on a closed case."""
    case = locked(case)
    fact = StickyFact.objects.create(case=case, body=body[:200], author=by, created_at=at)
    record("fact.pinned", case, by=by, detail={"fact": fact.pk}, at=at)
    return fact


@transaction.atomic
def take_down_fact(fact: StickyFact, *, by: User, at: datetime) -> None:
    """Show a fact no more; it is kept with who took it down. Raises DoneAlready."""
    fact = StickyFact.objects.select_for_update().get(pk=fact.pk)
    if fact.removed_at is not None:
        raise DoneAlready
    fact.removed_at, fact.removed_by = at, by
    fact.save(update_fields=["removed_at", "removed_by"])
    record("fact.taken_down", fact.case, by=by, detail={"fact": fact.pk}, at=at)


@transaction.atomic
def read_mention(mention: Mention, *, by: User, at: datetime) -> None:
    """Say that one has read where one was mentioned; reading it twice is reading it once."""
    unread = Mention.objects.filter(pk=mention.pk, colleague=by, read_at=None)
    if unread.update(read_at=at):
        record("mention.read", mention.note.case, by=by, detail={"note": mention.note_id}, at=at)


@transaction.atomic
def add_task(
    case: Case, *, what: str, on: date, by: User, at: datetime, assignee: User | None = None
) -> Task:
    """Give somebody something to do about a case; without an assignee, whoever has it.

    Raises CannotSeeCase.
    """
    case = locked(case)
    _may_have(case, assignee)
    task = Task.objects.create(
        case=case, what=what[:200], on=on, assignee=assignee, author=by, created_at=at
    )
    _record("task.added", task, by=by, at=at)
    return task


@transaction.atomic
def change_task(
    task: Task, *, what: str, on: date, assignee: User | None, by: By, at: datetime
) -> Task:
    """Say what is to be done in other words, on another day, or by somebody else.

    Raises CannotSeeCase, DoneAlready.
    """
    task = _locked(task)
    if task.is_done:
        raise DoneAlready
    _may_have(task.case, assignee)
    task.what, task.on, task.assignee = what[:200], on, assignee
    task.save()
    _record("task.changed", task, by=by, at=at)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: User, at: datetime) -> Task:
    """Say that a task is done. Raises DoneAlready."""
    task = _locked(task)
    if task.is_done:
        raise DoneAlready
    task.done_at, task.done_by = at, by
    task.save()
    _record("task.done", task, by=by, at=at)
    return task


@transaction.atomic
def undo_task(task: Task, *, by: User, at: datetime) -> Task:
    """Say that a task is not done after all; twice is once."""
    task = _locked(task)
    if task.is_done:
        task.done_at = task.done_by = None
        task.save()
        _record("task.undone", task, by=by, at=at)
    return task


def hand_over_tasks(colleague: User, *, by: By, at: datetime) -> int:
    """Give the open tasks of somebody who leaves to whoever has the cases; says how many."""
    tasks = list(Task.objects.open().filter(assignee=colleague).select_related("case"))
    for task in tasks:
        change_task(task, what=task.what, on=task.on, assignee=None, by=by, at=at)
    return len(tasks)


def _locked(task: Task) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("case__household")
    return rows.get(pk=task.pk)


def _may_have(case: Case, assignee: User | None) -> None:
    if assignee and not colleagues_who_see(case).filter(pk=assignee.pk).exists():
        raise CannotSeeCase


def _record(verb: str, task: Task, *, by: By, at: datetime) -> None:
    detail = {"task": task.pk, "on": task.on.isoformat(), "assignee": task.assignee_id}
    record(verb, task.case, by=by, detail=detail, at=at)
