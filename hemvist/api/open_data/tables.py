"""The directory as tables: the columns of each, and the keys between them (HSDS, tabular)."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import QuerySet
from pydantic import TypeAdapter

from hemvist.api.hsds import objects, part_shapes, parts, shapes
from hemvist.directory import models
from hemvist.directory.models import Service, ServiceAtLocation, TaxonomyTerm

# A cell that begins so is a formula to a spreadsheet; the apostrophe makes it text. A telephone
# number begins with + as well, and a number is harmless.
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"\+[\d ()-]+", re.ASCII)
PLAIN = {"string", "integer", "number", "boolean"}
Object = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One file: what its rows are made of, and which columns point to which other table."""

    name: str
    rows: QuerySet[Any]
    shape: Callable[[Any], Object]
    looks: Any
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """The columns and what is in them; keys to other tables come after the row's own."""
        return {"id": "string", **dict.fromkeys(self.keys, "string"), **_plain_columns(self.looks)}

    def cells(self, row: Any) -> list[Any]:
        """One line."""
        told = self.shape(row)
        keys = {key: getattr(row, key, None) for key in self.keys}
        return [plain_cell(told.get(name, keys.get(name))) for name in self.columns]


@cache
def _plain_columns(looks: Any) -> dict[str, str]:
    """What an object says in one word; its lists and parts have tables of their own."""
    properties = TypeAdapter(looks).json_schema()["properties"]
    return {name: shape["type"] for name, shape in properties.items() if shape.get("type") in PLAIN}


def plain_cell(value: Any) -> Any:
    """A single value as tables write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def harmless(value: Any) -> Any:
    """A cell that a spreadsheet shows and never runs."""
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def csv_lines(columns: Iterable[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """Lines of a table, with its header, safe for spreadsheets."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in [list(columns)], rows:
        for cells in row:
            writer.writerow([harmless(cell) for cell in cells])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()


PLACES = {
    "service_id": "services",
    "location_id": "locations",
    "service_at_location_id": "service_at_location",
}
OWNERS = {**PLACES, "organization_id": "organizations"}


def tables(services: QuerySet[Service]) -> list[Table]:
    """Every table, with what belongs to these services and nothing else."""
    ids = services.values("pk")
    at = ServiceAtLocation.objects.filter(service__in=ids)
    here = at.values("location")
    organizations = services.values("organization")
    near = {"service__in": ids, "location__in": here, "service_at_location__in": at.values("pk")}
    everywhere = {**near, "organization__in": organizations}
    contacts = _of(models.Contact, everywhere)
    phones = _of(models.Phone, {**everywhere, "contact__in": contacts.values("pk")})
    return [
        *_main(services, at),
        *_of_services(ids, organizations),
        Table("locations", _pick(models.Location, here).select_related("area"),
              objects.location, shapes.Location, {"organization_id": "organizations"}),
        Table("addresses", models.Address.objects.filter(location__in=here), parts.address,
              part_shapes.Address, {"location_id": "locations"}),
        Table("accessibility", models.Accessibility.objects.filter(location__in=here),
              parts.accessibility, part_shapes.Accessibility, {"location_id": "locations"}),
        Table("contacts", contacts, parts.contact_alone, part_shapes.Contact, OWNERS),
        Table("phones", phones, parts.phone_alone, part_shapes.Phone,
              {**OWNERS, "contact_id": "contacts"}),
        Table("languages", _of(models.Language, {
            "service__in": ids, "location__in": here, "phone__in": phones.values("pk")}),
              parts.language, part_shapes.Language,
              {"service_id": "services", "location_id": "locations", "phone_id": "phones"}),
        Table("schedules", _of(models.Schedule, near), parts.schedule, part_shapes.Schedule,
              PLACES),
    ]  # fmt: skip


def _main(services: QuerySet[Service], at: QuerySet[ServiceAtLocation]) -> list[Table]:
    return [
        Table("organizations", _pick(models.Organization, services.values("organization")),
              objects.organization, shapes.Organization),
        Table("programs", _pick(models.Program, services.values("program")), parts.program,
              part_shapes.Program, {"organization_id": "organizations"}),
        Table("services", services.select_related("organization", "program"), objects.service,
              shapes.Service, {"organization_id": "organizations", "program_id": "programs"}),
        Table("service_at_location", at.select_related(
            "location__area", "service__organization", "service__program"),
              objects.service_at_location, shapes.ServiceAtLocation,
              {"service_id": "services", "location_id": "locations"}),
        Table("taxonomies", models.Taxonomy.objects.all(), objects.taxonomy, part_shapes.Taxonomy),
        Table("taxonomy_terms", TaxonomyTerm.objects.select_related("taxonomy"),
              objects.taxonomy_term, part_shapes.TaxonomyTerm, {"taxonomy_id": "taxonomies"}),
    ]  # fmt: skip


def _of_services(ids: Any, organizations: Any) -> list[Table]:
    key = {"service_id": "services"}
    at = ServiceAtLocation.objects.filter(service__in=ids).values("pk")
    return [
        Table("organization_identifiers",
              models.OrganizationIdentifier.objects.filter(organization__in=organizations),
              parts.identifier, part_shapes.OrganizationIdentifier,
              {"organization_id": "organizations"}),
        Table("url", _of(models.Url, {"service__in": ids, "organization__in": organizations}),
              parts.url, part_shapes.Url, {**key, "organization_id": "organizations"}),
        Table("cost_options", models.CostOption.objects.filter(service__in=ids),
              parts.cost_option, part_shapes.CostOption, key),
        Table("required_documents", models.RequiredDocument.objects.filter(service__in=ids),
              parts.required_document, part_shapes.RequiredDocument, key),
        Table("service_areas", _of(models.ServiceArea, {
            "service__in": ids, "service_at_location__in": at}).select_related("area"),
              parts.service_area, part_shapes.ServiceArea,
              {**key, "service_at_location_id": "service_at_location"}),
    ]  # fmt: skip


def _pick(model: Any, ids: Any) -> Any:
    return model.objects.filter(pk__in=ids)


def _of(model: Any, owners: dict[str, Any]) -> Any:
    """The rows of a part that belong to one of the owners."""
    found = model.objects.none()
    for name, rows in owners.items():
        found = found | model.objects.filter(**{name: rows})
    return found
