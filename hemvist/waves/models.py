"""A wave, and what was done in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.bulk.models import BulkDeed, Tag
from hemvist.core.models import Erasure
from hemvist.employers.models import Employer


class WaveKind(models.TextChoices):
    """What has happened; decides which steps are proposed."""

    EMPLOYER = "employer", _("An employer falls or lets people go")
    SCHOOL = "school", _("A school or preschool closes")
    HOMES = "homes", _("Homes cannot be lived in: flood, fire, cold")
    OTHER = "other", _("Something else")


class Wave(models.Model):
    """Something that happens to many households at once.

    They are the cases that carry its tag; `query` is the filter by which they are found, also
    those who come later.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("what has happened"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=WaveKind)
    employer = models.ForeignKey(
        Employer,
        verbose_name=_("employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="waves",
    )
    query = models.CharField(max_length=500)
    tag = models.OneToOneField(Tag, on_delete=models.PROTECT, related_name="wave")
    deeds = models.ManyToManyField(BulkDeed, related_name="waves")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ended_at", "-began_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_going_on(self) -> bool:
        """Whether it is still worked on."""
        return self.ended_at is None
