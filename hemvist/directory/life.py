"""Areas of life, with what is good to know in them, and the figures of the start page."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.core.translated import spoken
from hemvist.core.trends import Trend, trend_of


class LifeArea(models.Model):
    """What a person can look for: a home, preschool and school, work, leisure and the rest."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    slug = models.SlugField(primary_key=True, max_length=40)
    names = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict, blank=True)
    help_texts = models.JSONField(
        default=dict, blank=True, help_text=_("What a host can help with.")
    )
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    can_be_sought = models.BooleanField(
        default=True, help_text=_("Whether the enquiry form offers it.")
    )

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return spoken(self.names)[0] or self.slug


class Advice(models.Model):
    """One thing that is good to know in an area of life, with its source and when it was read."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    life_area = models.ForeignKey(LifeArea, on_delete=models.CASCADE, related_name="advice")
    position = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField(default=dict)
    fact_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=500)
    checked_on = models.DateField()

    class Meta:
        ordering = ["life_area", "position"]
        verbose_name_plural = "advice"

    def __str__(self) -> str:
        return spoken(self.texts)[0]


class Figure(models.Model):
    """A true number about the municipality for the start page, with its source."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    value = models.CharField(max_length=20)
    texts = models.JSONField(default=dict, help_text=_("What the number counts."))
    fact_year = models.PositiveSmallIntegerField(null=True, blank=True)
    series = models.JSONField(
        default=dict, blank=True, help_text=_("The number of each year, where its source tells it.")
    )
    source_url = models.URLField(max_length=500)
    checked_on = models.DateField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.value

    @property
    def trend(self) -> Trend | None:
        """How it has changed, where more than one year is known."""
        return trend_of(self.series)
