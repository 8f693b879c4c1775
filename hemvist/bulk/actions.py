"""Choosing cases for a deed, saying what it is, letting it begin, having it undone."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.bulk.deeds import deed_of
from hemvist.bulk.models import BulkDeed, BulkLine, BulkLineState, DeedKind, DeedState, LineReason
from hemvist.casework.models import Case, CaseQuerySet
from hemvist.core.jobs import enqueue, enqueue_at

MOST = 5_000
UNDO_WINDOW = timedelta(minutes=10)
# A draft that nobody has done anything with is nothing to keep.
DRAFT_DAYS = 7


class NothingChosen(Exception):
    """No case was chosen, or none that this person may see."""


class TooMany(Exception):
    """More cases than one deed takes."""


class NotReady(Exception):
    """The deed has begun already, or nobody has said what it is."""


class TooLateToUndo(Exception):
    """What was done stands: its time is over, or it was sent."""


@transaction.atomic
def choose_cases(
    cases: CaseQuerySet, *, kind: DeedKind, by: User, at: datetime, query: str = ""
) -> BulkDeed:
    """Hold on to the cases a deed shall be done to; nothing is done yet.

    What is on the list afterwards changes nothing here. Raises NothingChosen and TooMany.
    """
    pks = list(cases.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not pks:
        raise NothingChosen
    if len(pks) > MOST:
        raise TooMany
    deed = BulkDeed.objects.create(kind=kind, by=by, made_at=at, query=query[:500])
    BulkLine.objects.bulk_create(BulkLine(deed=deed, case_id=pk) for pk in pks)
    return deed


@transaction.atomic
def describe_deed(deed: BulkDeed, *, detail: dict[str, Any]) -> BulkDeed:
    """Say what shall be done, and find out whom it would leave out: the dry run.

    Raises NotReady when it has begun meanwhile.
    """
    deed = _locked(deed)
    if not deed.is_prepared:
        raise NotReady
    deed.detail, deed.state = detail, DeedState.READY
    deed.save(update_fields=["detail", "state"])
    lines = deed.lines.all()
    lines.update(state=BulkLineState.WAITING, reason="")
    may_see = Case.objects.visible_to(deed.by).filter(bulk_lines__deed=deed)
    cases = list(may_see.select_related("household").prefetch_related("tags"))
    reasons = deed_of(deed).hindrances(cases)
    unseen = lines.exclude(case__in=may_see.order_by().values("pk"))
    unseen.update(state=BulkLineState.LEFT_OUT, reason=LineReason.NOT_ALLOWED)
    for reason in set(reasons.values()):
        of_it = [pk for pk, why in reasons.items() if why == reason]
        goes_on = goes_to_a_person(deed, reason)
        state = BulkLineState.WAITING if goes_on else BulkLineState.LEFT_OUT
        lines.filter(case__in=of_it).update(state=state, reason=reason)
    return deed


def goes_to_a_person(deed: BulkDeed, reason: LineReason) -> bool:
    """Whether somebody is asked to do by hand what a letter cannot."""
    is_for_one = reason in {LineReason.NO_WAY, LineReason.NO_TEXT}
    return deed.is_message and is_for_one and bool(deed.detail["by_hand"])


@transaction.atomic
def begin_deed(deed: BulkDeed, *, by: User, at: datetime) -> BulkDeed:
    """Have a worker do it; what is sent waits until its time to be undone is over.

    Twice is once. Raises NotReady when nobody has said yet what it is.
    """
    deed = _locked(deed)
    if deed.state == DeedState.DRAFT:
        raise NotReady
    if deed.state != DeedState.READY:
        return deed
    deed.state = DeedState.WAITING
    deed.begins_at = at + UNDO_WINDOW if deed.is_message else at
    deed.undo_until = deed.begins_at if deed.is_message else None
    deed.save(update_fields=["state", "begins_at", "undo_until"])
    record("bulkdeed.begun", deed, by=by, detail={"cases": deed.lines.count()}, at=at)
    if deed.is_message:
        enqueue_at(deed.begins_at, "bulk.do", deed=deed.pk)
    else:
        enqueue("bulk.do", deed=deed.pk)
    return deed


def can_be_undone(deed: BulkDeed, *, at: datetime) -> bool:
    """Whether there is still time: after it was done, or for a message before it is sent."""
    right_state = DeedState.WAITING if deed.is_message else DeedState.DONE
    return deed.state == right_state and deed.undo_until is not None and at < deed.undo_until


@transaction.atomic
def undo_deed(deed: BulkDeed, *, by: User, at: datetime) -> BulkDeed:
    """Have a deed taken back where nobody has gone on with the case since.

    A message is stopped before it is sent. Twice is once. Raises TooLateToUndo.
    """
    deed = _locked(deed)
    if deed.state in {DeedState.UNDOING, DeedState.UNDONE}:
        return deed
    if not can_be_undone(deed, at=at):
        raise TooLateToUndo
    record("bulkdeed.undone", deed, by=by, at=at)
    if deed.is_message:
        deed.lines.filter(state=BulkLineState.WAITING).update(state=BulkLineState.UNDONE)
        deed.state, deed.ended_at = DeedState.UNDONE, at
    else:
        deed.state = DeedState.UNDOING
        enqueue("bulk.undo", deed=deed.pk, by=by.pk)
    deed.save(update_fields=["state", "ended_at"])
    return deed


def remove_old_drafts(*, at: datetime) -> int:
    """Remove deeds that were prepared and never begun."""
    before = at - timedelta(days=DRAFT_DAYS)
    never = BulkDeed.objects.filter(
        state__in=[DeedState.DRAFT, DeedState.READY], made_at__lt=before
    )
    return never.delete()[0]


def _locked(deed: BulkDeed) -> BulkDeed:
    return BulkDeed.objects.select_for_update(of=("self",)).select_related("by").get(pk=deed.pk)
