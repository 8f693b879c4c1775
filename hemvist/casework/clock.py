"""The clock that is the person's: what starts it, what stops it, and what comes next.

These change a case that is locked and saved by an action; they write nothing themselves.
"""

from datetime import datetime
from typing import Any

from hemvist.accounts.models import User
from hemvist.casework.models import Case, CaseState, NextStep, Promise
from hemvist.casework.promised import Promised
from hemvist.core.context import ours
from hemvist.core.working_time import ZONE, Calendar

FOLLOW_UP_WORKING_DAYS = 5


def promised_hours(kind: str) -> tuple[int, int]:
    """The working hours promised to a first contact and to an answer, for a kind of enquiry."""
    own = Promise.objects.filter(kind=kind).values_list("first_contact_hours", "answer_hours")
    first, answer = own.first() or (ours().first_contact_hours, ours().answer_hours)
    return first, answer


def first_promise(kind: str, *, at: datetime) -> dict[str, Any]:
    """The first contact, and by when; the clock runs from the beginning."""
    due = Calendar.current().add(at, hours=promised_hours(kind)[0])
    return {
        "next_step": NextStep.FIRST_CONTACT,
        "next_step_on": due.date(),
        "opened_at": at,
        "first_contact_due_at": due,
        "first_unanswered_at": at,
        "answer_due_at": due,
    }


def person_waits(case: Case, *, at: datetime) -> None:
    """Start the clock, unless an earlier message already did; `at` is the person's message.

    A paused one goes on. A waiting or closed case becomes active again: what was said has to be
    answered.
    """
    calendar = Calendar.current()
    runs = case.first_unanswered_at is not None and case.answer_due_at is not None
    hours = 0 if runs else promised_hours(case.kind)[1]
    keep_promise(case, promise_of(case).person_waits(at=at, hours=hours, calendar=calendar))
    if case.state in {CaseState.WAITING, CaseState.CLOSED}:
        case.state = CaseState.ACTIVE
        case.closed_at = None
        case.close_reason = ""
    if case.next_step != NextStep.FIRST_CONTACT:
        case.next_step = NextStep.ANSWER
        case.next_step_note = ""
    if case.answer_due_at is not None:
        case.next_step_on = case.answer_due_at.astimezone(ZONE).date()


def promise_of(case: Case) -> Promised:
    """The clock of a case by itself."""
    return Promised(case.first_unanswered_at, case.answer_due_at, case.paused_at, case.paused_until)


def keep_promise(case: Case, promise: Promised) -> None:
    """Put a clock into its case."""
    case.first_unanswered_at, case.answer_due_at = promise.since, promise.due
    case.paused_at, case.paused_until = promise.paused_at, promise.paused_until


def answered(case: Case, *, by: User, at: datetime) -> None:
    """Stop the clock: a human has answered. A case nobody owned becomes the answering host's."""
    keep_promise(case, Promised())
    case.first_contacted_at = case.first_contacted_at or at
    case.owner = case.owner or (by if by.is_host else None)
    if case.state == CaseState.NEW:
        case.state = CaseState.ACTIVE


def plan_step(
    case: Case, step: NextStep, *, at: datetime, days: int = FOLLOW_UP_WORKING_DAYS
) -> None:
    """Plan a next step a number of working days ahead."""
    case.next_step = step
    case.next_step_note = ""
    case.next_step_on = Calendar.current().next_working_day(at.astimezone(ZONE).date(), days=days)
