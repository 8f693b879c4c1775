"""What a letter answers: the Message-IDs a mail program sorts a conversation by."""

import re
from heapq import merge
from itertools import islice
from typing import Any

from hemvist.core.prepared import Prepared
from hemvist.messaging.models import Delivery, DeliveryChannel, DeliveryState, Direction, Message

EARLIER = 8
MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f-\uffff]{1,240}>")
ARRIVED = [DeliveryState.SENT, DeliveryState.DELIVERED]


_came: Prepared[Any] = Prepared(
    lambda conversation: (
        Message.objects.filter(conversation=conversation, direction=Direction.IN)
        .exclude(mail_id="")
        .order_by("-created_at", "-pk")
        .values_list("created_at", "mail_id")[:EARLIER]
    ),
    conversation=-1,
)
_sent: Prepared[Any] = Prepared(
    lambda conversation, address: (
        Delivery.objects.filter(
            message__conversation=conversation,
            channel=DeliveryChannel.EMAIL,
            address=address,
            state__in=ARRIVED,
        )
        .order_by("-created_at", "-pk")
        .values_list("created_at", "mail_id")[:EARLIER]
    ),
    conversation=-1,
    address="\0",
)


def headers_of(delivery: Delivery) -> dict[str, str]:
    """In-Reply-To and References, for the reader's own part of the conversation."""
    earlier = earlier_ids(delivery)
    if not earlier:
        return {}
    return {"In-Reply-To": earlier[-1], "References": " ".join(earlier)}


def earlier_ids(delivery: Delivery) -> list[str]:
    """The last mails this reader has sent us or got from us in the conversation, oldest first."""
    if delivery.message is None:
        return []
    conversation = delivery.message.conversation_id
    both = merge(
        _came.columns(conversation=conversation),
        _sent.columns(conversation=conversation, address=delivery.address),
        reverse=True,
    )
    newest = [mail_id for _at, mail_id in islice(both, EARLIER)]
    return [mail_id for mail_id in reversed(newest) if MESSAGE_ID.fullmatch(mail_id)]
