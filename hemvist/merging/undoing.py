"""Putting a merge or a division back, with whatever has been done since."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ForeignKey, Model, Q

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.clock import person_waits
from hemvist.casework.models import Case
from hemvist.merging import graph
from hemvist.merging.actions import keep_names, lock_both
from hemvist.merging.models import MovedValue, Regrouping
from hemvist.merging.moving import is_later, plain, raise_versions
from hemvist.messaging.models import Conversation, Direction, Message
from hemvist.people.models import Household

# Values that belong together: they are put back all, or, if one of them was changed, none.
TOGETHER = (
    {"next_step", "next_step_on", "next_step_note"},
    {"state", "closed_at", "close_reason"},
    {"first_unanswered_at", "answer_due_at", "paused_at", "paused_until"},
)
GONE, CHANGED = "gone", "changed"


class CannotUndo(Exception):
    """It cannot be put back now; `why` is a code, `later` the regrouping to undo first."""

    def __init__(self, why: str, later: Regrouping | None = None) -> None:
        super().__init__(why)
        self.why, self.later = why, later


@dataclass(frozen=True)
class Added:
    """A row that came after the merge, and the column by which it belongs to the case."""

    row: Model
    column: str

    @property
    def key(self) -> str:
        """Its name in a form: casework.note:12."""
        return f"{self.row._meta.label_lower}:{self.row.pk}"


def later_one(regrouping: Regrouping) -> Regrouping | None:
    """A later merge or division of the same cases, which has to be undone first."""
    cases = [regrouping.case_id, regrouping.other_id]
    later = Regrouping.objects.standing().filter(pk__gt=regrouping.pk)
    return later.filter(Q(case__in=cases) | Q(other__in=cases)).order_by("-pk").first()


@transaction.atomic
def undo_merge(
    regrouping: Regrouping, *, by: User, at: datetime, goes: Collection[str] = ()
) -> Regrouping:
    """Make two of what a merge made one, each with what it had and as it was.

    What was added since stays with the kept case, but for the rows named in `goes`. A value that
    somebody has changed since stays changed; `told` says which. Raises CannotUndo.
    """
    locked = the_standing_one(regrouping)
    case, other = lock_both(locked.case, locked.other)
    added = list(added_since(locked))
    told = [*put_back(locked)]
    Case.objects.filter(pk__in=[case.pk, other.pk]).update(version=F("version") + 1)
    other.refresh_from_db()
    goes_along(locked, [one for one in added if one.key in goes])
    _let_wait(other, [one.row for one in added if one.key in goes])
    if locked.household_id != locked.other_household_id:
        _part_households(locked)
    _note_undone(locked, told, by=by, at=at)
    keep_names([locked.household_id, locked.other_household_id])
    for one, its in ((case, other), (other, case)):
        record("case.merge_undone", one, by=by, detail={"other": its.reference}, at=at)
    return locked


def the_standing_one(regrouping: Regrouping) -> Regrouping:
    parts = ("case__household", "other", "household", "other_household")
    rows = Regrouping.objects.select_for_update(of=("self",)).select_related(*parts)
    locked = rows.filter(pk=regrouping.pk).first()
    if locked is None or locked.household.erased_at is not None:
        raise CannotUndo("erased")
    if not locked.is_standing:
        raise CannotUndo("undone")
    if later := later_one(locked):
        raise CannotUndo("later", later)
    return locked


def added_since(regrouping: Regrouping) -> Iterator[Added]:
    """What has been added to the kept case since, with what hangs on it left out."""
    seen: set[tuple[str, Any]] = set()
    rows = [
        Added(row, field.attname)
        for root in _roots(regrouping.case)
        for field in graph.moving_with(type(root))
        for row in field.model._base_manager.filter(**{field.attname: root.pk}).order_by("pk")
        if field.model is not Conversation and is_later(row, regrouping.marks)
    ]
    moved = _moved(regrouping)
    there = {(one.row._meta.label_lower, one.row.pk) for one in rows}
    for one in rows:
        key = (one.row._meta.label_lower, one.row.pk)
        if key not in seen and (key[0], str(key[1])) not in moved and not _hangs(one.row, there):
            seen.add(key)
            yield one


def _roots(case: Case) -> tuple[Case, Conversation, Household]:
    return case, case.conversation, case.household


def _moved(regrouping: Regrouping) -> set[tuple[str, str]]:
    return set(regrouping.values.values_list("table", "row"))


def _hangs(row: Model, there: set[tuple[str, Any]]) -> bool:
    """Whether a row belongs to another one that was added too, as a delivery to its message."""
    fields: Iterable[Any] = row._meta.concrete_fields
    return any(
        (field.remote_field.model._meta.label_lower, getattr(row, field.attname)) in there
        for field in fields
        if isinstance(field, ForeignKey)
    )


def goes_along(regrouping: Regrouping, chosen: Iterable[Added]) -> None:
    """Let these rows, and all that hangs on them, belong to the other case instead."""
    for one in chosen:
        carry_over(one.row, regrouping.case, regrouping.other, regrouping.other_household)


def carry_over(row: Model, case: Case, other: Case, home: Household) -> None:
    """Point a row, and what hangs on it, to the other case, its conversation and its household."""
    there = {Case: other.pk, Conversation: other.conversation_id, Household: home.pk}
    from_here = {Case: case.pk, Conversation: case.conversation_id, Household: case.household_id}
    values = {
        field.attname: there[field.remote_field.model]
        for field in row._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.remote_field.model in there
        and graph.label(field) not in graph.STAYS
        and getattr(row, field.attname) == from_here[field.remote_field.model]
    }
    if values:
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**values)
        except IntegrityError:  # there is one already, and there may be but one
            return
    if isinstance(row, Case):
        Conversation.objects.filter(pk=row.conversation_id).update(household=home)
    for field in graph.pointing_to(type(row)):
        for child in field.model._base_manager.filter(**{field.attname: row.pk}):
            if type(child) not in there:
                carry_over(child, case, other, home)


def _let_wait(other: Case, rows: Iterable[Model]) -> None:
    """Start the other case's clock for a message of theirs that nobody has answered since."""
    for row in rows:
        if isinstance(row, Message) and row.direction == Direction.IN:
            later = Message.objects.filter(
                conversation__in=[other.conversation_id, row.conversation_id],
                direction=Direction.OUT,
                author__isnull=False,
                created_at__gte=row.created_at,
            )
            if not later.exists():
                person_waits(other, at=row.created_at)
                other.save()


def put_back(regrouping: Regrouping) -> Iterator[dict[str, str]]:
    """Give every value back that nobody has changed since; tells of the others.

    The last change is taken back first, so that nothing is in the way of what came before it.
    """
    values = list(regrouping.values.order_by("-pk"))
    how_many = Counter((value.table, value.row) for value in values)
    many: dict[tuple[str, str, Any, Any], list[str]] = {}
    for value in values:
        if how_many[value.table, value.row] == 1 and _is_plain_move(value):
            same = (value.table, value.column, value.was, value.became)
            many.setdefault(same, []).append(value.row)
    for (table, column, was, became), rows in many.items():
        yield from _put_many_back(table, column, was, became, rows)
    done = {(table, row) for (table, *_rest), rows in many.items() for row in rows}
    left = [value for value in values if (value.table, value.row) not in done]
    for (table, row), some in groupby(left, key=lambda value: (value.table, value.row)):
        model = graph.model_of(table)
        if model is not None:
            yield from _put_row_back(model, row, list(some))


def _is_plain_move(value: MovedValue) -> bool:
    """Whether it only says which case a row belongs to, and nothing can be in the way."""
    model = graph.model_of(value.table)
    fields: Iterable[Any] = model._meta.concrete_fields if model else ()
    return any(
        field.attname == value.column
        and isinstance(field, ForeignKey)
        and not graph.once_with(field)
        for field in fields
    )


def _put_many_back(
    table: str, column: str, was: Any, became: Any, pks: list[str]
) -> Iterator[dict[str, str]]:
    model = graph.model_of(table)
    rows = model._base_manager.filter(pk__in=pks) if model else None
    if rows is None:
        return
    there = rows.count()
    back = rows.filter(**{column: became}).update(**{column: was})
    if there < len(pks):
        yield {"table": table, "column": column, "why": GONE}
    if back < there:
        yield {"table": table, "column": column, "why": CHANGED}


def _put_row_back(
    model: type[Model], pk: str, values: list[MovedValue]
) -> Iterator[dict[str, str]]:
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        yield {"table": values[0].table, "column": values[0].column, "why": GONE}
        return
    back: dict[str, Any] = {}
    for some in _together(values):
        if all(plain(getattr(row, one.column)) == one.became for one in some):
            back |= {one.column: _as_it_was(model, one) for one in some}
        else:
            for one in some:
                yield {"table": one.table, "column": one.column, "why": CHANGED}
    if back:
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**back)
        except IntegrityError:
            yield {"table": values[0].table, "column": next(iter(back)), "why": CHANGED}


def _together(values: list[MovedValue]) -> list[list[MovedValue]]:
    """The values of one row, those that belong together in one list."""
    groups: dict[int, list[MovedValue]] = {}
    for number, value in enumerate(values):
        of = next((at for at, some in enumerate(TOGETHER) if value.column in some), None)
        groups.setdefault(-1 - of if of is not None else number, []).append(value)
    return list(groups.values())


def _as_it_was(model: type[Model], value: MovedValue) -> Any:
    field: Any = next(one for one in model._meta.concrete_fields if one.attname == value.column)
    return value.was if isinstance(value.was, list | dict) else field.to_python(value.was)


def _part_households(regrouping: Regrouping) -> None:
    """Each has its own links again, and whoever came in meanwhile has to prove it anew.

    What became protected meanwhile is protected on both sides: nobody can know whom it is for.
    """
    home, other = regrouping.household, regrouping.other_household
    home.refresh_from_db()
    raise_versions(home, other)
    undone = {"household": home.link_version, "other": other.link_version}
    regrouping.versions = {**regrouping.versions, "undone": undone}
    if home.is_protected:
        other.is_protected = True
        other.save(update_fields=["is_protected"])
        other.named_staff.set(home.named_staff.all())


def _note_undone(
    regrouping: Regrouping, told: list[dict[str, str]], *, by: User, at: datetime
) -> None:
    regrouping.told = _once(told)
    regrouping.undone_by, regrouping.undone_at = by, at
    regrouping.save(update_fields=["told", "versions", "undone_by", "undone_at"])


def _once(told: list[dict[str, str]]) -> list[dict[str, str]]:
    return list({tuple(sorted(one.items())): one for one in told}.values())
