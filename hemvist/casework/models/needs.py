"""What a household looks for, and what became of it."""

from typing import ClassVar

from django.db import models
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


class Need(models.Model):
    """Something a household, or one person in it, looks for in one area of life."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    life_area = models.ForeignKey(LifeArea, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, choices=NeedState, default=NeedState.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.life_area_id} ({self.state})"
