"""Dividing a case in two when one household becomes two, and putting that back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import record
from hemvist.casework.actions import CaseIsClosed, close_case, open_case
from hemvist.casework.models import Case, CloseReason, Need
from hemvist.merging import graph
from hemvist.merging.actions import keep_names, lock_both, note_regrouping
from hemvist.merging.models import Regrouping, RegroupingKind
from hemvist.merging.moving import Mover, raise_versions
from hemvist.merging.undoing import CannotUndo, put_back, the_standing_one
from hemvist.messaging.models import Conversation, Direction, Message
from hemvist.people.actions import Contact, make_household
from hemvist.people.models import ContactPoint, Household, Person

SOURCE = "split"


class CannotSplit(Exception):
    """This case cannot be divided like this; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Taken:
    """What goes with the new case, and how its household is reached."""

    name: str
    contact: Contact
    team: Team
    owner: User | None = None
    people: Sequence[Person] = ()
    needs: Sequence[Need] = ()
    said: Sequence[Model] = field(default_factory=list)  # messages, notes and calls
    moving_on: date | None = None
    origin: str = ""


@transaction.atomic
def split_case(case: Case, *, taken: Taken, by: User, at: datetime) -> Regrouping:
    """Open a case of its own for a part of a household, with what belongs to that part.

    It gets an owner or a team, the first contact as its next step, and a clock that runs from
    now, or from the first message it takes along that nobody has answered. Links that let the
    old household in stop working, for somebody may have moved out. Raises CannotSplit,
    CaseIsClosed.
    """
    (case,) = lock_both(case)
    _check(case, taken)
    household = _new_household(taken, by)
    new = open_case(
        household,
        title=taken.name,
        wishes=[],
        at=at,
        by=by,
        source=SOURCE,
        area=case.area,
        team=taken.team,
        owner=taken.owner,
    )
    regrouping = note_regrouping(RegroupingKind.SPLIT, case, new, by=by, at=at)
    mover = Mover(regrouping)
    for row in [*taken.people, *taken.needs, *taken.said]:
        _take_along(mover, row, case, new)
    _keep_waiting(new, taken.said)
    before = {"household": case.household.link_version, "other": household.link_version}
    raise_versions(case.household)
    after = {"household": case.household.link_version, "other": household.link_version}
    regrouping.versions = {"before": before, "after": after}
    regrouping.save(update_fields=["versions"])
    mover.finish()
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    keep_names([case.household_id, household.pk])
    for one, its in ((case, new), (new, case)):
        record("case.split", one, by=by, detail={"other": its.reference}, at=at)
    return regrouping


def _check(case: Case, taken: Taken) -> None:
    if case.household.erased_at is not None:
        raise CannotSplit("erased")
    if case.household.is_protected:
        raise CannotSplit("protected")
    if not case.is_open:
        raise CaseIsClosed
    if not (taken.people or taken.needs or taken.said):
        raise CannotSplit("nothing")
    if any(person.is_contact for person in taken.people):
        raise CannotSplit("contact")


def _new_household(taken: Taken, by: User) -> Household:
    """The new household: its contact is one of those who go, or somebody new."""
    contact = next((one for one in taken.people if not one.is_child), None)
    household = make_household(
        name=taken.name,
        contact=taken.contact,
        by=by,
        origin=taken.origin,
        moving_on=taken.moving_on,
    )
    if contact is not None:  # the row that goes along becomes the contact instead
        household.people.all().delete()
    return household


def _take_along(mover: Mover, row: Model, case: Case, new: Case) -> None:
    """Let a row, and what hangs on it, belong to the new case."""
    there: dict[Any, tuple[Any, Any]] = {
        Case: (case.pk, new.pk),
        Conversation: (case.conversation_id, new.conversation_id),
        Household: (case.household_id, new.household_id),
    }
    if isinstance(row, Person):
        is_first = not row.is_child and not new.household.people.filter(is_contact=True).exists()
        named = {"name": new.title} if is_first and not row.name else {}
        mover.set(row, household=new.household, is_contact=is_first, **named)
    for model, (old, to) in there.items():
        for column in graph.moving_with(model):
            if column.model is type(row):
                rows = column.model._base_manager.filter(pk=row.pk, **{column.attname: old})
                mover.move(column, rows, old, to)
    for column in graph.pointing_to(type(row)):
        for child in column.model._base_manager.filter(**{column.attname: row.pk}):
            if type(child) not in there and not isinstance(child, Person):
                _take_along(mover, child, case, new)


def _keep_waiting(new: Case, said: Iterable[Model]) -> None:
    """Count from the first message that nobody has answered: they have waited since then."""
    waits = [
        row.created_at
        for row in said
        if isinstance(row, Message) and row.direction == Direction.IN and not _is_answered(row)
    ]
    if waits and (new.first_unanswered_at is None or min(waits) < new.first_unanswered_at):
        new.first_unanswered_at = min(waits)
        new.save(update_fields=["first_unanswered_at"])


def _is_answered(message: Message) -> bool:
    return Message.objects.filter(
        Q(conversation=message.conversation_id),
        direction=Direction.OUT,
        author__isnull=False,
        created_at__gte=message.created_at,
    ).exists()


@transaction.atomic
def undo_split(regrouping: Regrouping, *, by: User, at: datetime) -> Regrouping:
    """Make one of two again: all that the new case has goes back to the one it came from.

    The new case closes as the same, and its address leads to the old one. Raises CannotUndo.
    """
    locked = the_standing_one(regrouping)
    case, new = lock_both(locked.case, locked.other)
    if new.household.erased_at is not None:
        raise CannotUndo("erased")
    if new.household.is_protected or case.household.is_protected:
        raise CannotUndo("protected")
    told = list(put_back(locked))
    back = Mover(locked)
    for contact in Person.objects.filter(household=new.household, is_contact=True):
        back.set(contact, is_contact=False)
    points = ContactPoint.objects.filter(household=new.household)
    points.update(is_unproven=True)  # they belong to somebody who may have gone
    back.move_all(Household, new.household_id, case.household_id, besides=[new])
    back.move_all(Conversation, new.conversation_id, case.conversation_id)
    back.move_all(Case, new.pk, case.pk)
    if new.is_open:
        new = close_case(new, reason=CloseReason.DUPLICATE, by=by, at=at)
    Case.objects.filter(pk=new.pk).update(
        merged_into=case, household=case.household, version=F("version") + 1
    )
    raise_versions(case.household, locked.other_household)
    undone = {
        "household": case.household.link_version,
        "other": locked.other_household.link_version,
    }
    locked.versions = {**locked.versions, "undone": undone}
    locked.told, locked.undone_by, locked.undone_at = told, by, at
    locked.save(update_fields=["told", "versions", "undone_by", "undone_at"])
    keep_names([case.household_id, new.household_id])
    for one, its in ((case, new), (new, case)):
        record("case.split_undone", one, by=by, detail={"other": its.reference}, at=at)
    return locked
