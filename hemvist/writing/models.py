"""What is being written and has not left yet."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.documents.models import CaseFile
from hemvist.people.models import OwnTrack


class DraftState(models.TextChoices):
    """Where a message is on its way out."""

    WRITING = "writing", _("Is being written")
    LEAVING = "leaving", _("Leaves at a set time")
    HELD = "held", _("Was held back")


class HeldBecause(models.TextChoices):
    """Why a message did not leave."""

    SAID = "said", _("Something was said in the case meanwhile")
    CLOSED = "closed", _("The case was closed meanwhile")
    ERASED = "erased", _("Everything about the household was erased")


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reads of drafts."""

    def open_to(self, user: User) -> Self:
        """One's own drafts, and what is about to leave; nobody reads what another only tries."""
        return self.filter(Q(author=user) | ~Q(state=DraftState.WRITING))


class Draft(models.Model):
    """A message to a person that has not left: with its words, its files, and when it leaves.

    One for each colleague and case; it comes back on another machine. `had` is what its author
    had before their eyes when they pressed the button. It becomes a message with the same `key`,
    and is gone. Changed by `writing.actions`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    track = models.ForeignKey(
        OwnTrack, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    beside = models.TextField(
        blank=True, help_text=_("What templates in it say in the writer's own language.")
    )
    files = models.ManyToManyField(CaseFile, blank=True, related_name="drafts")
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.WRITING)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    had = models.TextField(blank=True)
    case_version = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField()
    leave_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=10, choices=HeldBecause, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["leave_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "author"], condition=Q(state="writing"), name="one_draft_in_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(state="leaving") | Q(leave_at__isnull=False),
                name="what_leaves_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["leave_at"], condition=Q(state="leaving"), name="draft_leaves")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def is_held(self) -> bool:
        """Whether it should have left and did not."""
        return self.state == DraftState.HELD
