"""What becomes of a case when a letter for it could not be delivered."""

import contextlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.audit.actions import Actor, record
from hemvist.casework.actions import CaseIsClosed, set_next_step
from hemvist.casework.models import Case, NextStep
from hemvist.core.working_time import ZONE
from hemvist.messaging.models import Delivery


@transaction.atomic
def bring_back(delivery: Delivery, *, at: datetime) -> Case | None:
    """Make it somebody's next step today that a letter did not arrive.

    One to the person: reach them another way. One to a receiving function: see to the referral.
    A closed case stays closed and only has it in its history. Returns the case, if there is one.
    """
    case = _case_of(delivery)
    if case is None:
        return None
    step = NextStep.OTHER_CHANNEL if delivery.to_person else NextStep.CHECK_REFERRAL
    with translation.override(settings.LANGUAGE_CODE):
        note = _("A letter did not arrive. %(reason)s") % {"reason": delivery.reason[:110]}
        ways = _other_ways(delivery)
        if ways:
            note = f"{note} " + _("Other ways: %(ways)s.") % {"ways": ", ".join(ways)}
    with contextlib.suppress(CaseIsClosed):
        set_next_step(
            case, step=step, on=at.astimezone(ZONE).date(), note=note, by=Actor.SYSTEM, at=at
        )
    record("delivery.failed", case, by=Actor.SYSTEM, detail={"delivery": delivery.pk}, at=at)
    return case


def _other_ways(delivery: Delivery) -> list[str]:
    """The working addresses and numbers of theirs besides the one that failed."""
    if not delivery.to_person or delivery.household is None:
        return []
    points = delivery.household.contact_points.shared().filter(failing_since=None)
    others = points.exclude(normalised=delivery.address).order_by("-kind", "pk")
    return [f"{point.get_kind_display()} {point.value}" for point in others[:3]]


def _case_of(delivery: Delivery) -> Case | None:
    if delivery.message is not None:
        return Case.objects.filter(conversation=delivery.message.conversation_id).first()
    if delivery.household is None:
        return None
    cases = delivery.household.cases.order_by("-opened_at")
    return cases.open().first() or cases.first()
