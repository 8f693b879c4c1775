"""For whom a service is, what it costs, what one brings, and whom it reaches."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.editions import EMPTIED
from hemvist.core.models import Erasure
from hemvist.core.translated import spoken
from hemvist.directory.hsds import HsdsPart, belongs_to_one, part_of


class EligibilityKind(models.TextChoices):
    """What a rule asks about; `directory/eligibility.py` says how an answer is weighed."""

    AGE = "age", _("Age")
    ORIGIN = "origin", _("Where one moves from")
    AREA = "area", _("Where one lives or will live")
    PERSONAL_NUMBER = "personal_number", _("Swedish personal number")
    LANGUAGE = "language", _("Languages one speaks")
    EMPLOYER = "employer", _("Where one works or will work")


class EligibilityRule(HsdsPart):
    """One condition of a service. All rules of a service must be met, each in one of its ways.

    `allowed` holds codes: origins, slugs of areas, languages, or UUIDs of organisations.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, related_name="eligibility_rules"
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=EligibilityKind)
    minimum = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)
    allowed = models.JSONField(default=list, blank=True)
    notes = models.JSONField(
        default=dict, blank=True, help_text=_("What to do when the condition is not met.")
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "kind"], name="eligibility_once_a_kind"),
            models.CheckConstraint(
                condition=models.Q(minimum__isnull=True)
                | models.Q(maximum__isnull=True)
                | models.Q(minimum__lte=models.F("maximum")),
                name="eligibility_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class CostOption(HsdsPart):
    """What a service costs for somebody, somehow; in crowns unless it says otherwise."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, related_name="cost_options"
    )
    position = models.PositiveSmallIntegerField(default=0)
    options = models.JSONField(default=dict, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="SEK")
    amount_descriptions = models.JSONField(default=dict, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class RequiredDocument(HsdsPart):
    """Something one must bring or show."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, related_name="required_documents"
    )
    position = models.PositiveSmallIntegerField(default=0)
    documents = models.JSONField(default=dict)
    uri = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return spoken(self.documents)[0]


class ServiceArea(HsdsPart):
    """Where those live whom a service is for, such as a school's catchment."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = part_of("Service", "service_areas")
    service_at_location = part_of("ServiceAtLocation", "service_areas")
    area = models.ForeignKey(
        "directory.Area",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="service_areas",
    )
    name = models.CharField(max_length=200, blank=True)
    descriptions = models.JSONField(default=dict, blank=True)
    extent = models.TextField(blank=True)
    extent_type = models.CharField(max_length=40, blank=True)
    uri = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [belongs_to_one("service", "service_at_location", name="service_area_of_one")]

    def __str__(self) -> str:
        return self.name
