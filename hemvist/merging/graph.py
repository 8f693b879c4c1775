"""Everything that points to a case, its conversation, its household or a member of it.

Found by walking the models there are, so that a new table moves with its case by itself. What
must not move stands in `STAYS`, with the reason; nothing else is an exception.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q, UniqueConstraint

from hemvist.casework.models import Case
from hemvist.messaging.models import Conversation
from hemvist.people.models import Household

# What a merge makes one of two; members and addresses are paired row by row.
ROOTS: tuple[type[Model], ...] = (Case, Conversation, Household)

STAYS = {
    "casework.case.conversation": "each case keeps its own, emptied conversation",
    "casework.presence.case": "who has a page open; gone in a minute",
    "merging.namekey.household": "made anew from the names",
    "merging.resemblance.first": "is about a pair, and found anew",
    "merging.resemblance.second": "is about a pair, and found anew",
    "merging.regrouping.case": "tells which cases were put together",
    "merging.regrouping.other": "tells which cases were put together",
    "merging.regrouping.household": "tells whose they were",
    "merging.regrouping.other_household": "tells whose they were",
}


def label(field: "Field[Any, Any]") -> str:
    """A column's name among all: casework.note.case."""
    return f"{field.model._meta.label_lower}.{field.name}"


@cache
def pointing_to(target: type[Model]) -> tuple["ForeignKey[Any, Any]", ...]:
    """Every column that points to a table, also of tables that join two."""
    return tuple(
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, ForeignKey) and field.remote_field.model is target
    )


def moving_with(target: type[Model]) -> Iterator["ForeignKey[Any, Any]"]:
    """The columns that follow when what they point to goes on in another."""
    return (field for field in pointing_to(target) if label(field) not in STAYS)


@cache
def tables() -> tuple[type[Model], ...]:
    """The tables with rows that can move."""
    found = {field.model for root in ROOTS for field in moving_with(root)}
    return tuple(sorted(found, key=lambda model: model._meta.label_lower))


@dataclass(frozen=True)
class Once:
    """Columns of which no two rows may have the same, and on which condition."""

    columns: tuple[str, ...]
    condition: Q | None = None
    empty_is_same: bool = False


@cache
def once_with(field: "ForeignKey[Any, Any]") -> tuple[Once, ...]:
    """The sets of columns, this one among them, of which no two rows may have the same."""
    meta = field.model._meta
    sets = [Once((field.name,))] if field.unique else []
    sets += [Once(tuple(names)) for names in meta.unique_together if field.name in names]
    sets += [
        Once(tuple(one.fields), one.condition, one.nulls_distinct is False)
        for one in meta.constraints
        if isinstance(one, UniqueConstraint) and field.name in one.fields
    ]
    return tuple(sets)


def model_of(table: str) -> type[Model] | None:
    """The model of a table's name; none when it has been taken out of the product since."""
    try:
        return apps.get_model(table)
    except LookupError:
        return next((one for one in _joins() if one._meta.label_lower == table), None)


@cache
def _joins() -> tuple[type[Model], ...]:
    return tuple(
        one for one in apps.get_models(include_auto_created=True) if one._meta.auto_created
    )
