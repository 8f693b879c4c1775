"""What changes the directory. Saving a row as it already is changes and records nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hemvist.audit.actions import By, record, record_all
from hemvist.directory.changes import changed_fields, touch, values
from hemvist.directory.hsds import HsdsPart
from hemvist.directory.models import (
    Advice,
    Area,
    Category,
    Figure,
    LifeArea,
    Location,
    Metadata,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
)

Row = TypeVar("Row", bound=models.Model)
OWN_SCHEME = "hemvist"
SWEDISH_LETTERS = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")
FACTS = (Advice, Area, Figure, Location, Service, ServiceAtLocation)


class SourceIsMissing(Exception):
    """A fact is published only with the address it comes from and the day it was checked."""


@transaction.atomic
def save_life_area(life_area: LifeArea, *, by: By) -> LifeArea:
    """Add an area of life or change it; the enquiry offers it from then on if it can be sought."""
    return _save(life_area, by=by)


@transaction.atomic
def save_category(category: Category, *, by: By) -> Category:
    """Add a kind of place or change it."""
    return _save(category, by=by)


@transaction.atomic
def save_advice(advice: Advice, *, by: By) -> Advice:
    """Publish something good to know. Raises SourceIsMissing."""
    return _save_fact(advice, by=by)


@transaction.atomic
def save_figure(figure: Figure, *, by: By) -> Figure:
    """Publish a number on the start page. Raises SourceIsMissing."""
    return _save_fact(figure, by=by)


@transaction.atomic
def save_area(area: Area, *, by: By) -> Area:
    """Publish an area of the municipality. Raises SourceIsMissing."""
    return _save_fact(area, by=by)


@transaction.atomic
def save_organization(organization: Organization, *, by: By) -> Organization:
    """Add an organisation or change it; it is shown through its services."""
    return _save(organization, by=by)


@transaction.atomic
def save_location(location: Location, *, by: By) -> Location:
    """Add where something is. Raises SourceIsMissing."""
    return _save_fact(location, by=by)


@transaction.atomic
def save_service(service: Service, *, by: By) -> Service:
    """Publish a service or change it. Raises SourceIsMissing."""
    return _save_fact(service, by=by)


@transaction.atomic
def save_service_at_location(at: ServiceAtLocation, *, by: By) -> ServiceAtLocation:
    """Say that a service is at a place; from then on the guide shows it there."""
    return _save_fact(at, by=by)


@transaction.atomic
def save_rows(rows: Sequence[models.Model], *, by: By) -> None:
    """Save many rows of one kind as the actions above do, with a few queries for all of them.

    A row that is there twice is saved as it stands last; what it belongs to counts as changed.
    Raises SourceIsMissing.
    """
    wanted = {row.pk: row for row in rows}
    for row in wanted.values():
        if isinstance(row, FACTS):
            _expect_source(row)
        row.clean_fields(exclude=_link_names(row))
    if wanted:
        _expect_linked(list(wanted.values()))
        _save_changed(wanted, by=by)


def _link_names(row: models.Model) -> set[str]:
    """The links to other rows; each would be asked for by itself if the row were to check them."""
    return {
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and getattr(row, field.attname) is not None
    }


def _expect_linked(rows: Sequence[models.Model]) -> None:
    """Check the links of many rows, one query for each. Raises ValidationError."""
    for field in rows[0]._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        wanted = {getattr(row, field.attname) for row in rows} - {None}
        there = field.related_model._default_manager
        if wanted and there.filter(pk__in=wanted).count() < len(wanted):
            raise ValidationError({field.name: _("What this belongs to is not there.")})


def _save_changed(wanted: dict[Any, models.Model], *, by: By) -> None:
    kind, at = type(next(iter(wanted.values()))), timezone.now()
    table = kind._default_manager
    kept = table.in_bulk(list(wanted))
    changed = [
        row for pk, row in wanted.items() if pk not in kept or values(kept[pk]) != values(row)
    ]
    table.bulk_create(row for row in changed if row.pk not in kept)
    notes = []
    for row in changed:
        if row.pk in kept:
            notes += changed_fields(kept[row.pk], row, by=by, at=at)
    if old := [row for row in changed if row.pk in kept]:
        fields = [field.name for field in kind._meta.concrete_fields if not field.primary_key]
        # Writing over what is there with one statement; a statement for each row takes minutes.
        table.bulk_create(old, update_conflicts=True, unique_fields=["pk"], update_fields=fields)
    Metadata.objects.bulk_create(notes)
    touch([*changed, *(kept[row.pk] for row in changed if row.pk in kept)], at=at)
    record_all([(f"{row._meta.model_name}.saved", row) for row in changed], by=by)


@transaction.atomic
def add_place(service: Service, *, location: Location, organization: str, by: By) -> Service:
    """Publish a new place: a service of an organisation, which is made if it is not known.

    Its address in the guide is made of its name. Raises SourceIsMissing.
    """
    known = Organization.objects.filter(name=organization).order_by("pk").first()
    service.organization = known or save_organization(Organization(name=organization), by=by)
    service.slug = _free_slug(service.name)
    where = {"source_url": service.source_url, "checked_on": service.checked_on}
    location.name, location.source_url = service.name, service.source_url
    location.checked_on = service.checked_on
    save_rows([service], by=by)
    save_rows([location], by=by)
    save_rows([ServiceAtLocation(service=service, location=location, **where)], by=by)
    return service


def _free_slug(name: str) -> str:
    stem = slugify(name.translate(SWEDISH_LETTERS))[:100] or "place"
    taken = set(Service.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    tries = (f"{stem}-{n}" for n in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *tries) if slug not in taken)


@transaction.atomic
def replace_parts(known: Sequence[HsdsPart], wanted: Sequence[HsdsPart], *, by: By) -> None:
    """Let a place have these parts of one kind and no others: its rules, its telephones."""
    kept = {part.pk for part in wanted}
    remove_rows([part for part in known if part.pk not in kept], by=by)
    save_rows(wanted, by=by)


@transaction.atomic
def check_service(service: Service, *, on: date, by: By) -> None:
    """Somebody has looked at a place, and all that is said of it is right on this day."""
    service.refresh_from_db()
    service.checked_on = on
    save_rows([service], by=by)
    record("service.checked", service, by=by)


def usual_unit() -> Unit:
    """Places, which is what most count; made when nobody has counted before."""
    names = {"sv": "platser", "en": "places", "fi": "paikkaa", "ar": "مكانًا", "uk": "місць"}
    unit, _is_new = Unit.objects.get_or_create(
        scheme=OWN_SCHEME, identifier="place", defaults={"names": names}
    )
    return unit


@transaction.atomic
def set_capacity(
    service: Service,
    *,
    unit: Unit,
    status: str,
    available: int | None,
    maximum: int | None,
    holds_until: date,
    by: By,
    at: datetime,
) -> ServiceCapacity:
    """Say how much room a service has, and until when that holds; what was said before goes."""
    known = ServiceCapacity.objects.filter(service=service, unit=unit).first()
    capacity = known or ServiceCapacity(service=service, unit=unit)
    capacity.status, capacity.available, capacity.maximum = status, available, maximum
    capacity.updated, capacity.holds_until = at, holds_until
    save_rows([capacity], by=by)
    return capacity


@transaction.atomic
def save_part(part: HsdsPart, *, by: By) -> None:
    """Add or change what belongs to a service or a location: an opening time, a telephone."""
    save_rows([part], by=by)


@transaction.atomic
def remove_rows(rows: Sequence[HsdsPart], *, by: By) -> None:
    """Take parts away; what they belonged to counts as changed."""
    if not rows:
        return
    touch(rows, at=timezone.now())
    record_all([(f"{row._meta.model_name}.removed", row) for row in rows], by=by)
    type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _save_fact(row: Row, *, by: By) -> Row:
    _expect_source(row)
    return _save(row, by=by)


def _expect_source(row: models.Model) -> None:
    source: str = getattr(row, "source_url", "")
    checked_on: date | None = getattr(row, "checked_on", None)
    if not (source and checked_on):
        raise SourceIsMissing(str(row))


def _save(row: Row, *, by: By) -> Row:
    save_rows([row], by=by)
    return row
