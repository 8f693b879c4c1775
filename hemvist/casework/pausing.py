"""Pausing the promise while we wait for the person, and letting it go on."""

from datetime import date, datetime, time

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.actions import open_and_locked, save_case
from hemvist.casework.clock import keep_promise, promise_of
from hemvist.casework.models import Case, CaseState, NextStep
from hemvist.casework.seen import HEARD, PAUSE, STEP, Seen
from hemvist.core.working_time import ZONE, Calendar


class DayIsNotAhead(Exception):
    """A pause lasts until a later day."""


@transaction.atomic
def pause_clock(
    case: Case, *, on: date, by: User, at: datetime, note: str = "", seen: Seen | None = None
) -> Case:
    """Wait for the person until a day at most; then it is our turn again, and the clock goes on.

    It goes on earlier when they say something. Since when they wait is not changed by it. Raises
    DayIsNotAhead, NobodyWaits, PromiseHasPassed, CaseIsClosed, CaseHasChanged.
    """
    case = open_and_locked(case, seen, minding=(*STEP, HEARD, PAUSE))
    until = datetime.combine(on, time(), ZONE)
    if until <= at:
        raise DayIsNotAhead
    keep_promise(case, promise_of(case).pauses(at=at, until=until, calendar=Calendar.current()))
    if case.state == CaseState.ACTIVE:
        case.state = CaseState.WAITING
    if case.next_step != NextStep.FIRST_CONTACT:
        case.next_step = NextStep.FOLLOW_UP
    case.next_step_on, case.next_step_note = on, note[:200]
    save_case(case)
    record("case.paused", case, by=by, detail={"on": on.isoformat()}, at=at)
    return case


@transaction.atomic
def let_clock_go_on(case: Case, *, by: User, at: datetime) -> Case:
    """End a pause before its day; nothing happens to a clock that is not paused."""
    case = open_and_locked(case)
    if not promise_of(case).is_paused(at):
        return case
    keep_promise(case, promise_of(case).goes_on(at=at, calendar=Calendar.current()))
    if case.answer_due_at is not None:
        case.next_step_on = case.answer_due_at.astimezone(ZONE).date()
    save_case(case)
    record("case.resumed", case, by=by, at=at)
    return case
