"""How to reach a place: telephones, functions, addresses, web addresses and languages."""

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.core.editions import EMPTIED
from hemvist.core.models import Erasure
from hemvist.directory.given_names import GIVEN_NAMES
from hemvist.directory.hsds import HsdsPart, belongs_to_one, part_of

PERSONAL_NUMBER = re.compile(r"\d{6}[-+ ]?\d{4}")
WORDS = re.compile(r"[^\W\d_]+")


def validate_function(text: str) -> None:
    """Refuse a person: a given name in the words or the address, or a number of identity.

    The directory is public and is copied by others, so it says units and never their staff.
    """
    words = {word.casefold() for word in WORDS.findall(text.partition("@")[0])}
    if words & GIVEN_NAMES or PERSONAL_NUMBER.search(text):
        raise ValidationError(
            _("This looks like a person. Write the unit's own name and address instead."),
            code="person",
        )


class PhoneType(models.TextChoices):
    """HSDS's words for what a number is for."""

    VOICE = "voice", _("Telephone")
    TEXT = "text", _("Text messages")
    FAX = "fax", _("Fax")
    TEXTPHONE = "textphone", _("Text telephone")


class Phone(HsdsPart):
    """A telephone number of a place, as it is written."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = part_of("Service", "phones")
    location = part_of("Location", "phones")
    service_at_location = part_of("ServiceAtLocation", "phones")
    organization = part_of("Organization", "phones")
    contact = part_of("Contact", "phones")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(_("number"), max_length=40)
    extension = models.PositiveIntegerField(null=True, blank=True)
    type = models.CharField(max_length=20, choices=PhoneType, default=PhoneType.VOICE)
    descriptions = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            belongs_to_one(
                "service",
                "location",
                "service_at_location",
                "organization",
                "contact",
                name="phone_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Contact(HsdsPart):
    """A function one can turn to, such as a reception; never a person, so it has no name."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = part_of("Service", "contacts")
    location = part_of("Location", "contacts")
    service_at_location = part_of("ServiceAtLocation", "contacts")
    organization = part_of("Organization", "contacts")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(
        _("function"), max_length=100, blank=True, validators=[validate_function]
    )
    department = models.CharField(
        _("unit"), max_length=100, blank=True, validators=[validate_function]
    )
    email = models.EmailField(_("e-mail"), blank=True, validators=[validate_function])

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            belongs_to_one(
                "service",
                "location",
                "service_at_location",
                "organization",
                name="contact_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(title="", department="", email=""), name="contact_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.department or self.email


class AddressType(models.TextChoices):
    """Where one goes, or where letters go."""

    PHYSICAL = "physical", _("Visiting address")
    POSTAL = "postal", _("Postal address")
    VIRTUAL = "virtual", _("On the web")


class Address(HsdsPart):
    """Where a location is, or where its letters go; never translated."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    location = models.ForeignKey(
        "directory.Location", on_delete=models.CASCADE, related_name="addresses"
    )
    address_type = models.CharField(
        max_length=10, choices=AddressType, default=AddressType.PHYSICAL
    )
    attention = models.CharField(max_length=200, blank=True, validators=[validate_function])
    address_1 = models.CharField(_("address"), max_length=200)
    address_2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    state_province = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=20, blank=True)
    country = models.CharField(max_length=2, default="SE")

    class Meta:
        ordering = ["address_type", "pk"]
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return self.address_1


class Url(HsdsPart):
    """A further web address of a service or an organisation."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = part_of("Service", "urls")
    organization = part_of("Organization", "urls")
    labels = models.JSONField(default=dict, blank=True)
    url = models.URLField(max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [belongs_to_one("service", "organization", name="url_of_one")]

    def __str__(self) -> str:
        return self.url


class Language(HsdsPart):
    """A language one is met in there, beside or instead of Swedish."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = part_of("Service", "languages")
    location = part_of("Location", "languages")
    phone = part_of("Phone", "languages")
    code = models.CharField(max_length=10, help_text=_("As in ISO 639: en, fi, ar."))
    notes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [belongs_to_one("service", "location", "phone", name="language_of_one")]

    def __str__(self) -> str:
        return self.code
