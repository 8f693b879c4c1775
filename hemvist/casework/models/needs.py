"""What a household looks for, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models.cases import Case
from hemvist.core.models import Erasure
from hemvist.directory.models import LifeArea
from hemvist.people.models import Person


class NeedState(models.TextChoices):
    """What became of a need; declined and not needed are answers, not failures."""

    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    MET = "met", _("Met")
    DECLINED = "declined", _("Declined by the person")
    NOT_NEEDED = "not_needed", _("Not needed any more")
    NOT_POSSIBLE = "not_possible", _("Could not be met")


class UnmetReason(models.TextChoices):
    """Why a need could not be met; what the municipality can learn from."""

    NONE_HERE = "none_here", _("There is none here")
    FULL = "full", _("No room in time")
    TOO_DEAR = "too_dear", _("Too expensive")
    TOO_FAR = "too_far", _("Too far away")
    NOT_ELIGIBLE = "not_eligible", _("The conditions are not met")
    LANGUAGE = "language", _("Not in a language they speak")
    NO_ANSWER = "no_answer", _("Those we asked did not answer")
    OTHER = "other", _("Another reason")


class Need(models.Model):
    """Something a household, or one person in it, looks for in one area of life.

    `desired` is how they want it, `achieved` what it became. Changed by `casework.needs`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    life_area = models.ForeignKey(LifeArea, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, choices=NeedState, default=NeedState.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    desired = models.CharField(max_length=300, blank=True, db_default="")
    achieved = models.CharField(max_length=300, blank=True, db_default="")
    unmet_reason = models.CharField(max_length=15, choices=UnmetReason, blank=True, db_default="")
    unmet_words = models.CharField(max_length=300, blank=True, db_default="")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="not_possible") | Q(unmet_reason=""),
                name="need_unmet_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.life_area_id} ({self.state})"

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to do anything more about it."""
        return self.state not in {NeedState.OPEN, NeedState.IN_PROGRESS}
