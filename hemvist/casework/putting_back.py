"""Putting a case back as it was before a deed, as long as nobody has changed it since."""

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from hemvist.audit.actions import By, record
from hemvist.casework.actions import CaseHasChanged, locked, save_case
from hemvist.casework.models import Case, Need, Task

_as_json = DjangoJSONEncoder().default


def snapshot(case: Case) -> dict[str, Any]:
    """Every value of a case that a deed can change, ready to be kept as JSON."""
    values = ((field.attname, getattr(case, field.attname)) for field in _fields())
    return {name: _plain(value) for name, value in values}


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What a deed changed, as it was before."""
    return {name: value for name, value in before.items() if after[name] != value}


@transaction.atomic
def put_back(case: Case, was: dict[str, Any], *, version: int, by: By, at: datetime) -> Case:
    """Give a case back the values it had. Raises CaseHasChanged if it is not as we left it."""
    case = locked(case)
    if case.version != version:
        raise CaseHasChanged
    for field in _fields():
        if field.attname in was:
            setattr(case, field.attname, field.to_python(was[field.attname]))
    save_case(case)
    record("case.put_back", case, by=by, detail={"fields": sorted(was)}, at=at)
    return case


@transaction.atomic
def take_back_need(need: Need, *, by: By, at: datetime) -> None:
    """Remove a need that was added by mistake a moment ago."""
    record("need.taken_back", need.case, by=by, detail={"need": need.pk}, at=at)
    need.delete()


@transaction.atomic
def take_back_task(task: Task, *, by: By, at: datetime) -> None:
    """Remove a task that was given by mistake a moment ago."""
    record("task.taken_back", task.case, by=by, detail={"task": task.pk}, at=at)
    task.delete()


def _fields() -> list[Any]:
    return [field for field in Case._meta.concrete_fields if field.attname not in {"id", "version"}]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else _as_json(value)
