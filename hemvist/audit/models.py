"""Events and the chain that seals them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from hemvist.core.models import Erasure


class ActorKind(models.TextChoices):
    """Who did it, when it was not a member of staff with an account."""

    STAFF = "staff"
    RESIDENT = "resident"
    RECEIVER = "receiver"
    SYSTEM = "system"


class Event(models.Model):
    """One deed or one look, written in the same transaction as the deed.

    Written by `audit.actions.record` alone. The database refuses UPDATE, DELETE and TRUNCATE.
    `detail` holds codes and numbers, never names or what somebody wrote.
    """

    erasure: ClassVar = Erasure.KEPT

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="event_subject"),
            models.Index(fields=["actor", "-at"], name="event_actor"),
            models.Index(fields=["-at", "-id"], name="event_newest"),
            models.Index(fields=["verb", "-at"], name="event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_type} {self.subject_id}"


class Link(models.Model):
    """An event's place in the chain: the hash over the event and the link before it.

    Made by `audit.actions.seal`, a little after the event, so that no request waits for the
    chain. A changed, removed or added event no longer fits its link.
    """

    erasure: ClassVar = Erasure.KEPT

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="link")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.digest[:12]}"
