"""Changing rows while writing down what every value was, so that all of it can be put back."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, ForeignKey, Max, Model, Q

from hemvist.merging import graph
from hemvist.merging.models import MovedValue, Regrouping

BATCH = 1_000


def plain(value: Any) -> Any:
    """A value as JSON keeps it; the same for the same value, so that two can be compared."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


class Mover:
    """Moves rows from one household and case to another, and writes down each value it changes.

    Use it inside a transaction that has locked both; `finish` writes what it has noted.
    """

    def __init__(self, regrouping: Regrouping) -> None:
        self.regrouping = regrouping
        self.noted: list[MovedValue] = []

    def finish(self) -> None:
        """Write down all that was changed."""
        MovedValue.objects.bulk_create(self.noted, batch_size=BATCH)

    def set(self, row: Model, **values: Any) -> None:
        """Give a row other values; only those that differ are changed and noted."""
        changed = []
        for column, value in values.items():
            field: Any = row._meta.get_field(column)
            was = getattr(row, field.attname)
            became = value.pk if isinstance(value, Model) else value
            if was != became:
                setattr(row, field.attname, became)
                self._note(row._meta.label_lower, row.pk, field.attname, was, became)
                changed.append(column)
        if changed:
            row.save(update_fields=changed)

    def move_all(
        self, target: type[Model], old: Any, new: Any, *, besides: Collection[Model] = ()
    ) -> None:
        """Let everything that points to one row point to another."""
        for field in graph.moving_with(target):
            left = [row.pk for row in besides if isinstance(row, field.model)]
            rows = field.model._base_manager.filter(**{field.attname: old}).exclude(pk__in=left)
            self.move(field, rows, old, new)

    def move(self, field: "ForeignKey[Any, Any]", rows: Any, old: Any, new: Any) -> None:
        """Let a column of these rows point to another row.

        A row of which there may be but one stays where it is, and what points to it goes to its
        twin.
        """
        if graph.once_with(field):
            for row in rows.order_by("pk"):
                self._move_one(field, row, old, new)
            return
        pks = list(rows.values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            some = pks[start : start + BATCH]
            field.model._base_manager.filter(pk__in=some).update(**{field.attname: new})
        for pk in pks:
            self._note(field.model._meta.label_lower, pk, field.attname, old, new)

    def _move_one(self, field: "ForeignKey[Any, Any]", row: Model, old: Any, new: Any) -> None:
        twin = _twin_of(row, field, new)
        if twin is not None:
            self.join(row, twin)
        elif _set_column(row, field.attname, new):
            self._note(row._meta.label_lower, row.pk, field.attname, old, new)

    def join(self, row: Model, twin: Model) -> None:
        """Let what points to a row point to its twin; the row itself stays."""
        if row.pk != twin.pk:
            self.move_all(type(row), row.pk, twin.pk)

    def _note(self, table: str, pk: Any, column: str, was: Any, became: Any) -> None:
        self.noted.append(
            MovedValue(
                regrouping=self.regrouping,
                table=table,
                row=str(pk),
                column=column,
                was=plain(was),
                became=plain(became),
            )
        )


def _set_column(row: Model, column: str, value: Any) -> bool:
    """Change one column, unless the database holds something against it."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column: value})
    except IntegrityError:
        return False
    return True


def _twin_of(row: Model, field: "ForeignKey[Any, Any]", new: Any) -> Model | None:
    """The row that is already where this one would go, of which there may be but one."""
    rows = type(row)._base_manager
    for once in graph.once_with(field):
        condition = once.condition or Q()
        if once.condition is not None and not rows.filter(condition, pk=row.pk).exists():
            continue
        columns: list[Any] = [row._meta.get_field(name) for name in once.columns]
        same = {column.attname: getattr(row, column.attname) for column in columns}
        same[field.attname] = new
        if None in same.values() and not once.empty_is_same:
            continue
        twin = rows.filter(condition, **same).exclude(pk=row.pk).first()
        if twin is not None:
            return twin
    return None


def marks_of(roots: Iterable[Model]) -> dict[str, Any]:
    """How far every table has come: the highest number, or where rows have none, those there are.

    What is added afterwards is what lies beyond.
    """
    roots, marks = list(roots), {}
    for model in graph.tables():
        rows = model._base_manager
        if _is_numbered(model):
            marks[model._meta.label_lower] = rows.aggregate(most=Max("pk"))["most"] or 0
        else:
            marks[model._meta.label_lower] = sorted(str(pk) for pk in _there(model, roots))
    return marks


def is_later(row: Model, marks: dict[str, Any]) -> bool:
    """Whether a row was added after the marks were made."""
    mark = marks.get(row._meta.label_lower)
    if isinstance(mark, list):
        return str(row.pk) not in mark
    return mark is None or row.pk > mark


def _is_numbered(model: type[Model]) -> bool:
    return model._meta.pk.get_internal_type() in {"BigAutoField", "AutoField", "SmallAutoField"}


def _there(model: type[Model], roots: list[Model]) -> set[Any]:
    found: set[Any] = set()
    for root in roots:
        for field in graph.moving_with(type(root)):
            if field.model is model:
                rows = model._base_manager.filter(**{field.attname: root.pk})
                found |= set(rows.values_list("pk", flat=True))
    return found


def raise_versions(*households: Model) -> None:
    """Make every link and every device of these households stop working as it is."""
    for household in households:
        type(household)._base_manager.filter(pk=household.pk).update(
            link_version=F("link_version") + 1
        )
        household.refresh_from_db(fields=["link_version"])
