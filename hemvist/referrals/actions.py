"""Sending a referral, answering it, taking it back, and bringing home what goes quiet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.actions import CaseIsClosed, set_next_step
from hemvist.casework.models import Case, DocumentKind, Need, NeedState, NextStep
from hemvist.casework.needs import change_need
from hemvist.casework.register import register
from hemvist.core.working_time import ZONE, Calendar
from hemvist.directory.models import LifeArea
from hemvist.messaging.models import Direction
from hemvist.people.actions import give_consent
from hemvist.people.models import Consent, Household
from hemvist.referrals.letters import letter, reminder, tell_function, tell_person, withdrawal
from hemvist.referrals.models import DeclineReason, Function, Referral, ReferralState
from hemvist.referrals.queries import shared_texts

FOLLOW_UP_WORKING_DAYS = 5


class FunctionIsClosed(Exception):
    """The function takes no referrals any more."""


class SharesTooMuch(Exception):
    """A field was chosen that the function has not said it needs."""


class HouseholdIsProtected(Exception):
    """A household with protected identity is never referred in writing; a person telephones."""


class ReferralIsEnded(Exception):
    """The referral was answered, finished or taken back before."""


@dataclass(frozen=True)
class Agreement:
    """What the person agreed to share, in which words, and how they said so."""

    wording: str
    how: str


@transaction.atomic
def make_referral(
    case: Case,
    *,
    function: Function,
    need: Need | None,
    question: str,
    fields: Sequence[str],
    agreement: Agreement,
    by: User,
    at: datetime,
) -> Referral:
    """Hand a need to a function with exactly what the person agreed to, and write to it.

    The letter holds a link and nothing about the person. The host's next step becomes to see
    what came of it, on the day the answer is due. Raises CaseIsClosed, FunctionIsClosed,
    SharesTooMuch, HouseholdIsProtected.
    """
    _insist_that_it_may(case, function, fields)
    due_at = Calendar.current().add(at, hours=function.answer_hours)
    case = _open_case(case)
    consent = _consent_to(function, agreement, case.household, by=by, at=at)
    referral = Referral.objects.create(
        case=case,
        need=need,
        function=function,
        consent=consent,
        question=question,
        shared=shared_texts(case, fields, language=function.language),
        sent_by=by,
        sent_at=at,
        due_at=due_at,
    )
    if need is not None:
        change_need(need, state=NeedState.IN_PROGRESS, by=by, at=at)
    _plan(referral, NextStep.CHECK_REFERRAL, on=_day(due_at), by=by, at=at)
    tell_function(referral, "referral", letter)
    _register(referral, at=at)
    _record("referral.made", referral, by=by, at=at)
    return referral


def _consent_to(
    function: Function, agreement: Agreement, household: Household, *, by: User, at: datetime
) -> Consent:
    return give_consent(
        household,
        purpose="referral",
        receiver=function.name,
        wording=agreement.wording,
        language=household.language,
        how=agreement.how,
        by=by,
        at=at,
    )


def _insist_that_it_may(case: Case, function: Function, fields: Sequence[str]) -> None:
    if not function.is_active:
        raise FunctionIsClosed
    if set(fields) - set(function.needs_to_know):
        raise SharesTooMuch
    if case.household.is_protected:
        raise HouseholdIsProtected


def _register(referral: Referral, *, at: datetime) -> None:
    register(
        referral.case,
        direction=Direction.OUT,
        kind=DocumentKind.REFERRAL,
        subject="Hänvisning",
        at=at,
        counterpart=referral.function.name,
    )


@transaction.atomic
def accept_referral(referral: Referral, *, answer: str, by: By, at: datetime) -> Referral:
    """The function takes it on; the person is told, and the host follows up.

    Accepting twice is accepting once. Raises ReferralIsEnded.
    """
    referral = _locked(referral)
    if referral.state == ReferralState.ACCEPTED:
        return referral
    _expect(referral, ReferralState.SENT)
    _answer(referral, ReferralState.ACCEPTED, answer, at)
    on = Calendar.current().next_working_day(_day(at), days=FOLLOW_UP_WORKING_DAYS)
    _plan(referral, NextStep.FOLLOW_UP, on=on, by=by, at=at)
    tell_person(referral)
    _record("referral.accepted", referral, by=by, at=at)
    return referral


@transaction.atomic
def decline_referral(
    referral: Referral, *, reason: DeclineReason, answer: str, by: By, at: datetime
) -> Referral:
    """The function says no, with a reason; the need is open again and the host decides today.

    The person hears it from the host, not from a machine. Declining twice is declining once.
    Raises ReferralIsEnded.
    """
    referral = _locked(referral)
    if referral.state == ReferralState.DECLINED:
        return referral
    _expect(referral, ReferralState.SENT, ReferralState.ACCEPTED)
    referral.decline_reason = reason
    _answer(referral, ReferralState.DECLINED, answer, at)
    _set_need(referral, NeedState.OPEN, by=by, at=at)
    _plan(referral, NextStep.CHECK_REFERRAL, on=_day(at), by=by, at=at)
    _record("referral.declined", referral, by=by, at=at)
    return referral


@transaction.atomic
def finish_referral(referral: Referral, *, answer: str, by: By, at: datetime) -> Referral:
    """The function has done what was asked; the host asks the person whether it helped.

    Raises ReferralIsEnded.
    """
    referral = _locked(referral)
    if referral.state == ReferralState.DONE:
        return referral
    _expect(referral, ReferralState.SENT, ReferralState.ACCEPTED)
    _answer(referral, ReferralState.DONE, answer, at)
    _plan(referral, NextStep.CHECK_REFERRAL, on=_day(at), by=by, at=at)
    _record("referral.done", referral, by=by, at=at)
    return referral


@transaction.atomic
def withdraw_referral(referral: Referral, *, by: By, at: datetime) -> Referral:
    """Take a referral back: the link shows nothing more, and the function is told to stop.

    Raises ReferralIsEnded.
    """
    referral = _locked(referral)
    if referral.state == ReferralState.WITHDRAWN:
        return referral
    _expect(referral, ReferralState.SENT, ReferralState.ACCEPTED)
    referral.state = ReferralState.WITHDRAWN
    referral.shared = {}
    referral.save(update_fields=["state", "shared"])
    _set_need(referral, NeedState.OPEN, by=by, at=at)
    tell_function(referral, "referral_withdrawn", withdrawal)
    _record("referral.withdrawn", referral, by=by, at=at)
    return referral


@transaction.atomic
def save_function(function: Function, *, life_areas: Sequence[LifeArea], by: User) -> Function:
    """Add or change a receiving function; referrals already sent keep what they said."""
    function.save()
    function.life_areas.set(life_areas)
    record("function.saved", function, by=by)
    return function


def chase_unanswered(*, at: datetime) -> int:
    """Remind functions whose time is up once, then bring the referral back to the host.

    Returns how many referrals were reminded of or brought back.
    """
    overdue = Referral.objects.unanswered().filter(due_at__lt=at, returned_at__isnull=True)
    return sum(_chase(referral.pk, at) for referral in overdue.select_related("function"))


@transaction.atomic
def _chase(pk: int, at: datetime) -> bool:
    referral = _locked(Referral(pk=pk))
    if referral.state != ReferralState.SENT or referral.returned_at:
        return False
    if referral.reminded_at is None:
        referral.reminded_at = at
        referral.save(update_fields=["reminded_at"])
        tell_function(referral, "referral_reminder", reminder)
        _record("referral.reminded", referral, by=Actor.SYSTEM, at=at)
        return True
    hours = referral.function.answer_hours
    if Calendar.current().add(referral.reminded_at, hours=hours) > at:
        return False
    referral.returned_at = at
    referral.save(update_fields=["returned_at"])
    _plan(referral, NextStep.CHECK_REFERRAL, on=_day(at), by=Actor.SYSTEM, at=at)
    _record("referral.returned", referral, by=Actor.SYSTEM, at=at)
    return True


def _open_case(case: Case) -> Case:
    locked = Case.objects.select_for_update(of=("self",)).select_related("household")
    case = locked.get(pk=case.pk)
    if not case.is_open:
        raise CaseIsClosed
    return case


def _locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("function", "case__household", "need", "sent_by")
        .get(pk=referral.pk)
    )


def _expect(referral: Referral, *states: ReferralState) -> None:
    if referral.state not in states:
        raise ReferralIsEnded


def _answer(referral: Referral, state: ReferralState, answer: str, at: datetime) -> None:
    referral.state = state
    referral.answer = answer
    referral.answered_at = at
    referral.save(update_fields=["state", "answer", "answered_at", "decline_reason"])


def _set_need(referral: Referral, state: NeedState, *, by: By, at: datetime) -> None:
    if referral.need is not None and referral.case.is_open:
        change_need(referral.need, state=state, by=by, at=at)


def _plan(referral: Referral, step: NextStep, *, on: date, by: By, at: datetime) -> None:
    """Plan the host's next step; a person who waits for an answer comes before any referral."""
    case = Case.objects.get(pk=referral.case_id)
    if case.is_open and case.first_unanswered_at is None:
        set_next_step(case, step=step, on=on, note=referral.function.name, by=by, at=at)


def _record(verb: str, referral: Referral, *, by: By, at: datetime) -> None:
    record(
        verb,
        referral.case,
        by=by,
        detail={"referral": referral.pk, "function": referral.function.name},
        at=at,
    )


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()
