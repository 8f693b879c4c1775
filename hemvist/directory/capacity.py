"""How much room there is: places in a preschool, homes to let, what a course can take."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.editions import EMPTIED
from hemvist.core.models import Erasure
from hemvist.core.translated import spoken
from hemvist.directory.hsds import HsdsPart, HsdsRow


class CapacityStatus(models.TextChoices):
    """How it is with room just now, in four values; nothing else is ever guessed."""

    AVAILABLE = "available", _("There is room")
    LIMITED = "limited", _("A few places left")
    WAITLIST = "waitlist", _("Full, with a waiting list")
    FULL = "full", _("Full")


class Unit(HsdsPart):
    """What is counted: places, homes, beds."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    names = models.JSONField(default=dict)
    scheme = models.CharField(max_length=40, blank=True)
    identifier = models.CharField(max_length=40, blank=True)
    uri = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["identifier", "pk"]

    def __str__(self) -> str:
        return spoken(self.names)[0] or self.identifier


class CapacityQuerySet(models.QuerySet["ServiceCapacity"]):
    """Reads of capacities."""

    def holding(self, *, on: date) -> Self:
        """Those that still hold on a day; the others are old news."""
        return self.filter(holds_until__gte=on)


class ServiceCapacity(HsdsPart):
    """How much room a service said it has, when it said so and until when that holds.

    After `holds_until` nobody knows: the public page then says so instead of the old value.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, related_name="capacities"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="capacities")
    status = models.CharField(max_length=20, choices=CapacityStatus)
    available = models.PositiveIntegerField(null=True, blank=True)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    descriptions = models.JSONField(default=dict, blank=True)
    updated = models.DateTimeField()
    holds_until = models.DateField()

    objects = CapacityQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "pk"]
        verbose_name_plural = "service capacities"
        constraints = [
            models.UniqueConstraint(fields=["service", "unit"], name="capacity_once_a_unit"),
            models.CheckConstraint(
                condition=models.Q(available__isnull=True)
                | models.Q(maximum__isnull=True)
                | models.Q(available__lte=models.F("maximum")),
                name="capacity_within_maximum",
            ),
        ]

    def __str__(self) -> str:
        return self.status

    def holds(self, *, on: date) -> bool:
        """Whether it can still be told to somebody."""
        return self.holds_until >= on


class Program(HsdsRow):
    """What several services of an organisation belong to."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    organization = models.ForeignKey(
        "directory.Organization", on_delete=models.CASCADE, related_name="programs"
    )
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    descriptions = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
