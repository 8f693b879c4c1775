"""Changing what others may be changing too: locked, compared field by field, then saved.

`merge` is told how everything is now and says what to save; it raises when it cannot tell.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hemvist.accounts.models import Team, User
from hemvist.casework.actions import assign_case, open_and_locked, set_next_step
from hemvist.casework.models import Case, Need, NeedState, NextStep, Task
from hemvist.casework.needs import change_need
from hemvist.casework.noting import change_task

Values = Mapping[str, Any]
Merge = Callable[[Values], dict[str, Any]]
Whose = Callable[[str], tuple[User | None, Team | None]]


def next_step_now(case: Case) -> dict[str, Any]:
    """The fields of the next step."""
    return {"step": case.next_step, "note": case.next_step_note, "on": case.next_step_on}


def owner_now(case: Case) -> dict[str, Any]:
    """Whose a case is: a colleague's, or a team's queue, in one word."""
    return {"to": f"u{case.owner_id}" if case.owner_id else f"t{case.team_id}"}


def need_now(need: Need) -> dict[str, Any]:
    """The fields of a need that can be changed."""
    fields = ["state", "person", "note", "desired", "achieved", "unmet_reason", "unmet_words"]
    return {field: getattr(need, field) for field in fields}


def task_now(task: Task) -> dict[str, Any]:
    """The fields of a task that can be changed."""
    return {"what": task.what, "on": task.on, "assignee": task.assignee}


@transaction.atomic
def merge_next_step(case: Case, *, merge: Merge, by: User, at: datetime) -> Case:
    """Set the next step, keeping what a colleague has changed in it meanwhile.

    Raises CaseIsClosed, and what `merge` raises.
    """
    case = open_and_locked(case)
    values = merge(next_step_now(case))
    step, on, note = NextStep(values["step"]), values["on"], values["note"]
    return set_next_step(case, step=step, on=on, note=note, by=by, at=at)


@transaction.atomic
def merge_owner(case: Case, *, merge: Merge, whose: Whose, by: User, at: datetime) -> bool:
    """Hand a case over, unless somebody else has meanwhile; says whether it changed hands.

    Raises CaseIsClosed, NotATeamMember, and what `merge` raises.
    """
    case = open_and_locked(case)
    now = owner_now(case)
    values = merge(now)
    if values == now:
        return False
    owner, team = whose(values["to"])
    assign_case(case, owner=owner, team=team, by=by, at=at)
    return True


@transaction.atomic
def merge_need(need: Need, *, merge: Merge, by: User, at: datetime) -> Need:
    """Change a need, keeping what a colleague has changed in it meanwhile.

    Raises CaseIsClosed, UnmetWithoutReason, and what `merge` raises.
    """
    open_and_locked(need.case)
    need = Need.objects.select_related("case", "person", "life_area").get(pk=need.pk)
    values = merge(need_now(need))
    return change_need(need, **{**values, "state": NeedState(values["state"])}, by=by, at=at)


@transaction.atomic
def merge_task(task: Task, *, merge: Merge, by: User, at: datetime) -> Task:
    """Change a task, keeping what a colleague has changed in it meanwhile.

    Raises CannotSeeCase, DoneAlready, and what `merge` raises.
    """
    rows = Task.objects.select_for_update(of=("self",)).select_related("case", "assignee")
    task = rows.get(pk=task.pk)
    values = merge(task_now(task))
    return change_task(task, **values, by=by, at=at)
