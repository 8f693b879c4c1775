"""Open Referral HSDS 3 in our tables, with areas of life and areas of the municipality added."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemvist.core.editions import GONE
from hemvist.core.models import Erasure
from hemvist.core.translated import spoken
from hemvist.directory.accessible import AccessAnswer, Accessibility, AccessNeed
from hemvist.directory.areas import Area, AreaKind, Everyday
from hemvist.directory.capacity import CapacityStatus, Program, ServiceCapacity, Unit
from hemvist.directory.conditions import (
    CostOption,
    EligibilityKind,
    EligibilityRule,
    RequiredDocument,
    ServiceArea,
)
from hemvist.directory.contacts import (
    Address,
    AddressType,
    Contact,
    Language,
    Phone,
    PhoneType,
    Url,
    validate_function,
)
from hemvist.directory.hsds import HsdsRow
from hemvist.directory.keeping import ChangeProposal, Keeper, ProposalState
from hemvist.directory.life import Advice, Figure, LifeArea
from hemvist.directory.provenance import Provenance
from hemvist.directory.schedules import AttendingType, Frequency, Schedule, SpecialDay
from hemvist.directory.swedish_order import in_swedish_order
from hemvist.directory.taxonomy import (
    Attribute,
    Metadata,
    OrganizationIdentifier,
    Taxonomy,
    TaxonomyTerm,
)

# The parts of a service and of a location stand in modules of their own, named for their subject.
__all__ = [
    "AccessAnswer",
    "AccessNeed",
    "Accessibility",
    "Address",
    "AddressType",
    "Advice",
    "Area",
    "AreaKind",
    "AttendingType",
    "Attribute",
    "CapacityStatus",
    "Category",
    "ChangeProposal",
    "Contact",
    "CostOption",
    "EligibilityKind",
    "EligibilityRule",
    "Everyday",
    "Figure",
    "Frequency",
    "HsdsRow",
    "Keeper",
    "Language",
    "LifeArea",
    "Location",
    "LocationType",
    "Metadata",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "PhoneType",
    "Program",
    "ProposalState",
    "Provenance",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "ServiceStatus",
    "SpecialDay",
    "Taxonomy",
    "TaxonomyTerm",
    "Unit",
    "Url",
]

USUAL_REVIEW_DAYS = 180


class Organization(HsdsRow):
    """Who runs something: a municipality, a company, an association."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    descriptions = models.JSONField(default=dict, blank=True)
    website = models.URLField(max_length=500, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, validators=[validate_function])
    legal_status = models.CharField(max_length=100, blank=True)
    year_incorporated = models.PositiveSmallIntegerField(null=True, blank=True)
    logo = models.URLField(max_length=500, blank=True)
    uri = models.URLField(max_length=500, blank=True)
    parent_organization = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )

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
    edition_tells: ClassVar = GONE

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services"
    )
    program = models.ForeignKey(
        Program, null=True, blank=True, on_delete=models.SET_NULL, related_name="services"
    )
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("Never translated."))
    alternate_name = models.CharField(max_length=200, blank=True)
    descriptions = models.JSONField(default=dict, blank=True)
    url = models.URLField(max_length=500, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, validators=[validate_function])
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="services")
    status = models.CharField(max_length=20, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    alerts = models.JSONField(
        default=dict, blank=True, help_text=_("What everybody should know just now.")
    )
    application_processes = models.JSONField(default=dict, blank=True)
    eligibility_descriptions = models.JSONField(default=dict, blank=True)
    fees_descriptions = models.JSONField(default=dict, blank=True)
    interpretation_services = models.JSONField(default=dict, blank=True)
    wait_times = models.JSONField(default=dict, blank=True)
    accreditations = models.CharField(max_length=500, blank=True)
    licenses = models.CharField(max_length=500, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    fact = models.TextField(blank=True, help_text=_("As it was noted from the source."))
    fact_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("The year the source speaks of, when it says one.")
    )
    review_days = models.PositiveSmallIntegerField(
        default=USUAL_REVIEW_DAYS, help_text=_("After how many days somebody shall look again.")
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(in_swedish_order(), "id", name="service_swedish_name"),
            models.Index("category", in_swedish_order(), "id", name="service_category_swedish"),
            models.Index(fields=["checked_on"], name="service_checked_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_age__isnull=True)
                | models.Q(maximum_age__isnull=True)
                | models.Q(minimum_age__lte=models.F("maximum_age")),
                name="service_ages_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the guide, in the language spoken now."""
        return reverse("guide:place", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether a resident finds it in the guide."""
        return self.status != ServiceStatus.DEFUNCT

    @property
    def at(self) -> "ServiceAtLocation | None":
        """The first of its places; a service on the web or everywhere has none."""
        return next(iter(self.at_locations.all()), None)

    @property
    def whereabouts(self) -> "Location | None":
        """The first of its locations."""
        return self.at.location if self.at else None

    @property
    def review_due_on(self) -> date | None:
        """The day from which it should be looked at again."""
        return self.checked_on and self.checked_on + timedelta(days=self.review_days)

    def is_long_overdue(self, *, on: date) -> bool:
        """Whether nobody has looked for twice as long as should be; then the public is told."""
        return (
            self.checked_on is not None
            and self.checked_on + timedelta(days=2 * self.review_days) < on
        )


class LocationType(models.TextChoices):
    """HSDS's own three values."""

    PHYSICAL = "physical", _("A place one goes to")
    POSTAL = "postal", _("Where letters go")
    VIRTUAL = "virtual", _("On the web")


class Location(HsdsRow):
    """Where something is; in an area when we know which, with an address when we know it."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = GONE

    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    location_type = models.CharField(
        max_length=10, choices=LocationType, default=LocationType.PHYSICAL
    )
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.SET_NULL, related_name="locations"
    )
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="locations"
    )
    locality = models.CharField(max_length=200, blank=True, help_text=_("As the source says it."))
    descriptions = models.JSONField(default=dict, blank=True)
    transportations = models.JSONField(default=dict, blank=True)
    url = models.URLField(max_length=500, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    external_identifier = models.CharField(max_length=200, blank=True)
    external_identifier_type = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="location_position"),
            models.Index(
                fields=["external_identifier_type", "external_identifier"], name="location_outside"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="location_has_whole_position",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The street and number one goes to, if known."""
        return next(
            (
                address.address_1
                for address in self.addresses.all()
                if address.address_type == AddressType.PHYSICAL
            ),
            "",
        )


class ServiceAtLocation(HsdsRow):
    """A service at a place; opening hours and telephone hang here in HSDS."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = GONE

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="at_services")
    descriptions = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")
        ]

    def __str__(self) -> str:
        return f"{self.service} @ {self.location}"
