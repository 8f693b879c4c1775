"""Who vouches that what the guide says of a place is right, and what they want changed."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.editions import NOTHING
from hemvist.core.models import Erasure
from hemvist.directory.contacts import validate_function


class Keeper(models.Model):
    """Who answers for one place: a colleague, or the e-mail address of a function.

    The key is what their link is made of; a new one makes every old link void.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = NOTHING

    service = models.OneToOneField(
        "directory.Service", on_delete=models.CASCADE, related_name="keeper"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="kept_places",
    )
    email = models.EmailField(_("e-mail"), blank=True, validators=[validate_function])
    language = models.CharField(_("language"), max_length=10, default="sv")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_on = models.DateField(null=True, blank=True)
    times_asked = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, email="")
                | (models.Q(user__isnull=True) & ~models.Q(email="")),
                name="keeper_is_user_or_address",
            )
        ]

    def __str__(self) -> str:
        return str(self.user or self.email)

    def clean(self) -> None:
        """One of the two, not both."""
        if bool(self.user_id) == bool(self.email):
            raise ValidationError(_("Choose a colleague or write the address of a unit."))


class ProposalState(models.TextChoices):
    """What became of what a keeper wants changed."""

    OPEN = "open", _("Waits for an editor")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class ProposalQuerySet(models.QuerySet["ChangeProposal"]):
    """Reads of proposals."""

    def open(self) -> Self:
        """Those that wait for an editor."""
        return self.filter(state=ProposalState.OPEN)


class ChangeProposal(models.Model):
    """What a keeper wants changed about a place; an editor accepts or declines it.

    `changes` holds for each field the value as it was and the value that is wanted.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = NOTHING

    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, related_name="proposals"
    )
    made_at = models.DateTimeField()
    changes = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["state", "made_at"], name="proposal_state")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.made_at:%Y-%m-%d}"
