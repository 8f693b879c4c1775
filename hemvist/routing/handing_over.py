"""Giving open cases of one who is away, or has left, to somebody who is here.

Nothing waits with nobody: what the one it should go to may not know of, or cannot have, goes to
the team's queue; and a protected case that nobody here may know of stays, and is told of.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hemvist.accounts.models import Absence, User
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.actions import CaseIsClosed, NotATeamMember, assign_case
from hemvist.casework.models import Case, CaseQuerySet
from hemvist.core.dates import local_day
from hemvist.routing.models import HandOver


@dataclass
class Handed:
    """What became of the cases of one who goes: moved, or left because nobody may know of them."""

    moved: list[Case] = field(default_factory=list)
    left: list[Case] = field(default_factory=list)


def absence_on(user: User | None, day: date) -> Absence | None:
    """The absence of somebody that holds on a day."""
    if user is None:
        return None
    return Absence.objects.on(day).filter(user=user).order_by("-last_on").first()


def stand_in_on(absence: Absence, day: date) -> User | None:
    """Who really stands in on a day: the one named, or who stands in for them, and so on.

    Nobody when the way ends with one who has left, or comes back to where it began.
    """
    seen = {absence.user_id}
    current: Absence | None = absence
    while current is not None and current.stand_in is not None:
        one = current.stand_in
        if one.pk in seen or not one.is_active or not one.is_host:
            return None
        seen.add(one.pk)
        current = absence_on(one, day)
        if current is None:
            return one
    return None


def cannot_wait(user: User, until: date) -> CaseQuerySet:
    """Open cases of somebody with an answer due, or with a next step until a day."""
    due = Q(first_unanswered_at__isnull=False) | Q(next_step_on__lte=until)
    return Case.objects.open().filter(due, owner=user).select_related("household", "team")


@transaction.atomic
def hand_over_absent(absence: Absence, *, by: By, at: datetime) -> Handed:
    """Give what cannot wait until somebody is back to their stand-in, or the team's queue."""
    day = local_day(at)
    stand_in = stand_in_on(absence, day)
    handed = Handed()
    for case in cannot_wait(absence.user, absence.last_on):
        if not _give(case, stand_in, by=by, at=at):
            handed.left.append(case)
            continue
        case.refresh_from_db(fields=["owner"])
        _write_down(case, absence, at=at)
        handed.moved.append(case)
    return handed


def _write_down(case: Case, absence: Absence, *, at: datetime) -> None:
    """One open hand-over to a case: when a stand-in goes away too, the first host's goes on."""
    current = HandOver.objects.filter(case=case, ended_at=None).first()
    if current is not None and current.to_id == absence.user_id:
        current.to = case.owner
        current.save(update_fields=["to"])
        return
    if current is not None:
        current.ended_at = at
        current.save(update_fields=["ended_at"])
    HandOver.objects.create(absence=absence, case=case, to=case.owner, made_at=at)


@transaction.atomic
def hand_over_for_good(
    owner: User, *, to: User | None, by: By, at: datetime, cases: Iterable[Case] | None = None
) -> Handed:
    """Give all open cases of one who leaves to a colleague, or to the teams' queues."""
    handed = Handed()
    for case in cases or Case.objects.open().filter(owner=owner).select_related("household"):
        moved = _give(case, to, by=by, at=at, is_last=True)
        (handed.moved if moved else handed.left).append(case)
    return handed


def _give(case: Case, to: User | None, *, by: By, at: datetime, is_last: bool = False) -> bool:
    """To somebody who may have it, else the queue; a protected one only where it can be seen."""
    try:
        if to is not None:
            try:
                assign_case(case, owner=to, by=by, at=at)
            except NotATeamMember:
                pass
            else:
                return True
        if not is_last and case.household.is_protected and not _others_know(case):
            return False
        assign_case(case, owner=None, by=by, at=at)
    except CaseIsClosed:
        return False
    return True


def _others_know(case: Case) -> bool:
    named = case.household.named_staff.filter(is_active=True)
    return any(one.pk != case.owner_id for one in named)


@transaction.atomic
def see_to(case: Case, *, by: By, at: datetime) -> bool:
    """Bring a case to somebody who is here, when its owner is away or has left.

    Says whether it was moved. Of one who is away only what cannot wait is moved.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    owner = case.owner
    if owner is None or not case.is_open:
        return False
    if not owner.is_active:
        return bool(hand_over_for_good(owner, to=None, by=by, at=at, cases=[case]).moved)
    absence = absence_on(owner, local_day(at))
    if absence is None:
        return False
    handed = hand_over_absent(absence, by=by, at=at)
    return case.pk in {one.pk for one in handed.moved}


def see_to_everybody(*, at: datetime) -> int:
    """Go through all who are away or have left; says how many cases were moved."""
    day, moved = local_day(at), 0
    for absence in Absence.objects.on(day).select_related("user", "stand_in"):
        moved += len(hand_over_absent(absence, by=Actor.SYSTEM, at=at).moved)
    gone = User.objects.filter(is_active=False, owned_cases__in=Case.objects.open()).distinct()
    for owner in gone:
        moved += len(hand_over_for_good(owner, to=None, by=Actor.SYSTEM, at=at).moved)
    return moved


@transaction.atomic
def give_back(hand_overs: Iterable[HandOver], *, to: User, by: By, at: datetime) -> int:
    """Give cases back to the host who was away; one closed meanwhile stays as it is."""
    count = 0
    for one in hand_overs:
        locked = HandOver.objects.select_for_update().filter(pk=one.pk, ended_at=None).first()
        if locked is None:
            continue
        locked.ended_at = at
        locked.save(update_fields=["ended_at"])
        try:
            assign_case(locked.case, owner=to, by=by, at=at)
        except (CaseIsClosed, NotATeamMember):
            continue
        count += 1
    return count


@transaction.atomic
def keep_where_they_are(hand_overs: Iterable[HandOver], *, by: By, at: datetime) -> None:
    """Let cases stay for good with those who have them."""
    for one in hand_overs:
        one.ended_at = at
        one.save(update_fields=["ended_at"])
        record("case.kept", one.case, by=by, at=at)
