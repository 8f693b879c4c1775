"""Conversations, the messages in them, and the deliveries that carry them out of the house."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.people.models import ContactPoint, Household

# The purpose of a delivery that answers a mail without anybody having read it.
AUTOMATIC_ANSWER = "automatic_answer"


class Direction(models.TextChoices):
    """Seen from the municipality."""

    IN = "in", _("From the person")
    OUT = "out", _("From us")


class MessageChannel(models.TextChoices):
    """The way a message came or was sent."""

    WEB = "web", _("Own page")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    FORM = "form", _("Form")
    LETTER = "letter", _("Letter")


class Conversation(models.Model):
    """All that is said with one household, whatever the channel."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="conversations")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class Message(models.Model):
    """One thing somebody said. Changed by nobody; emptied by erasure."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    direction = models.CharField(max_length=3, choices=Direction)
    channel = models.CharField(max_length=10, choices=MessageChannel)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("message"))
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True, help_text=_("By the other side."))
    submission_key = models.UUIDField(
        null=True, unique=True, help_text=_("The form it came from, so that twice is once.")
    )
    mail_id = models.CharField(
        max_length=250,
        blank=True,
        default="",
        db_default="",
        help_text=_("The Message-ID of the mail it came as."),
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["conversation", "-created_at", "-id"], name="message_conversation"
            ),
            GinIndex(SearchVector("subject", "body", config="simple"), name="message_words"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_from_person(self) -> bool:
        """Whether the person wrote it, and not we."""
        return self.direction == Direction.IN


class DeliveryState(models.TextChoices):
    """What became of a delivery; `failed` and `bounced` are final and come back to a person."""

    QUEUED = "queued", _("On its way")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Could not be sent")
    BOUNCED = "bounced", _("Came back")


class DeliveryChannel(models.TextChoices):
    """What a worker can send through."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


def new_message_id() -> str:
    """A Message-ID that stays the same however often the delivery is tried."""
    return f"<{uuid.uuid4()}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads of deliveries."""

    def failed_for_nobody(self) -> Self:
        """What did not arrive, is about no household, and was seen to by nobody yet."""
        states = [DeliveryState.FAILED, DeliveryState.BOUNCED]
        return self.filter(household=None, state__in=states, seen_to_at=None)


class Delivery(models.Model):
    """One text on its way to one address; a row in the transaction of its cause.

    The worker (`messaging.tasks.deliver`) is the only one who sends. `message` is empty for what
    is not part of the conversation: a receipt, a code, a letter to a receiving function. What is
    `to_person` goes only where the household wishes at the moment of sending; the rest goes to
    the address as it stands. `seen_to_at` is for one that did not arrive and is about no household.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    contact_point = models.ForeignKey(
        ContactPoint, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    to_person = models.BooleanField(default=False)
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=DeliveryChannel)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    mail_id = models.CharField(max_length=200, unique=True, default=new_message_id)
    provider_id = models.CharField(
        max_length=80, blank=True, db_default="", help_text=_("The SMS service's number of it.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(
        null=True, blank=True, help_text=_("When the person may be disturbed; set by the sender.")
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    seen_to_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="queued"),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(
                    household=None, state__in=["failed", "bounced"], seen_to_at=None
                ),
                name="delivery_failed_for_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.channel} {self.state}"

    @property
    def is_automatic(self) -> bool:
        """Whether no human wrote it: then no machine may answer it either (RFC 3834)."""
        return self.message is None or self.message.author_id is None


class StoppedNumber(models.Model):
    """A telephone that wants no texts from us, until it writes START.

    The number itself is not kept: the wish outlives the household, and is no more than a digest
    that only this installation can make.
    """

    erasure: ClassVar = Erasure.KEPT

    digest = models.CharField(max_length=64, unique=True)
    stopped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"stopped {self.pk}"
