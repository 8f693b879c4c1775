"""Logging a telephone call, whatever else happened in the case meanwhile."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.actions import open_and_locked, save_case
from hemvist.casework.clock import FOLLOW_UP_WORKING_DAYS, answered, person_waits, plan_step
from hemvist.casework.missed import has_tried_enough, tries_in_vain
from hemvist.casework.models import Call, CallOutcome, Case, NextStep
from hemvist.casework.seen import HEARD, STEP, Seen
from hemvist.core.dates import clock_time, time_of_day
from hemvist.messaging.models import Direction, Message

# What comes after a call, and in how many working days.
AFTER = {
    CallOutcome.TALKED: (NextStep.FOLLOW_UP, FOLLOW_UP_WORKING_DAYS),
    CallOutcome.WRONG_NUMBER: (NextStep.OTHER_CHANNEL, 1),
}


@transaction.atomic
def log_call(
    case: Case,
    *,
    outcome: CallOutcome,
    by: User,
    at: datetime,
    summary: str = "",
    is_incoming: bool = False,
    again_on: date | None = None,
    again_at: time | None = None,
    seen: Seen | None = None,
) -> Call:
    """Log a telephone call; one in which we talked is an answer and stops the clock.

    It stands beside whatever a colleague did since the page was `seen`: a next step they set
    stays, and what the person wrote meanwhile still waits for its answer. With `again_on` the next
    step is to call on that day; after two tries in vain at different times it is to write
    instead. Raises CaseIsClosed.
    """
    case = open_and_locked(case)
    missed = seen.missed(case, (*STEP, HEARD)) if seen else set()
    call = Call.objects.create(
        case=case,
        author=by,
        is_incoming=is_incoming,
        outcome=outcome,
        summary=summary,
        created_at=at,
    )
    waited_since = case.first_unanswered_at
    if outcome == CallOutcome.TALKED:
        answered(case, by=by, at=at)
    if missed.isdisjoint(STEP):
        _plan(case, call, again_on, again_at)
    if outcome == CallOutcome.TALKED and seen and HEARD in missed and waited_since:
        _still_waits(case, seen, waited_since)
    save_case(case)
    record("call.logged", case, by=by, detail={"call": call.pk, "outcome": str(outcome)}, at=at)
    return call


def _plan(case: Case, call: Call, again_on: date | None, again_at: time | None) -> None:
    """What comes after a call: what was agreed, else what its outcome asks for."""
    at = call.created_at
    if again_on is not None:
        case.next_step, case.next_step_on = NextStep.CALL, again_on
        case.next_step_note = _at_the_clock(again_at) if again_at else ""
        return
    outcome = CallOutcome(call.outcome)
    step, days = AFTER.get(outcome, (NextStep.CALL, 1))
    tried = [] if outcome in AFTER or call.is_incoming else tries_in_vain(case)
    if has_tried_enough(tried):
        step, days = NextStep.AFTER_CALLS, 0
    plan_step(case, step, at=at, days=days)
    if step == NextStep.CALL and tried:
        case.next_step_note = _at_another_time(at)


def _at_the_clock(at: time) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("At %(time)s") % {"time": clock_time(at)}


def _at_another_time(at: datetime) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("At another time of day than %(time)s") % {"time": time_of_day(at)}


def _still_waits(case: Case, seen: Seen, since: datetime) -> None:
    """Start the clock anew at the first message that came after the page was shown.

    What a colleague has answered meanwhile waits no more: the clock ran `since` a later one.
    """
    known = seen.was.get(HEARD, "")
    is_number = known.isascii() and known.isdigit() and len(known) < 19
    heard = Message.objects.filter(conversation=case.conversation_id, direction=Direction.IN)
    heard = heard.filter(created_at__gte=since)
    newer = heard.filter(pk__gt=int(known)) if is_number else heard
    first = newer.order_by("created_at", "pk").first()
    if first is not None:
        person_waits(case, at=first.created_at)
