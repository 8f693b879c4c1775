"""A place told field by field, and the rows that a place told so is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.text import slugify

from hemvist.directory.hsds import HsdsPart
from hemvist.directory.models import (
    Address,
    AddressType,
    Area,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    ServiceStatus,
)
from hemvist.directory.queries import with_whereabouts
from hemvist.importing.models import Source
from hemvist.importing.targets.target import own_id
from hemvist.importing.understanding import Flat


def runs(flat: Flat) -> str:
    """The name of who runs a place; where nobody says it, the place runs itself."""
    return flat.get("organization") or flat["name"]


def with_parts(services: QuerySet[Service]) -> QuerySet[Service]:
    """With all that `flat_of` reads: one query for each kind of part."""
    return with_whereabouts(services).prefetch_related(
        "phones", "at_locations__phones", "at_locations__location__addresses"
    )


def flat_of(service: Service) -> Flat:
    """All that a list can say about a place, as it is now; what is not known is left out."""
    location = service.whereabouts
    address = _visited(location)
    phone = _called(service)
    said = {
        "name": service.name,
        "category": service.category_id,
        "description_sv": service.descriptions.get("sv", ""),
        "description_en": service.descriptions.get("en", ""),
        "organization": service.organization.name,
        "status": service.status,
        "website": service.url,
        "source_url": service.source_url,
        "phone": phone.number if phone else "",
        "checked_on": service.checked_on.isoformat() if service.checked_on else "",
    }
    if location:
        said |= {
            "area": location.area.name if location.area else location.locality,
            "latitude": "" if location.latitude is None else f"{location.latitude:.6f}",
            "longitude": "" if location.longitude is None else f"{location.longitude:.6f}",
        }
    if address:
        said |= {
            "address": address.address_1,
            "postal_code": address.postal_code,
            "city": address.city,
        }
    return {name: text for name, text in said.items() if text}


def _called(service: Service) -> Phone | None:
    """The telephone one calls first: that of the service at its place, else the service's own."""
    at = service.at
    phones = [*at.phones.all(), *service.phones.all()] if at else [*service.phones.all()]
    return next(iter(phones), None)


def _visited(location: Location | None) -> Address | None:
    addresses = location.addresses.all() if location else []
    return next((one for one in addresses if one.address_type == AddressType.PHYSICAL), None)


@dataclass
class Written:
    """The rows of many places, gathered to be saved a kind at a time."""

    source: Source
    on: date
    areas: dict[str, Area]
    organizations: dict[str, Organization]
    slugs: set[str]
    new_organizations: list[Organization] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    at_locations: list[ServiceAtLocation] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    emptied: list[HsdsPart] = field(default_factory=list)

    def in_order(self) -> Iterator[list[Model]]:
        """Each kind after those it points to."""
        yield list(self.new_organizations)
        yield list(self.locations)
        yield list(self.services)
        yield list(self.at_locations)
        yield list(self.addresses)
        yield list(self.phones)

    def place(self, pk: UUID, flat: Flat, service: Service | None) -> None:
        """One place: a new one, or one that is there with other words."""
        own, page = str(pk), flat.get("source_url") or self.source.page
        on = date.fromisoformat(flat["checked_on"]) if flat.get("checked_on") else self.on
        is_new = service is None
        service = service or Service(id=pk, slug=self._slug(flat["name"]))
        service.name, service.category_id = flat["name"], flat["category"]
        service.organization = self._organization(runs(flat))
        service.status = flat.get("status") or ServiceStatus.ACTIVE
        service.url = flat.get("website", "")
        service.descriptions = _descriptions(service.descriptions, flat)
        service.source_url, service.checked_on = page, on
        at = None if is_new else service.at
        location = at.location if at else Location(id=own_id(self.source.slug, own, "location"))
        self._location(location, flat, page, on)
        if at is None:
            at = ServiceAtLocation(
                id=own_id(self.source.slug, own, "at"), service=service, location=location
            )
            at.source_url, at.checked_on = page, on
            self.at_locations.append(at)
        self.services.append(service)
        self._address(location, flat, own, is_new)
        self._phone(service, at, flat, own, is_new)

    def _location(self, location: Location, flat: Flat, page: str, on: date) -> None:
        area = self.areas.get(flat.get("area", "").casefold())
        location.name = location.name or flat["name"]
        location.area, location.locality = area, "" if area else flat.get("area", "")
        location.latitude, location.longitude = (
            Decimal(flat[name]) if flat.get(name) else None for name in ("latitude", "longitude")
        )
        location.source_url, location.checked_on = page, on
        self.locations.append(location)

    def _address(self, location: Location, flat: Flat, own: str, is_new: bool) -> None:
        kept = None if is_new or location._state.adding else _visited(location)
        if not flat.get("address"):
            self.emptied += [kept] if kept else []
            return
        address = kept or Address(
            id=own_id(self.source.slug, own, "address"), location_id=location.pk
        )
        address.address_1 = flat["address"]
        address.postal_code, address.city = flat.get("postal_code", ""), flat.get("city", "")
        self.addresses.append(address)

    def _phone(
        self, service: Service, at: ServiceAtLocation, flat: Flat, own: str, is_new: bool
    ) -> None:
        kept = None if is_new else _called(service)
        if not flat.get("phone"):
            self.emptied += [kept] if kept else []
            return
        phone = kept or Phone(
            id=own_id(self.source.slug, own, "phone"), service_at_location_id=at.pk
        )
        phone.number = flat["phone"]
        self.phones.append(phone)

    def _organization(self, name: str) -> Organization:
        if name not in self.organizations:
            made = Organization(id=own_id(self.source.slug, name, "organization"), name=name)
            self.organizations[name] = made
            self.new_organizations.append(made)
        return self.organizations[name]

    def _slug(self, name: str) -> str:
        stem = slugify(name)[:100] or "plats"
        slug, number = stem, 2
        while slug in self.slugs:
            slug, number = f"{stem}-{number}", number + 1
        self.slugs.add(slug)
        return slug


def _descriptions(kept: dict[str, str], flat: Flat) -> dict[str, str]:
    """The texts in all languages, with those a list can give as the list gives them."""
    said = {code: flat.get(f"description_{code}", "") for code in ("sv", "en")}
    return {code: text for code, text in {**kept, **said}.items() if text}
