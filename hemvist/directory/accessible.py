"""What a place is like for somebody who needs something of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.directory.hsds import HsdsPart


class AccessNeed(models.TextChoices):
    """What somebody may need of a place."""

    WHEELCHAIR = "wheelchair", _("With a wheelchair")
    PRAM = "pram", _("With a pram")
    WALKING = "walking", _("Walking is hard")
    SIGHT = "sight", _("Little or no sight")
    HEARING = "hearing", _("Little or no hearing")
    COGNITIVE = "cognitive", _("Easy to find and understand")
    ALLERGY = "allergy", _("Allergies")
    TOILET = "toilet", _("Accessible toilet")


class AccessAnswer(models.TextChoices):
    """Whether the place meets the need; unknown is an answer, silence is not."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Accessibility(HsdsPart):
    """What one location is like for one need, with what one should know about it in words."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    location = models.ForeignKey(
        "directory.Location", on_delete=models.CASCADE, related_name="accessibility"
    )
    need = models.CharField(max_length=20, choices=AccessNeed)
    answer = models.CharField(max_length=10, choices=AccessAnswer, default=AccessAnswer.UNKNOWN)
    details = models.JSONField(default=dict, blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["location", "need"]
        verbose_name_plural = "accessibility"
        constraints = [
            models.UniqueConstraint(fields=["location", "need"], name="accessibility_once_a_need")
        ]
        indexes = [models.Index(fields=["need", "answer"], name="accessibility_need_answer")]

    def __str__(self) -> str:
        return f"{self.need}: {self.answer}"
