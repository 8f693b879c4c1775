"""What mail servers tell about a letter after it was taken: it came back, is late, or is there."""

from datetime import datetime

from django.db import transaction

from hemvist.messaging.actions import tell_of_failure
from hemvist.messaging.models import Delivery, DeliveryState

ON_ITS_WAY = {DeliveryState.SENT, DeliveryState.DELIVERED}


@transaction.atomic
def has_returned(delivery: Delivery, *, reason: str, is_the_address: bool, at: datetime) -> None:
    """A letter came back: its address is marked, and its case comes to a person. Once."""
    delivery = _locked(delivery)
    if delivery.state not in ON_ITS_WAY:
        return
    delivery.state, delivery.reason = DeliveryState.BOUNCED, reason[:300]
    delivery.save(update_fields=["state", "reason"])
    point = delivery.contact_point
    if is_the_address and point is not None:
        point.failing_since, point.failure = at, delivery.reason
        point.save(update_fields=["failing_since", "failure"])
    tell_of_failure(delivery)


@transaction.atomic
def is_delayed(delivery: Delivery, *, reason: str, is_the_address: bool, at: datetime) -> None:
    """A letter is late: nothing has failed yet, and the reason can be read."""
    delivery = _locked(delivery)
    if delivery.state == DeliveryState.SENT:
        delivery.reason = reason[:300]
        delivery.save(update_fields=["reason"])


@transaction.atomic
def has_arrived(delivery: Delivery, *, reason: str, is_the_address: bool, at: datetime) -> None:
    """A letter lies in its mailbox."""
    delivery = _locked(delivery)
    if delivery.state == DeliveryState.SENT:
        delivery.state, delivery.reason = DeliveryState.DELIVERED, ""
        delivery.save(update_fields=["state", "reason"])


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("contact_point")
    return rows.get(pk=delivery.pk)
