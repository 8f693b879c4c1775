"""Areas and places as objects of our own API, in the reader's language."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from hemvist.api.answers import full_address
from hemvist.api.hsds.parts import said
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, LifeArea, Service
from hemvist.directory.queries import with_whereabouts

Object = dict[str, Any]


def area(row: Area) -> Object:
    """An area with its page in the reader's language."""
    summary, language = spoken(row.summaries)
    return said(
        id=row.slug,
        name=row.name,
        kind=row.kind,
        kindName=str(row.get_kind_display()),
        partOf=row.part_of,
        summary=summary,
        language=language,
        kilometresToCentre=row.kilometres_to_centre,
        position=_position(row.latitude, row.longitude),
        source=_source(row),
        page=full_address("guide:area", row.slug),
    )


def life_area(row: LifeArea) -> Object:
    """An area of life with its page."""
    summary, language = spoken(row.summaries)
    return said(
        id=row.slug,
        name=str(row),
        summary=summary,
        language=language,
        page=full_address("guide:life_area", row.slug),
    )


def place(row: Service) -> Object:
    """A place with the least one needs to find it; HSDS has the rest."""
    description, language = spoken(row.descriptions)
    location = row.whereabouts
    return said(
        id=row.slug,
        uuid=row.pk,
        name=row.name,
        category=_category(row),
        organization=row.organization.name,
        description=description,
        language=language,
        status=row.status,
        statusName=str(row.get_status_display()),
        area=location.area_id if location else "",
        address=location.address if location else "",
        position=_position(location.latitude, location.longitude) if location else None,
        phone=_phone(row),
        website=row.url,
        lastModified=row.last_modified,
        source=_source(row),
        page=full_address("guide:place", row.slug),
        hsds=full_address("hsds:service", row.pk),
    )


def findable(services: QuerySet[Service]) -> QuerySet[Service]:
    """With what `place` tells of each, in a fixed number of queries."""
    return with_whereabouts(services).prefetch_related(
        "phones",
        "at_locations__phones",
        "at_locations__location__phones",
        "at_locations__location__addresses",
    )


def _phone(row: Service) -> str:
    """The number one calls first: the service's at its place, its own, then the place's."""
    at = row.at
    near = [*at.phones.all(), *row.phones.all()] if at else [*row.phones.all()]
    found = near or ([*at.location.phones.all()] if at else [])
    return next((phone.number for phone in found), "")


def _category(row: Service) -> Object:
    kind = row.category
    return {"id": kind.pk, "name": str(kind), "lifeArea": kind.life_area_id}


def _position(latitude: Decimal | None, longitude: Decimal | None) -> Object | None:
    if latitude is None or longitude is None:
        return None
    return {"latitude": float(latitude), "longitude": float(longitude)}


def _source(row: Area | Service) -> Object:
    return said(url=row.source_url, checkedOn=row.checked_on, year=row.fact_year)
