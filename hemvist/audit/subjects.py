"""What the log's numbers stand for, for the eyes of a reader.

Audit knows no case and no household. A thing has a name here if its model has a `reference`,
and a member of staff has theirs; everything else stays a kind and a number.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model

from hemvist.accounts.models import Role, User
from hemvist.audit.models import Event


def names_of(events: Iterable[Event], *, reader: User) -> dict[tuple[str, str], str]:
    """The reference or name of each subject on a page: one query for each kind of thing.

    A coordinator gets no reference of a case they may not know of; the data protection officer
    gets all, since a log that hides its protected cases protects those who look at them.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        wanted[event.subject_type].add(event.subject_id)
    names: dict[tuple[str, str], str] = {}
    for kind, numbers in wanted.items():
        field = _name_field(kind)
        if field:
            rows = _may_be_named(kind, reader).filter(pk__in=numbers).values_list("pk", field)
            names |= {(kind, str(pk)): name for pk, name in rows}
    return names


def number_of(kind: str, words: str, *, reader: User) -> str:
    """The number of the thing a reader wrote the reference of; the words themselves if none.

    A case the reader may not know of is not found by its reference.
    """
    if _name_field(kind) == "reference":
        found = _may_be_named(kind, reader).filter(reference__iexact=words).first()
        return str(found.pk) if found else words
    return words


def _models() -> dict[str, type[Model]]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("hemvist."))
    return {model._meta.model_name or "": model for model in ours}


def _name_field(kind: str) -> str:
    model = _models().get(kind)
    if model is User:
        return "name"
    fields = {field.name for field in model._meta.get_fields()} if model else set()
    return "reference" if "reference" in fields else ""


def _may_be_named(kind: str, reader: User) -> Any:
    rows = _models()[kind]._default_manager.all()
    if reader.role == Role.AUDITOR or not hasattr(rows, "visible_to"):
        return rows
    return rows.visible_to(reader)
