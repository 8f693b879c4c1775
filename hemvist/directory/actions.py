"""What changes the directory. Saving a row as it already is changes and records nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction

from hemvist.audit.actions import By, record, record_all
from hemvist.directory.models import (
    Advice,
    Area,
    Category,
    Figure,
    LifeArea,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)

Row = TypeVar("Row", bound=models.Model)
NOT_COMPARED = {"last_modified"}
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

    A row that is there twice is saved as it stands last. Raises SourceIsMissing.
    """
    wanted = {row.pk: row for row in rows}
    for row in wanted.values():
        if isinstance(row, FACTS):
            _expect_source(row)
        row.clean_fields()
    if wanted:
        _save_changed(wanted, by=by)


def _save_changed(wanted: dict[Any, models.Model], *, by: By) -> None:
    table = type(next(iter(wanted.values())))._default_manager
    kept = table.in_bulk(list(wanted))
    changed = [
        row for pk, row in wanted.items() if pk not in kept or _values(kept[pk]) != _values(row)
    ]
    table.bulk_create(row for row in changed if row.pk not in kept)
    for row in changed:
        if row.pk in kept:
            row.save(force_update=True)
    record_all([(f"{row._meta.model_name}.saved", row) for row in changed], by=by)


def _save_fact(row: Row, *, by: By) -> Row:
    _expect_source(row)
    return _save(row, by=by)


def _expect_source(row: models.Model) -> None:
    source: str = getattr(row, "source_url", "")
    checked_on: date | None = getattr(row, "checked_on", None)
    if not (source and checked_on):
        raise SourceIsMissing(str(row))


def _save(row: Row, *, by: By) -> Row:
    row.clean_fields()
    kept = type(row)._default_manager.filter(pk=row.pk).first()
    if kept and _values(kept) == _values(row):
        return row
    row.save(force_insert=kept is None, force_update=kept is not None)
    record(f"{row._meta.model_name}.saved", row, by=by)
    return row


def _values(row: models.Model) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in NOT_COMPARED
    }
