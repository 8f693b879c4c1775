"""Open Referral HSDS 3 in our tables, with areas of life and areas of the municipality added."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.core.translated import spoken


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
    source_url = models.URLField(max_length=500)
    checked_on = models.DateField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.value


class AreaKind(models.TextChoices):
    """How far out an area is, in a word; the list of areas is grouped by it."""

    TOWN = "town", _("In the town")
    NEAR = "near", _("Close to the town")
    VILLAGE = "village", _("In the countryside")


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

    @property
    def has_position(self) -> bool:
        """Whether it can be drawn on the map."""
        return self.latitude is not None

    @property
    def is_centre(self) -> bool:
        """Whether it is the centre that distances are counted from."""
        return self.kilometres_to_centre == 0


class HsdsRow(models.Model):
    """What every HSDS object has: a UUID, where the facts come from and when they were checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_url = models.URLField(max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    last_modified = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Organization(HsdsRow):
    """Who runs something: a municipality, a company, an association."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=200)
    descriptions = models.JSONField(default=dict, blank=True)
    website = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A taxonomy term: school, preschool, restaurant. Belongs to one area of life."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    code = models.SlugField(primary_key=True, max_length=40)
    names = models.JSONField(default=dict)
    plural_names = models.JSONField(default=dict, blank=True)
    life_area = models.ForeignKey(LifeArea, on_delete=models.PROTECT, related_name="categories")
    position = models.PositiveSmallIntegerField(default=0)
    schema_type = models.CharField(
        max_length=40, default="Place", help_text=_("The type at schema.org.")
    )

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return spoken(self.names)[0] or self.code


class ServiceStatus(models.TextChoices):
    """HSDS's own four values."""

    ACTIVE = "active", _("Open")
    INACTIVE = "inactive", _("Not open now")
    DEFUNCT = "defunct", _("Closed for good")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for a time")


class ServiceQuerySet(models.QuerySet["Service"]):
    """Reads of services."""

    def public(self) -> Self:
        """What a resident finds in the guide; what has closed for good is left out."""
        return self.exclude(status=ServiceStatus.DEFUNCT)


class Service(HsdsRow):
    """What an organisation offers; what the public guide calls a place when it has a location."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services"
    )
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("Never translated."))
    descriptions = models.JSONField(default=dict, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="services")
    status = models.CharField(max_length=20, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    fact = models.TextField(blank=True, help_text=_("As it was noted from the source."))
    fact_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("The year the source speaks of, when it says one.")
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["category", "name"], name="service_category_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def whereabouts(self) -> "Location | None":
        """The first of its locations; a service on the web or everywhere has none."""
        return next((at.location for at in self.at_locations.all()), None)

    @property
    def phone(self) -> str:
        """The telephone at its first location, if any."""
        return next((at.phone for at in self.at_locations.all()), "")


class Location(HsdsRow):
    """Where something is; in an area when we know which, with an address when we know it."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(max_length=200)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="locations"
    )
    locality = models.CharField(max_length=200, blank=True, help_text=_("As the source says it."))
    address = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ServiceAtLocation(HsdsRow):
    """A service at a place; opening hours and telephone hang here in HSDS."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="at_services")
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")
        ]

    def __str__(self) -> str:
        return f"{self.service} @ {self.location}"
