"""Check-ins."""

from datetime import date, timedelta
from typing import ClassVar, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.messaging.models import Message


class Milestone(models.TextChoices):
    """How long after the move somebody is asked."""

    TWO_WEEKS = "2w", _("Two weeks")
    ONE_MONTH = "1m", _("One month")
    THREE_MONTHS = "3m", _("Three months")
    SIX_MONTHS = "6m", _("Six months")
    TWELVE_MONTHS = "12m", _("Twelve months")

    def day_after(self, moved_in_on: date) -> date:
        """The day it falls on; the 31st becomes the last day of a shorter month."""
        if self is Milestone.TWO_WEEKS:
            return moved_in_on + timedelta(days=14)
        return moved_in_on + relativedelta(months=int(self.value.removesuffix("m")))


class CheckInState(models.TextChoices):
    """Where a check-in stands; the last three are ends."""

    PLANNED = "planned", _("Planned")
    PAUSED = "paused", _("Paused")
    ASKED = "asked", _("Asked, not answered yet")
    ANSWERED = "answered", _("Answered")
    SILENT = "silent", _("No answer")
    SKIPPED = "skipped", _("Skipped")


class Mood(models.TextChoices):
    """How somebody says it is going, with one tap."""

    GOOD = "good", _("Good")
    SO_SO = "so_so", _("So-so")
    BAD = "bad", _("Not good")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Reads of check-ins."""

    def visible_to(self, user: User) -> Self:
        """Those of the cases that somebody may know of."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def waiting(self) -> Self:
        """Those that have not been asked yet."""
        return self.filter(state__in=[CheckInState.PLANNED, CheckInState.PAUSED])


class CheckIn(models.Model):
    """One question to one household about how it is going, and what they said.

    Made by `follow_up.actions.move_in`, five for a case. `message` is the question as it stands in
    the conversation; what the person adds in words is a message of its own.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="check_ins")
    milestone = models.CharField(max_length=3, choices=Milestone)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=CheckInState, default=CheckInState.PLANNED)
    mood = models.CharField(max_length=10, choices=Mood, blank=True)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The colleague who wrote it down; empty when the person tapped it."),
    )
    skipped_because = models.CharField(max_length=200, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["case", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "milestone"], name="one_check_in_a_milestone"),
            models.CheckConstraint(
                condition=Q(state="answered") & ~Q(mood="") | ~Q(state="answered") & Q(mood=""),
                name="answered_check_in_says_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(state="planned"),
                name="check_in_due",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(state="asked"),
                name="check_in_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.due_on}"

    @property
    def can_be_answered(self) -> bool:
        """Whether the person can say how it is going, or say it otherwise than before."""
        return self.state in {CheckInState.ASKED, CheckInState.SILENT, CheckInState.ANSWERED}

    @property
    def tone(self) -> str:
        """How the answer looks beside its words."""
        tones = {Mood.GOOD.value: "good", Mood.SO_SO.value: "warn", Mood.BAD.value: "bad"}
        return tones.get(self.mood, "neutral")
