"""Words that others use for the same things, and the numbers by which organisations are known."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.editions import NOTHING
from hemvist.core.models import Erasure
from hemvist.core.translated import spoken
from hemvist.directory.hsds import HsdsPart


class Taxonomy(HsdsPart):
    """A list of words kept by somebody: ours, schema.org's, OpenStreetMap's."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(max_length=100, unique=True)
    descriptions = models.JSONField(default=dict, blank=True)
    uri = models.URLField(max_length=500, blank=True)
    version = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(HsdsPart):
    """One word of a taxonomy. With a category, it means the same as that kind of place."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(max_length=100)
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    category = models.ForeignKey(
        "directory.Category",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="terms",
    )
    term_uri = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["taxonomy", "code"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="term_once_in_taxonomy")
        ]

    def __str__(self) -> str:
        return spoken(self.names)[0] or self.code


class Attribute(HsdsPart):
    """A term put on any row of the directory, by the row's kind and UUID as HSDS does it."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    link_entity = models.CharField(max_length=40, help_text=_("service, location, organization."))
    link_id = models.UUIDField()
    link_type = models.CharField(max_length=40, blank=True)
    taxonomy_term = models.ForeignKey(
        TaxonomyTerm, on_delete=models.CASCADE, related_name="attributes"
    )
    value = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["link_entity", "link_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link_entity", "link_id", "taxonomy_term", "link_type", "value"],
                name="attribute_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_entity} {self.link_id}: {self.taxonomy_term_id}"


SWEDISH_NUMBER = "SE-ON"


def validate_organization_number(text: str) -> None:
    """Ten digits with a check digit, and no person's number.

    A sole trader's number is a personal number, which the directory never holds: in an
    organisation's, the second pair of digits is at least 20.
    """
    digits = text.replace("-", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 10 and _checks(digits)):
        raise ValidationError(
            _("Write the ten digits of the organisation number, such as 212000-2767."),
            code="invalid",
        )
    if int(digits[2:4]) < 20:
        raise ValidationError(
            _("This is a person's number. The directory holds no numbers of persons."),
            code="person",
        )


def _checks(digits: str) -> bool:
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


class OrganizationIdentifier(HsdsPart):
    """A number that an organisation is known by in a register; SE-ON is Bolagsverket's."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    organization = models.ForeignKey(
        "directory.Organization", on_delete=models.CASCADE, related_name="identifiers"
    )
    identifier_scheme = models.CharField(max_length=40, default=SWEDISH_NUMBER)
    identifier_type = models.CharField(max_length=100, default="Organisationsnummer")
    identifier = models.CharField(max_length=100)

    class Meta:
        ordering = ["identifier_scheme", "identifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "identifier_scheme", "identifier"], name="identifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.identifier_scheme} {self.identifier}"

    def clean_fields(self, exclude: object = None) -> None:
        """Django's, and the number itself when it is a Swedish one."""
        super().clean_fields(exclude)  # type: ignore[arg-type]
        if self.identifier_scheme == SWEDISH_NUMBER:
            try:
                validate_organization_number(self.identifier)
            except ValidationError as mistake:
                raise ValidationError({"identifier": mistake}) from mistake


class Metadata(HsdsPart):
    """One field of one row that was changed: from what, to what, when, and by which kind of hand.

    It is published, so it names no person; the log of the installation knows who it was.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = NOTHING

    resource_type = models.CharField(max_length=40)
    resource_id = models.UUIDField()
    last_action_date = models.DateTimeField()
    last_action_type = models.CharField(max_length=20, default="update")
    field_name = models.CharField(max_length=60)
    previous_value = models.TextField(blank=True)
    replacement_value = models.TextField(blank=True)
    updated_by = models.CharField(max_length=40)

    class Meta:
        ordering = ["-last_action_date", "field_name", "pk"]
        verbose_name_plural = "metadata"
        indexes = [
            models.Index(
                fields=["resource_type", "resource_id", "-last_action_date"], name="metadata_of"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_type} {self.field_name}"
