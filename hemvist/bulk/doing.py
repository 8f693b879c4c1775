"""Doing a deed to its cases, some at a time, and taking it back.

Each batch is one transaction with its lines: a worker that is killed leaves no case done and not
written down, and the next one goes on where it stopped.
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count

from hemvist.audit.actions import By, record, recorded_together
from hemvist.bulk.actions import UNDO_WINDOW, goes_to_a_person
from hemvist.bulk.deeds import Deed, LeftOut, Telling, deed_of
from hemvist.bulk.models import BulkDeed, BulkLine, BulkLineState, DeedState, LineReason
from hemvist.bulk.rules import can_do
from hemvist.casework.actions import CaseHasChanged, CaseIsClosed
from hemvist.casework.models import Case

BATCH = 50
# Letters go out slowly: a mail server that gets hundreds at once takes us for a spammer.
LETTERS = 20
PAUSE = timedelta(seconds=20)

log = logging.getLogger(__name__)
One = Callable[[Case, BulkLine], None]


@transaction.atomic
def do_batch(pk: int, *, at: datetime) -> bool:
    """Do a deed to some more of its cases; says whether there are any left.

    Two workers with the same deed wait for each other, and the second finds other lines.
    """
    row = _locked(pk, DeedState.WAITING, DeedState.DOING)
    if row is None or (row.begins_at and row.begins_at > at):
        return False
    waiting = row.lines.filter(state=BulkLineState.WAITING).order_by("pk")
    lines = list(waiting[: LETTERS if row.is_message else BATCH])
    if not lines:
        _end(row, DeedState.DONE, at=at)
        return False
    if row.state == DeedState.WAITING:
        row.state = DeedState.DOING
        row.save(update_fields=["state"])
    deed = deed_of(row)
    one = partial(_do, deed, at=at)
    _each(row, lines, one, is_one_action=deed.is_one_action)
    return True


@transaction.atomic
def undo_batch(pk: int, *, by: By, at: datetime) -> bool:
    """Take a deed back from some more of its cases; says whether there are any left."""
    row = _locked(pk, DeedState.UNDOING)
    if row is None:
        return False
    lines = list(row.lines.filter(state=BulkLineState.DONE).order_by("pk")[:BATCH])
    if not lines:
        _end(row, DeedState.UNDONE, at=at)
        return False
    deed = deed_of(row)
    one = partial(_undo, deed, by=by, at=at)
    _each(row, lines, one, is_one_action=deed.is_one_action)
    return True


def _locked(pk: int, *states: DeedState) -> BulkDeed | None:
    rows = BulkDeed.objects.select_for_update(of=("self",)).select_related("by")
    return rows.filter(pk=pk, state__in=states).first()


def _each(row: BulkDeed, lines: list[BulkLine], one: One, *, is_one_action: bool) -> None:
    """Do something to the case of each line, if whoever asked for it may still see it.

    What breaks for one case is undone for that case alone: by the action itself if it is one
    action, otherwise here.
    """
    may_see = Case.objects.visible_to(row.by).select_related("household", "owner")
    cases = may_see.prefetch_related("tags").in_bulk([line.case_id for line in lines])
    with recorded_together() as events:
        for line in lines:
            case = cases.get(line.case_id)
            if case is None or not can_do(row.by, row.kind):
                line.state, line.reason = BulkLineState.LEFT_OUT, LineReason.NOT_ALLOWED
                continue
            before = len(events)
            try:
                with nullcontext() if is_one_action else transaction.atomic():
                    one(case, line)
            except Exception:
                log.exception("deed %s, case %s", row.pk, case.reference)
                line.state, line.reason = BulkLineState.FAILED, LineReason.ERROR
                del events[before:]
    # An insert that updates: a tenth of what bulk_update costs.
    changed = ["state", "reason", "before", "version_after", "message"]
    BulkLine.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["id"], update_fields=changed
    )


def _do(deed: Deed, case: Case, line: BulkLine, *, at: datetime) -> None:
    try:
        if reason := deed.hindrance(case):
            raise LeftOut(reason)
        deed.do(case, line, at=at)
    except CaseIsClosed:
        line.state, line.reason = BulkLineState.LEFT_OUT, LineReason.CLOSED
    except LeftOut as left_out:
        _leave_out(deed, case, line, left_out.reason, at=at)
    else:
        line.state, line.reason = BulkLineState.DONE, ""


def _leave_out(deed: Deed, case: Case, line: BulkLine, reason: LineReason, *, at: datetime) -> None:
    line.state, line.reason = BulkLineState.LEFT_OUT, reason
    if isinstance(deed, Telling) and goes_to_a_person(deed.row, reason):
        deed.bring_to_a_person(case, at=at)
        line.state = BulkLineState.BY_HAND


def _undo(deed: Deed, case: Case, line: BulkLine, *, by: By, at: datetime) -> None:
    try:
        deed.undo(case, line, by=by, at=at)
    except (CaseHasChanged, CaseIsClosed):
        line.state, line.reason = BulkLineState.KEPT, LineReason.CHANGED
    else:
        line.state = BulkLineState.UNDONE


def _end(row: BulkDeed, state: DeedState, *, at: datetime) -> None:
    row.state, row.ended_at = state, at
    if state == DeedState.DONE and not row.is_message:
        row.undo_until = at + UNDO_WINDOW
    row.save(update_fields=["state", "ended_at", "undo_until"])
    counts = dict(row.lines.values_list("state").order_by().annotate(n=Count("pk")))
    verb = "bulkdeed.done" if state == DeedState.DONE else "bulkdeed.taken_back"
    record(verb, row, by=row.by, detail=counts, at=at)
