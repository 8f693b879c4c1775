"""The clock that is the person's: what starts it, what stops it, and what comes next.

These change a case that is locked and saved by an action; they write nothing themselves.
"""

from datetime import datetime

from hemvist.accounts.models import User
from hemvist.casework.models import Case, CaseState, NextStep
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE, Calendar

FOLLOW_UP_WORKING_DAYS = 5


def person_waits(case: Case, *, at: datetime) -> None:
    """Start the clock, unless an earlier message already did; `at` is the person's message.

    A waiting or closed case becomes active again: what was said has to be answered.
    """
    if case.first_unanswered_at is None or case.answer_due_at is None:
        hours = Municipality.objects.values_list("answer_hours", flat=True).get(pk=1)
        case.first_unanswered_at = at
        case.answer_due_at = Calendar.current().add(at, hours=hours)
    if case.state in {CaseState.WAITING, CaseState.CLOSED}:
        case.state = CaseState.ACTIVE
        case.closed_at = None
        case.close_reason = ""
    if case.next_step != NextStep.FIRST_CONTACT:
        case.next_step = NextStep.ANSWER
        case.next_step_note = ""
    case.next_step_on = case.answer_due_at.astimezone(ZONE).date()


def answered(case: Case, *, by: User, at: datetime) -> None:
    """Stop the clock: a human has answered. A case nobody owned becomes the answering host's."""
    case.first_unanswered_at = None
    case.answer_due_at = None
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
