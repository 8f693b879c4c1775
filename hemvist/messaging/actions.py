"""Putting messages into conversations and sending them on their way."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hemvist.accounts.models import User
from hemvist.core.jobs import enqueue, enqueue_ranked
from hemvist.core.prepared import Prepared
from hemvist.messaging.group_mail import TO_MANY
from hemvist.messaging.models import Conversation, Delivery, DeliveryChannel, Direction, Message
from hemvist.messaging.stopping import has_stopped
from hemvist.people.models import Channel, ContactKind, ContactPoint, Household, Person, Reach

CHANNEL_OF = {ContactKind.EMAIL: DeliveryChannel.EMAIL, ContactKind.PHONE: DeliveryChannel.SMS}
# Who waits for a code does so at this moment; a letter to thousands lets everybody else go first.
PRIORITIES = {"code": 10, "link": 10, TO_MANY: -10}
KIND_OF = {Channel.EMAIL: ContactKind.EMAIL, Channel.SMS: ContactKind.PHONE}


def post_message(
    conversation: Conversation,
    *,
    direction: Direction,
    channel: str,
    body: str,
    author: User | None,
    language: str,
    at: datetime,
    subject: str = "",
    key: UUID | None = None,
    mail_id: str = "",
) -> tuple[Message, bool]:
    """Put a message into a conversation; says whether it is new.

    With `key`, the same form sent twice gives the message that the first one made; the same form
    with other words (somebody went back and wrote more) is another message.
    """
    values = {
        "conversation": conversation,
        "direction": direction,
        "channel": channel,
        "author": author,
        "subject": subject,
        "body": body,
        "language": language,
        "created_at": at,
        "mail_id": mail_id,
    }
    if key is None:
        return Message.objects.create(**values), True
    message, is_new = Message.objects.get_or_create(submission_key=key, defaults=values)
    if (message.conversation_id, message.body) != (conversation.pk, body):
        return Message.objects.create(**values), True
    return message, is_new


def chosen_contact_point(
    household: Household, *, person: Person | None = None
) -> ContactPoint | None:
    """Where to write to a household by its own choice: the first written channel that works.

    With `person`, to a member with an own track and only at their own addresses. None when they
    want to be called or met, want no more texts, or when all addresses fail: then a person has
    to reach them another way, and nothing is sent against their choice.
    """
    whose = person.pk if person else None
    points = _working_points(household=household.pk)
    working = {point.kind: point for point in points if point.person_id == whose}
    choice = reach_of(household, person=person)
    for channel in choice.channels if choice else []:
        kind = KIND_OF.get(Channel(channel))
        if kind in working and not (kind == ContactKind.PHONE and has_stopped(working[kind])):
            return working[kind]
    return None


_working_points = Prepared(
    lambda household: (
        ContactPoint.objects.proven()
        .filter(household=household, failing_since=None)
        .order_by("-pk")
    ),
    household=-1,
)


def reach_of(household: Household, *, person: Person | None = None) -> Reach | None:
    """How a household wants to be contacted, or a member with an own track."""
    return getattr(person or household, "track" if person else "contact_choice", None)


def any_contact_point(household: Household) -> ContactPoint | None:
    """Where a receipt or a code can go whatever the choice: it was asked for this moment."""
    return chosen_contact_point(household) or (
        household.contact_points.shared().order_by("kind", "pk").first()
    )


@transaction.atomic(savepoint=False)
def queue_delivery(
    *,
    purpose: str,
    language: str,
    subject: str,
    body: str,
    household: Household | None = None,
    message: Message | None = None,
    contact_point: ContactPoint | None = None,
    email: str = "",
    phone: str = "",
) -> Delivery:
    """Write down that a text shall go to an address; a worker sends it after the transaction.

    To a contact point of a household, or to a plain e-mail address or telephone number (a
    receiving function, somebody whose contact points are gone).
    """
    if contact_point is not None:
        channel = CHANNEL_OF[ContactKind(contact_point.kind)]
        address = contact_point.normalised
    elif email:
        channel, address = DeliveryChannel.EMAIL, email
    else:
        channel, address = DeliveryChannel.SMS, phone
    delivery = Delivery.objects.create(
        household=household,
        message=message,
        contact_point=contact_point,
        to_person=contact_point is not None,
        purpose=purpose,
        channel=channel,
        address=address,
        language=language,
        subject=subject,
        body=body,
    )
    enqueue_ranked(PRIORITIES.get(purpose, 0), "messaging.deliver", delivery=delivery.pk)
    return delivery


def mark_read(
    conversation: Conversation, *, direction: Direction, at: datetime | None = None
) -> int:
    """Note that the other side has read all that was said in one direction."""
    return conversation.messages.filter(direction=direction, read_at__isnull=True).update(
        read_at=at or timezone.now()
    )


def tell_of_failure(delivery: Delivery) -> None:
    """Bring a letter that did not arrive, or came back, to a person.

    Cases and offers are above messaging; their jobs are named, not imported.
    """
    if delivery.purpose == "offer":
        enqueue("intake.offer_receipt_failed", delivery=delivery.pk)
    elif delivery.household_id is not None:
        enqueue("casework.delivery_failed", delivery=delivery.pk)
