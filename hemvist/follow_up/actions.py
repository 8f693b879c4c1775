"""The year after somebody moved in: planned, asked, answered, and brought to a person."""

from datetime import date, datetime

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.actions import open_and_locked, save_case
from hemvist.casework.clock import plan_step
from hemvist.casework.models import Case, CaseState, DocumentKind, NextStep
from hemvist.casework.register import register
from hemvist.casework.seen import STATE, STEP, Seen
from hemvist.core.working_time import ZONE, Calendar
from hemvist.follow_up.letters import letter_of, question_of
from hemvist.follow_up.models import CheckIn, CheckInState, Milestone, Mood
from hemvist.messaging.actions import chosen_contact_point, post_message, queue_delivery
from hemvist.messaging.models import Direction, Message, MessageChannel
from hemvist.people.models import ContactPoint

PATIENCE_WORKING_DAYS = 7


class CannotBeAnswered(Exception):
    """It was not asked yet, or was skipped."""


class CannotBeSkipped(Exception):
    """It has been asked already."""


@transaction.atomic
def move_in(
    case: Case, *, on: date, by: User, at: datetime, seen: Seen | None = None
) -> list[CheckIn]:
    """Say when a household moved in; five check-ins are planned from that day.

    Said again with another day, those that were not asked yet move along. Those whose day had
    passed long before it was said are skipped: nobody wants to be asked twice in a week. Raises
    CaseIsClosed, and CaseHasChanged when the case was moved on since. A next step that somebody
    has set since stays.
    """
    case = open_and_locked(case, seen, minding=[STATE])
    if case.state != CaseState.MOVED:
        case.state = CaseState.MOVED
    have = {check_in.milestone: check_in for check_in in case.check_ins.all()}
    for milestone in Milestone:
        check_in = have.get(milestone) or CheckIn(case=case, milestone=milestone)
        if check_in.pk is None or check_in.state in {CheckInState.PLANNED, CheckInState.PAUSED}:
            check_in.due_on = _working_day(milestone.day_after(on))
            check_in.save()
    _skip_what_is_long_past(case, at=at)
    if seen is None or not seen.missed(case, STEP):
        _plan(case, at=at)
    save_case(case)
    record("case.moved_in", case, by=by, detail={"on": on.isoformat()}, at=at)
    return list(case.check_ins.order_by("due_on"))


def _working_day(day: date) -> date:
    calendar = Calendar.current()
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)


def _skip_what_is_long_past(case: Case, *, at: datetime) -> None:
    """Of those whose day is over keep the latest, to be asked now."""
    today = at.astimezone(ZONE).date()
    past = case.check_ins.filter(state=CheckInState.PLANNED, due_on__lt=today)
    latest = past.order_by("-due_on").first()
    if latest:
        past.exclude(pk=latest.pk).update(state=CheckInState.SKIPPED)


def _plan(case: Case, *, at: datetime) -> None:
    """The next step of a case that nobody waits in: to see what they say next time."""
    if case.first_unanswered_at is not None:
        return
    coming = case.check_ins.filter(state__in=[CheckInState.PLANNED, CheckInState.ASKED])
    next_one = coming.order_by("due_on").first()
    if next_one is None:
        plan_step(case, NextStep.FOLLOW_UP, at=at)
        return
    calendar, today = Calendar.current(), at.astimezone(ZONE).date()
    case.next_step, case.next_step_note = NextStep.FOLLOW_UP, ""
    case.next_step_on = calendar.next_working_day(
        max(next_one.due_on, today), days=PATIENCE_WORKING_DAYS
    )


@transaction.atomic
def ask(check_in: CheckIn, *, at: datetime) -> CheckIn:
    """Ask a household how it is going, if that is still planned.

    It goes the way they chose. Those who chose none that can be written to, and those with
    protected identity, are asked by a person: the next step of the case becomes that.
    """
    check_in = _locked(check_in)
    case = open_and_locked(check_in.case)
    if check_in.state != CheckInState.PLANNED or case.state != CaseState.MOVED:
        return check_in
    check_in.case = case
    household = case.household
    point = None if household.is_protected else chosen_contact_point(household)
    check_in.state, check_in.asked_at = CheckInState.ASKED, at
    if point is None:
        plan_step(case, NextStep.FOLLOW_UP, at=at, days=1)
    else:
        check_in.message = _send_question(check_in, point, at=at)
        _plan(case, at=at)
    check_in.save()
    save_case(case)
    detail = {"milestone": check_in.milestone, "by_person": point is None}
    record("checkin.asked", case, by=Actor.SYSTEM, detail=detail, at=at)
    return check_in


def _send_question(check_in: CheckIn, point: ContactPoint, *, at: datetime) -> Message:
    """Put the question into the conversation, and on its way; it is in the register too."""
    case, (subject, text) = check_in.case, question_of(check_in)
    spoken = case.household.language
    message, _is_new = post_message(
        case.conversation,
        direction=Direction.OUT,
        channel=MessageChannel.WEB,
        body=text,
        author=None,
        language=spoken,
        at=at,
        subject=subject,
    )
    queue_delivery(
        household=case.household,
        message=message,
        contact_point=point,
        purpose="check_in",
        language=spoken,
        subject=subject,
        body=letter_of(check_in, text),
    )
    register(
        case,
        direction=Direction.OUT,
        kind=DocumentKind.MESSAGE,
        subject="Meddelande till den sökande",
        at=at,
        message=message,
    )
    return message


@transaction.atomic
def answer(check_in: CheckIn, *, mood: Mood, by: By, at: datetime) -> CheckIn:
    """Take down how it is going; saying it again changes it.

    "Not good" makes the owner call on the next working day. A closed case stays closed, and the
    answer is kept. Raises CannotBeAnswered.
    """
    check_in = _locked(check_in)
    if not check_in.can_be_answered and not isinstance(by, User):
        raise CannotBeAnswered
    if (check_in.state, check_in.mood) == (CheckInState.ANSWERED, mood):
        return check_in
    check_in.state, check_in.mood, check_in.answered_at = CheckInState.ANSWERED, mood, at
    check_in.asked_at = check_in.asked_at or at
    check_in.answered_by = by if isinstance(by, User) else None
    check_in.skipped_because = ""
    check_in.save()
    if check_in.case.is_open:
        case = open_and_locked(check_in.case)
        if mood == Mood.BAD and not isinstance(by, User):
            plan_step(case, NextStep.CALL, at=at, days=1)
        elif mood != Mood.BAD and case.next_step in {NextStep.FOLLOW_UP, NextStep.CALL}:
            _plan(case, at=at)
        save_case(case)
    detail = {"milestone": check_in.milestone, "mood": str(mood)}
    record("checkin.answered", check_in.case, by=by, detail=detail, at=at)
    return check_in


@transaction.atomic
def give_up(check_in: CheckIn, *, at: datetime) -> CheckIn:
    """Bring a question that nobody answered to the owner; the household may still answer."""
    check_in = _locked(check_in)
    if check_in.state != CheckInState.ASKED:
        return check_in
    check_in.state = CheckInState.SILENT
    check_in.save()
    if check_in.case.is_open:
        case = open_and_locked(check_in.case)
        if case.first_unanswered_at is None:
            plan_step(case, NextStep.CALL, at=at, days=1)
        save_case(case)
    detail = {"milestone": check_in.milestone}
    record("checkin.silent", check_in.case, by=Actor.SYSTEM, detail=detail, at=at)
    return check_in


@transaction.atomic
def skip(check_in: CheckIn, *, because: str, by: By, at: datetime) -> CheckIn:
    """Leave one question out, and say why. Raises CannotBeSkipped."""
    check_in = _locked(check_in)
    if check_in.state not in {CheckInState.PLANNED, CheckInState.PAUSED}:
        raise CannotBeSkipped
    check_in.state, check_in.skipped_because = CheckInState.SKIPPED, because[:200]
    check_in.save()
    detail = {"milestone": check_in.milestone}
    record("checkin.skipped", check_in.case, by=by, detail=detail, at=at)
    return check_in


@transaction.atomic
def plan_again(check_in: CheckIn, *, by: User, at: datetime) -> CheckIn:
    """Take back that a question was skipped; one whose day has passed is asked next."""
    check_in = _locked(check_in)
    if check_in.state == CheckInState.SKIPPED:
        check_in.state, check_in.skipped_because = CheckInState.PLANNED, ""
        check_in.save()
        detail = {"milestone": check_in.milestone}
        record("checkin.planned_again", check_in.case, by=by, detail=detail, at=at)
    return check_in


@transaction.atomic
def pause(case: Case, *, by: User, at: datetime) -> int:
    """Ask nothing for now: a death in the family, a hard time. Says how many are paused."""
    return _swap(case, CheckInState.PLANNED, CheckInState.PAUSED, "checkin.paused", by=by, at=at)


@transaction.atomic
def resume(case: Case, *, by: User, at: datetime) -> int:
    """Go on asking; of those whose day passed meanwhile only the latest is asked."""
    resumed = _swap(
        case, CheckInState.PAUSED, CheckInState.PLANNED, "checkin.resumed", by=by, at=at
    )
    _skip_what_is_long_past(case, at=at)
    return resumed


def _swap(
    case: Case, old: CheckInState, new: CheckInState, verb: str, *, by: User, at: datetime
) -> int:
    case = open_and_locked(case)
    changed = case.check_ins.filter(state=old).update(state=new)
    if changed:
        record(verb, case, by=by, at=at)
    return changed


def _locked(check_in: CheckIn) -> CheckIn:
    """The check-in as it is now; the case first, as everywhere, so that nobody waits in a ring."""
    Case.objects.select_for_update(of=("self",)).get(pk=check_in.case_id)
    rows = CheckIn.objects.select_for_update(of=("self",)).select_related("case__household")
    return rows.get(pk=check_in.pk)
