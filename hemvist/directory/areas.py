"""The parts of the municipality, and how far out they lie."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure


class AreaKind(models.TextChoices):
    """How far out an area is, in a word; the list of areas is grouped by it."""

    TOWN = "town", _("In the town")
    NEAR = "near", _("Close to the town")
    VILLAGE = "village", _("In the countryside")


class Everyday(models.TextChoices):
    """What one goes to in daily life, and asks of a place to live how far away it is."""

    GROCERY = "grocery", _("Grocery shop")
    PRESCHOOL = "preschool", _("Preschool")
    SCHOOL = "school", _("School")
    HEALTH_CENTRE = "health_centre", _("Health centre")
    PHARMACY = "pharmacy", _("Pharmacy")
    HOSPITAL = "hospital", _("Hospital")


def validate_ways(ways: object) -> None:
    """Kilometres by what they lead to, and nothing else."""
    if not isinstance(ways, dict) or not all(
        code in Everyday.values and isinstance(km, int | float) and 0 <= km < 1_000
        for code, km in ways.items()
    ):
        raise ValidationError(_("Kilometres by what they lead to."), code="invalid")


class Area(models.Model):
    """A part of the municipality: a district or a village. Its name is never translated."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(_("name"), max_length=100)
    part_of = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=20, choices=AreaKind, default=AreaKind.TOWN)
    summaries = models.JSONField(default=dict, blank=True)
    kilometres_to_centre = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, blank=True
    )
    ways = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_ways],
        help_text=_("Kilometres to everyday things, as the source states them; 0 is in the area."),
    )
    ways_source_url = models.URLField(
        max_length=500, blank=True, help_text=_("Empty where it is the source of the rest.")
    )
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    position_source_url = models.URLField(max_length=500, blank=True)
    fact_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="area_has_whole_position",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the guide, in the language spoken now."""
        return reverse("guide:area", args=[self.slug])

    @property
    def everyday(self) -> list[tuple[str, float]]:
        """How far it is to everyday things, as far as is stated, in the order of the list."""
        return [(str(one.label), self.ways[one]) for one in Everyday if one in self.ways]

    @property
    def has_position(self) -> bool:
        """Whether it can be drawn on the map."""
        return self.latitude is not None

    @property
    def is_centre(self) -> bool:
        """Whether it is the centre that distances are counted from."""
        return self.kilometres_to_centre == 0
