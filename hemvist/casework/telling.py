"""Telling a household something that answers none of its questions.

What goes to many at once is not the answer somebody waits for: the clock goes on, and the next
step stays, unless the household cannot be written to.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.actions import CaseIsClosed, locked, open_and_locked, save_case
from hemvist.casework.clock import plan_step
from hemvist.casework.letters import send_notice
from hemvist.casework.models import Case, NextStep
from hemvist.casework.register import register
from hemvist.messaging.actions import chosen_contact_point, post_message
from hemvist.messaging.group_mail import TO_MANY
from hemvist.messaging.models import Direction, Message, MessageChannel


class CannotBeWrittenTo(Exception):
    """The household wants to be called or met, or none of its addresses works."""


@transaction.atomic
def tell_household(
    case: Case, *, subject: str, body: str, language: str, by: User, at: datetime, key: UUID
) -> Message:
    """Write to a household the way it has chosen; the same `key` twice is one message.

    Raises CaseIsClosed, and CannotBeWrittenTo when it has chosen no way in which we could.
    """
    case = locked(case)
    sent = Message.objects.filter(submission_key=key).first()
    if sent is not None:
        return sent
    if not case.is_open:
        raise CaseIsClosed
    if chosen_contact_point(case.household) is None:
        raise CannotBeWrittenTo
    message, _is_new = post_message(
        case.conversation,
        direction=Direction.OUT,
        channel=MessageChannel.WEB,
        body=body,
        author=by,
        language=language,
        at=at,
        subject=subject,
        key=key,
    )
    send_notice(case, message, purpose=TO_MANY)
    register(
        case, direction=Direction.OUT, subject="Meddelande till den sökande", at=at, message=message
    )
    record("message.sent", case, by=by, detail={"message": message.pk, "many": True}, at=at)
    return message


@transaction.atomic
def have_reached_by_hand(case: Case, *, note: str, by: User, at: datetime) -> Case:
    """Make it a person's next step to reach a household that cannot be written to."""
    case = open_and_locked(case)
    plan_step(case, NextStep.OTHER_CHANNEL, at=at, days=1)
    case.next_step_note = note[:200]
    save_case(case)
    detail = {"step": str(case.next_step), "on": str(case.next_step_on)}
    record("case.next_step_set", case, by=by, detail=detail, at=at)
    return case
