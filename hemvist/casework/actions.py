"""Everything that changes a case. Each deed is recorded; none leaves a case without a next step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hemvist.accounts.models import Team, User
from hemvist.accounts.queries import is_here
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.clock import (
    answered,
    first_promise,
    keep_promise,
    person_waits,
    plan_step,
)
from hemvist.casework.letters import send_notice
from hemvist.casework.models import (
    Case,
    CaseState,
    CloseReason,
    DocumentKind,
    Mention,
    Need,
    NextStep,
    Note,
)
from hemvist.casework.promised import Promised
from hemvist.casework.register import (
    CASES,
    ENQUIRY,
    ENTRIES,
    next_of_each,
    reference_of,
    register,
)
from hemvist.casework.rules import can_know_of, colleagues_who_read
from hemvist.casework.seen import CONVERSATION, OWNER, STEP, Seen
from hemvist.core.context import ours
from hemvist.core.jobs import enqueue
from hemvist.core.prepared import Prepared
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Area, LifeArea
from hemvist.employers.models import SourceCode
from hemvist.messaging.actions import post_message
from hemvist.messaging.models import Conversation, Direction, Message, MessageChannel
from hemvist.people.actions import keep_from_erasure
from hemvist.people.models import Household, OwnTrack, Person

# The steps that are taken by writing to the person.
DONE_BY_A_LETTER = {
    *(NextStep.FIRST_CONTACT, NextStep.ANSWER, NextStep.WRITE),
    *(NextStep.AFTER_CALLS, NextStep.OTHER_CHANNEL),
}


class CaseIsClosed(Exception):
    """A closed case has to be reopened before anything else is done with it."""


class CaseIsOpen(Exception):
    """Only a closed case can be reopened."""


class CaseHasChanged(Exception):
    """Somebody else changed what this would change, after the page was shown."""


class NotATeamMember(Exception):
    """The person who shall take the case has left, or may not know of it."""


@dataclass(frozen=True)
class Wish:
    """Something looked for when a case is opened, for one person or for the whole household."""

    life_area: LifeArea
    person: Person | None = None
    note: str = ""


@transaction.atomic(savepoint=False)
def open_case(
    household: Household,
    *,
    title: str,
    wishes: Iterable[Wish],
    at: datetime,
    by: By,
    source: str = "form",
    source_code: SourceCode | None = None,
    kind: str = "enquiry",
    area: Area | None = None,
    other_information: str = "",
    team: Team | None = None,
    owner: User | None = None,
) -> Case:
    """Start a case for a household, with the promise of a first contact already running.

    It waits in the front-door team's queue unless a team or an owner is given. A code it came by
    makes it a case about the code's employer.
    """
    year = at.astimezone(ZONE).year
    numbers = next_of_each([CASES, ENTRIES], year=year)
    case = Case.objects.create(
        reference=reference_of(numbers[CASES][0], ours(), year=year),
        household=household,
        conversation=Conversation.objects.create(household=household),
        title=title[:200],
        source=source,
        source_code=source_code,
        kind=kind,
        employer=source_code.employer if source_code else None,
        team=team or Team.objects.get(is_front_door=True),
        owner=owner,
        area=area,
        other_information=other_information,
        **first_promise(kind, at=at),
    )
    _write_what_is_sought(case, wishes, number=numbers[ENTRIES][0], at=at)
    record("case.opened", case, by=by, detail={"source": source}, at=at)
    return case


def _write_what_is_sought(case: Case, wishes: Iterable[Wish], *, number: int, at: datetime) -> None:
    """The needs, and the enquiry in the public register under a number taken for it."""
    Need.objects.bulk_create(
        Need(case=case, person=wish.person, life_area=wish.life_area, note=wish.note, changed_at=at)
        for wish in wishes
    )
    kind = DocumentKind.ENQUIRY
    register(case, direction=Direction.IN, kind=kind, subject=ENQUIRY, at=at, number=number)


@transaction.atomic
def write_to_person(
    case: Case,
    *,
    body: str,
    by: User,
    at: datetime,
    subject: str = "",
    key: UUID | None = None,
    seen: Seen | None = None,
    track: OwnTrack | None = None,
) -> Message:
    """Answer or write to the household: the clock stops, the letter is on its way.

    It goes to the channel they chose; when they chose none that can be written to, it stands on
    their own page and the next step is to reach them another way. The same `key` twice is one
    message. With `track`, to one member in a way of their own. Raises CaseIsClosed, and
    CaseHasChanged when something was said meanwhile; a next step that somebody set stays.
    """
    sent = Message.objects.filter(submission_key=key, body=body).first() if key else None
    if sent:
        return sent
    case = open_and_locked(case, seen, minding=CONVERSATION)
    letter: dict[str, Any] = {"body": body, "subject": subject, "key": key}
    spoken = track.language if track else case.household.language
    message, is_new = _say(case, Direction.OUT, **letter, author=by, language=spoken, at=at)
    if not is_new:
        return message
    reached = send_notice(case, message, person=track.person if track else None)
    answered(case, by=by, at=at)
    case.state = CaseState.WAITING if case.state == CaseState.ACTIVE else case.state
    if not reached or not _was_planned_anew(case, seen):
        plan_step(case, NextStep.FOLLOW_UP if reached else NextStep.OTHER_CHANNEL, at=at)
    save_case(case)
    _write_down(case, message, at=at)
    record("message.sent", case, by=by, detail={"message": message.pk}, at=at)
    return message


def _was_planned_anew(case: Case, seen: Seen | None) -> bool:
    """Whether a colleague has meanwhile planned something else than this letter."""
    return bool(seen and seen.missed(case, STEP)) and case.next_step not in DONE_BY_A_LETTER


def _say(
    case: Case, direction: Direction, *, channel: str = MessageChannel.WEB, **said: Any
) -> tuple[Message, bool]:
    return post_message(case.conversation, direction=direction, channel=channel, **said)


def _write_down(case: Case, message: Message, *, at: datetime) -> None:
    is_in = message.direction == Direction.IN
    register(
        case,
        direction=Direction(message.direction),
        kind=DocumentKind.MESSAGE,
        subject="Meddelande från den sökande" if is_in else "Meddelande till den sökande",
        at=at,
        message=message,
    )


@transaction.atomic
def receive_message(
    case: Case,
    *,
    body: str,
    channel: str,
    at: datetime,
    key: UUID | None = None,
    subject: str = "",
    mail_id: str = "",
) -> Message:
    """Take in what the person says: the clock starts and the next step is to answer.

    A message to a closed case opens it again for the one who had it. The same `key` twice is one
    message. Raises HouseholdIsErased.
    """
    keep_from_erasure(case.household)
    case = locked(case)
    letter: dict[str, Any] = {"body": body, "subject": subject, "key": key, "channel": channel}
    letter["mail_id"] = mail_id
    spoken = case.household.language
    message, is_new = _say(case, Direction.IN, **letter, author=None, language=spoken, at=at)
    if not is_new:
        return message
    hear(case, at=at)
    _write_down(case, message, at=at)
    record("message.received", case, by=Actor.RESIDENT, detail={"message": message.pk}, at=at)
    return message


def hear(case: Case, *, at: datetime) -> None:
    """Let the clock run for what the person gave us; somebody sees to it if the owner is away.

    The case has to be locked.
    """
    person_waits(case, at=at)
    save_case(case)
    if case.owner is not None and not is_here(case.owner, at.astimezone(ZONE).date()):
        enqueue("routing.see_to", case=case.pk)


@transaction.atomic
def add_note(
    case: Case, *, body: str, by: User, at: datetime, mentions: Iterable[User] = ()
) -> Note:
    """Write something for colleagues; also on a closed case.

    It stands on the desk of those mentioned, but of nobody who may not read it.
    """
    case = locked(case)
    note = Note.objects.create(case=case, author=by, body=body, created_at=at)
    told = colleagues_who_read(case).filter(pk__in=[one.pk for one in mentions])
    Mention.objects.bulk_create(Mention(note=note, colleague=one) for one in told)
    record("note.added", case, by=by, detail={"note": note.pk}, at=at)
    return note


@transaction.atomic
def set_next_step(
    case: Case,
    *,
    step: NextStep,
    on: date,
    by: By,
    at: datetime,
    note: str = "",
) -> Case:
    """Say what happens next and when. Does not stop the clock: only an answer does."""
    case = open_and_locked(case)
    case.next_step, case.next_step_on, case.next_step_note = step, on, note[:200]
    save_case(case)
    record(
        "case.next_step_set", case, by=by, detail={"step": str(step), "on": on.isoformat()}, at=at
    )
    return case


@transaction.atomic
def assign_case(
    case: Case,
    *,
    by: By,
    at: datetime,
    owner: User | None = None,
    team: Team | None = None,
    seen: Seen | None = None,
) -> Case:
    """Give a case to a person, or put it in a team's queue; the clock goes on running.

    Raises CaseIsClosed, NotATeamMember, and CaseHasChanged when somebody else has got it since.
    """
    case = open_and_locked(case, seen, minding=[OWNER])
    if owner is not None and not _may_have(owner, case):
        raise NotATeamMember
    case.owner = owner
    if team is not None:
        case.team = team
    save_case(case)
    record(
        "case.assigned",
        case,
        by=by,
        detail={"owner": owner.pk if owner else None, "team": case.team_id},
        at=at,
    )
    return case


def _may_have(owner: User, case: Case) -> bool:
    """Whether somebody works here, and may know of the case they shall have."""
    return owner.is_active and can_know_of(owner, case)


def take_case(case: Case, *, by: User, at: datetime, seen: Seen | None = None) -> Case:
    """Make a case one's own. Raises CaseHasChanged when a colleague was quicker."""
    return assign_case(case, owner=by, by=by, at=at, seen=seen)


@transaction.atomic
def close_case(
    case: Case, *, reason: CloseReason, by: By, at: datetime, seen: Seen | None = None
) -> Case:
    """End a case with its outcome; clock and next step end with it.

    Raises CaseIsClosed, and CaseHasChanged when the person has said something since, or somebody
    has planned what would be dropped.
    """
    case = open_and_locked(case, seen, minding=(*CONVERSATION, *STEP))
    case.state = CaseState.CLOSED
    case.close_reason = reason
    case.closed_at = at
    keep_promise(case, Promised())
    case.next_step_on = None
    case.next_step = case.next_step_note = ""
    save_case(case)
    record("case.closed", case, by=by, detail={"reason": str(reason)}, at=at)
    return case


@transaction.atomic
def reopen_case(case: Case, *, by: User, at: datetime) -> Case:
    """Go on with a closed case. Raises CaseIsOpen when somebody already has."""
    case = locked(case)
    if case.is_open:
        raise CaseIsOpen
    case.state = CaseState.ACTIVE
    case.closed_at = None
    case.close_reason = ""
    case.owner = by if by.is_host else case.owner
    plan_step(case, NextStep.FOLLOW_UP, at=at, days=1)
    save_case(case)
    record("case.reopened", case, by=by, at=at)
    return case


def locked(case: Case) -> Case:
    """The case as it is now, ours until the transaction ends; of a merged one, the one kept."""
    rows = _locked(pk=case.pk)
    if not rows:
        raise Case.DoesNotExist
    return locked(rows[0].merged_into) if rows[0].merged_into else rows[0]


# Every deed begins with it, and a deed on thousands of cases thousands of times.
_locked = Prepared(
    lambda pk: (
        Case.objects.filter(pk=pk)
        .order_by()
        .select_related("household")
        .select_for_update(of=("self",))
    ),
    pk=-1,
)


def open_and_locked(case: Case, seen: Seen | None = None, *, minding: Iterable[str] = ()) -> Case:
    """The case, ours until the transaction ends, if it is open and what we mind is as `seen`.

    Raises CaseIsClosed, CaseHasChanged.
    """
    case = locked(case)
    if not case.is_open:
        raise CaseIsClosed
    if seen is not None and seen.missed(case, minding):
        raise CaseHasChanged
    return case


def save_case(case: Case) -> None:
    """Save a locked case, so that forms made from an older one notice."""
    case.version += 1
    case.save()
