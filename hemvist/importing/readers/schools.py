"""Skolenhetsregistret, version 2: the light list, single schools, or both after each other.

Who heads a school and their e-mail stand in the register; they are people, and not taken.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from hemvist.importing.faults import CannotRead, Fault
from hemvist.importing.lines import MOST_LINES, Line, cleaned
from hemvist.importing.readers.documents import documents
from hemvist.importing.readers.json_text import number, objects, part
from hemvist.importing.swedish_grid import to_degrees

Json = dict[str, Any]

STATUS = {
    "AKTIV": "active",
    "VILANDE": "temporarily closed",
    "UPPHORT": "defunct",
    "PLANERAD": "inactive",
}
# The words of the register for grown people's schools; all others are for the young.
FOR_ADULTS = {"VUX", "SFI", "VUXGR", "VUXGY", "VUXSFI"}


def read(file: BinaryIO) -> Iterator[Line]:
    """A line for each school; what is known of single schools goes before the list.

    Raises CannotRead.
    """
    found: dict[str, Json] = {}
    unnumbered = 0
    for document in documents(file):
        for school in _schools(document):
            values = cleaned(school)
            unnumbered += 0 if values.get("external_id") else 1
            key = values.get("external_id") or f"without a number {unnumbered}"
            found[key] = {**found.get(key, {}), **values}
            if len(found) > MOST_LINES:
                raise CannotRead("too_many_rows", most=MOST_LINES)
    if not found:
        raise CannotRead("wrong_shape")
    for count, values in enumerate(found.values(), start=1):
        yield Line(count, values, [] if values.get("external_id") else [Fault("no_id")])


def _schools(document: Any) -> Iterator[Json]:
    for one in document if isinstance(document, list) else [document]:
        attributes = part(one, "data", "attributes")
        if isinstance(attributes, list):
            yield from (_listed(row) for row in objects(attributes))
        elif isinstance(attributes, dict):
            yield _detailed(one, attributes)


def _listed(row: Json) -> Json:
    return {
        "external_id": row.get("schoolUnitCode"),
        "name": row.get("name"),
        "status": STATUS.get(str(row.get("status")), ""),
        "category": "school",
    }


def _detailed(document: Json, said: Json) -> Json:
    address = _visited(said)
    return {
        "external_id": part(document, "data", "schoolUnitCode"),
        "name": said.get("displayName"),
        "status": STATUS.get(str(said.get("status")), ""),
        "category": _category(said.get("schoolTypes")),
        "organization": part(document, "included", "attributes", "displayName"),
        "website": said.get("url"),
        "phone": said.get("phoneNumber"),
        "address": address.get("streetAddress"),
        "postal_code": address.get("postalCode"),
        "city": address.get("locality"),
        **_position(part(address, "geoCoordinates")),
    }


def _category(types: Any) -> str:
    words = {str(one) for one in types} if isinstance(types, list) else set()
    return "adult_education" if words and words <= FOR_ADULTS else "school"


def _visited(said: Json) -> Json:
    addresses = objects(said.get("addresses"))
    return next((one for one in addresses if one.get("type") == "BESOKSADRESS"), {})


def _position(coordinates: Any) -> Json:
    """Degrees as they are given; else worked out from the Swedish grid, with decimal commas."""
    latitude = number(part(coordinates, "latitude"))
    longitude = number(part(coordinates, "longitude"))
    if latitude and longitude:
        return {"latitude": latitude, "longitude": longitude}
    north = number(part(coordinates, "coordinateSweRefN"))
    east = number(part(coordinates, "coordinateSweRefE"))
    if not (north and east):
        return {}
    degrees = to_degrees(float(north), float(east))
    return {"latitude": f"{degrees[0]:.6f}", "longitude": f"{degrees[1]:.6f}"} if degrees else {}
