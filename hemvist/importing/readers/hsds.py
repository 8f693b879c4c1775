"""Open Referral HSDS: one service, a list, pages of the API, or everything in one object.

Contacts are left out: they are people. Telephones of a contact are left out with them.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from hemvist.importing.faults import CannotRead, Fault
from hemvist.importing.lines import MOST_LINES, Line, cleaned
from hemvist.importing.readers.documents import documents
from hemvist.importing.readers.json_text import number, objects, part

Json = dict[str, Any]


def read(file: BinaryIO) -> Iterator[Line]:
    """A line for each service. Raises CannotRead."""
    count = 0
    for document in documents(file):
        for service in _services(document):
            count += 1
            if count > MOST_LINES:
                raise CannotRead("too_many_rows", most=MOST_LINES)
            yield _line(count, service)
    if not count:
        raise CannotRead("wrong_shape")


def _services(document: Any) -> list[Json]:
    if isinstance(document, list):
        return objects(document)
    if not isinstance(document, dict):
        return []
    if "contents" in document:
        return objects(document["contents"])
    if "services" in document:
        return _joined(document)
    return [document] if "id" in document and "name" in document else []


def _joined(bulk: Json) -> list[Json]:
    """Services with their organisations and places, which lie beside them by number."""
    organizations = _by_id(bulk.get("organizations"))
    locations = _by_id(bulk.get("locations"))
    places: dict[str, list[Json]] = {}
    for at in objects(bulk.get("service_at_locations")):
        location = at.get("location") or locations.get(str(at.get("location_id")))
        places.setdefault(str(at.get("service_id")), []).append({**at, "location": location})
    return [
        {
            "organization": organizations.get(str(service.get("organization_id"))),
            "service_at_locations": places.get(str(service.get("id"))),
            **service,
        }
        for service in objects(bulk["services"])
    ]


def _by_id(rows: Any) -> dict[str, Json]:
    return {str(row.get("id")): row for row in objects(rows)}


def _line(count: int, service: Json) -> Line:
    at = part(service, "service_at_locations", 0)
    location = part(at, "location")
    values = cleaned(
        {
            "external_id": service.get("id"),
            "name": service.get("name"),
            "description_sv": _text(service, "description", "sv"),
            "description_en": part(service, "translations", "en", "description"),
            "status": service.get("status"),
            "website": service.get("url"),
            "organization": part(service, "organization", "name"),
            "category": " | ".join(_terms(service)),
            "phone": _phone(service, at, location),
            "latitude": number(part(location, "latitude")),
            "longitude": number(part(location, "longitude")),
            **_address(location),
        }
    )
    return Line(count, values, [] if values.get("external_id") else [Fault("no_id")])


def _text(service: Json, name: str, language: str) -> Any:
    return part(service, "translations", language, name) or service.get(name)


def _terms(service: Json) -> Iterator[str]:
    """The words for what kind of service it is, most certain first."""
    for attribute in objects(service.get("attributes")):
        for name in ("code", "name"):
            if word := part(attribute, "taxonomy_term", name):
                yield str(word)


def _phone(*owners: Any) -> Any:
    found = (part(owner, "phones", 0, "number") for owner in owners)
    return next((phone for phone in found if phone), None)


def _address(location: Any) -> Json:
    addresses = objects(part(location, "addresses"))
    visited = [one for one in addresses if one.get("address_type") == "physical"]
    address = next(iter(visited or addresses), {})
    return {
        "address": address.get("address_1"),
        "postal_code": address.get("postal_code"),
        "city": address.get("city"),
    }
