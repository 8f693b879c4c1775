"""Keeping drafts, sending them off, taking them back, and letting them leave."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, record
from hemvist.casework.actions import CaseHasChanged, CaseIsClosed, locked, write_to_person
from hemvist.casework.models import Case
from hemvist.casework.noting import CannotSeeCase, add_task
from hemvist.casework.seen import CONVERSATION, Seen
from hemvist.core.jobs import enqueue_at
from hemvist.core.working_time import ZONE
from hemvist.documents.actions import give_with_message
from hemvist.documents.models import CaseFile
from hemvist.messaging.models import Message
from hemvist.people.actions import HouseholdIsErased, keep_from_erasure
from hemvist.people.members import has_had_own_track
from hemvist.people.models import OwnTrack
from hemvist.writing.models import Draft, DraftState, HeldBecause


class WrittenElsewhere(Exception):
    """The same colleague has written on in another window; `saved` is what stands there."""

    def __init__(self, saved: Draft) -> None:
        super().__init__()
        self.saved = saved


class IsOnItsWay(Exception):
    """The same form with the same words was sent off before: the button was pressed twice."""


class HasLeft(Exception):
    """It is too late: the message has left."""


@dataclass(frozen=True)
class Written:
    """What stands in the fields of the page, and the draft's version they were shown with."""

    subject: str = ""
    body: str = ""
    track: OwnTrack | None = None
    files: Iterable[CaseFile] | None = None
    version: int | None = None
    key: UUID | None = None
    seen: Seen = field(default_factory=Seen)
    had: str = ""


def draft_of(case: Case, *, by: User) -> Draft | None:
    """What somebody has begun to write in a case."""
    drafts = Draft.objects.filter(case=case, author=by, state=DraftState.WRITING)
    return drafts.select_related("track").first()


@transaction.atomic
def keep_draft(case: Case, *, written: Written, by: User, at: datetime) -> Draft:
    """Keep what has been written so far.

    Raises WrittenElsewhere, and keeps nothing, when other words were kept since this page was
    shown; IsOnItsWay, HouseholdIsErased.
    """
    keep_from_erasure(case.household)
    case = locked(case)
    draft = Draft.objects.select_for_update(of=("self",)).filter(
        case=case, author=by, state=DraftState.WRITING
    ).first() or Draft(case=case, author=by)
    same = (draft.subject, draft.body) == (written.subject, written.body)
    if draft.pk and written.version not in {None, draft.version} and not same:
        raise WrittenElsewhere(draft)
    if written.key and written.key != draft.key:
        _refuse_the_same_again(written.key, written.body)
        if not draft.pk and not Draft.objects.filter(key=written.key).exists():
            draft.key = written.key
    draft.subject, draft.body, draft.track = written.subject, written.body, written.track
    draft.changed_at = at
    draft.version += 0 if same and draft.pk else 1
    draft.save()
    if written.files is not None:
        draft.files.set(written.files)
    return draft


def _refuse_the_same_again(key: UUID, body: str) -> None:
    """Nothing of a form is kept whose words were sent off; the case has to be locked."""
    sent = Message.objects.filter(submission_key=key, body=body)
    leaving = Draft.objects.filter(key=key, body=body)
    if sent.exists() or leaving.exclude(state=DraftState.WRITING).exists():
        raise IsOnItsWay


@transaction.atomic
def put_into_draft(case: Case, *, text: str, by: User, at: datetime, beside: str = "") -> Draft:
    """Put a text after what somebody has written; `beside` says the same in their language."""
    draft = draft_of(case, by=by)
    body = f"{draft.body if draft else ''}\n\n{text}".strip()
    kept = Written(draft.subject if draft else "", body, draft.track if draft else None)
    draft = keep_draft(case, written=kept, by=by, at=at)
    if beside:
        draft.beside = f"{draft.beside}\n\n{beside}".strip()
        draft.save(update_fields=["beside"])
    return draft


@transaction.atomic
def attach(draft: Draft, file: CaseFile) -> None:
    """Let a file of the case go with a message."""
    draft.files.add(file)


@transaction.atomic
def send_off(draft: Draft, *, written: Written, leave_at: datetime, at: datetime) -> Draft:
    """Let a message leave at a time: ten seconds from now, or when its author chose.

    Until then nothing is said, and it can be taken back. Raises CaseHasChanged when something was
    said since the page was shown, CaseIsClosed, and IsOnItsWay when another press was first.
    """
    case = locked(draft.case)
    if not Draft.objects.filter(pk=draft.pk, state=DraftState.WRITING).exists():
        raise IsOnItsWay
    if not case.is_open:
        raise CaseIsClosed
    if written.seen.missed(case, CONVERSATION):
        raise CaseHasChanged
    draft.state, draft.leave_at, draft.held_because = DraftState.LEAVING, leave_at, ""
    draft.had, draft.case_version, draft.changed_at = written.had, written.seen.version, at
    draft.save()
    enqueue_at(leave_at, "writing.leave", draft=draft.pk)
    record("message.planned", case, by=draft.author, detail={"draft": draft.pk}, at=at)
    return draft


@transaction.atomic
def take_back(draft: Draft, *, by: User, at: datetime) -> Draft:
    """Let a message not leave: its author goes on with it. Raises HasLeft.

    When they have begun another one meanwhile, its words stand after these.
    """
    found = _locked(draft.pk)
    if found is None or found.state == DraftState.WRITING:
        raise HasLeft
    begun = draft_of(found.case, by=found.author)
    if begun is not None:
        found.body = f"{found.body}\n\n{begun.body}".strip()
        found.subject = found.subject or begun.subject
        found.files.add(*begun.files.all())
        begun.delete()
    found.state, found.leave_at, found.held_because = DraftState.WRITING, None, ""
    found.version += 1
    found.changed_at = at
    found.save()
    record("message.taken_back", found.case, by=by, detail={"draft": found.pk}, at=at)
    return found


@transaction.atomic
def leave_later(draft: Draft, *, leave_at: datetime, by: User, at: datetime) -> Draft:
    """Let a planned message leave at another time. Raises HasLeft."""
    found = _locked(draft.pk)
    if found is None or found.state != DraftState.LEAVING:
        raise HasLeft
    found.leave_at = leave_at  # its words are as old as they were
    found.save()
    enqueue_at(leave_at, "writing.leave", draft=found.pk)
    record("message.planned", found.case, by=by, detail={"draft": found.pk}, at=at)
    return found


@transaction.atomic
def let_leave(pk: int, *, at: datetime) -> Message | None:
    """Say what a draft holds, if its time has come; a job that comes twice says it once.

    What was written before somebody said something else in the case is held back and comes to its
    author as a task for today; so is what may be to a member who is no more reached apart.
    """
    draft = _locked(pk)
    is_due = draft is not None and draft.state == DraftState.LEAVING
    if draft is None or not is_due or draft.leave_at is None or draft.leave_at > at:
        return None
    try:
        with transaction.atomic():
            return _say(draft, at=at)
    except CaseHasChanged:
        _hold(draft, HeldBecause.SAID, at=at)
    except CaseIsClosed:
        _hold(draft, HeldBecause.CLOSED, at=at)
    except HouseholdIsErased:
        draft.delete()
    return None


def _say(draft: Draft, *, at: datetime) -> Message:
    household = draft.case.household
    keep_from_erasure(household)
    if draft.track is None and has_had_own_track(household, ended_since=draft.changed_at):
        raise CaseHasChanged
    seen = Seen.from_text(draft.had, version=draft.case_version)
    message = write_to_person(
        draft.case,
        body=draft.body,
        subject=draft.subject,
        key=draft.key,
        track=draft.track,
        seen=seen,
        by=draft.author,
        at=at,
    )
    for file in draft.files.all():
        give_with_message(file, message, at=at)
    draft.delete()
    return message


def _hold(draft: Draft, because: HeldBecause, *, at: datetime) -> None:
    draft.state, draft.held_because = DraftState.HELD, because
    draft.save()
    with translation.override(settings.LANGUAGE_CODE):
        what = _("Your message did not leave: %(why)s") % {"why": because.label}
    today = at.astimezone(ZONE).date()
    with contextlib.suppress(CannotSeeCase):
        add_task(draft.case, what=what, on=today, by=draft.author, assignee=draft.author, at=at)
    record("message.held", draft.case, by=Actor.SYSTEM, detail={"draft": draft.pk}, at=at)


def _locked(pk: int) -> Draft | None:
    rows = Draft.objects.select_for_update(of=("self",)).select_related(
        "case__household", "author", "track__person"
    )
    return rows.filter(pk=pk).first()
