"""OpenStreetMap as GeoJSON, from Overpass, osmium or a map editor.

Its licence is the ODbL: what comes from here keeps its mark, touches no row that came from
elsewhere, and can be taken out whole.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from hemvist.importing.faults import CannotRead, Fault
from hemvist.importing.lines import MOST_LINES, Line, cleaned
from hemvist.importing.readers.documents import documents
from hemvist.importing.readers.json_text import objects, part

KINDS = Path(__file__).parent / "osm_kinds.toml"
MOST_CORNERS = 100_000
Position = tuple[float, float]


def read(file: BinaryIO) -> Iterator[Line]:
    """A line for each feature that has a name. Raises CannotRead."""
    count = 0
    for document in documents(file):
        if part(document, "type") != "FeatureCollection":
            raise CannotRead("wrong_shape")
        for feature in objects(part(document, "features")):
            count += 1
            if count > MOST_LINES:
                raise CannotRead("too_many_rows", most=MOST_LINES)
            yield _line(count, feature)
    if not count:
        raise CannotRead("nothing_in_it")


@cache
def kinds() -> dict[str, str]:
    """Which tag stands for which kind of place, as key=value."""
    return tomllib.loads(KINDS.read_text(encoding="utf-8"))["kinds"]


def _line(count: int, feature: dict[str, Any]) -> Line:
    tags = _tags(feature)
    kind = next((kinds()[f"{key}={tags[key]}"] for key in tags if _stands_for(key, tags)), "")
    position = _middle(part(feature, "geometry", "coordinates"))
    street = " ".join(
        str(tags[name]) for name in ("addr:street", "addr:housenumber") if tags.get(name)
    )
    values = cleaned(
        {
            "external_id": _number(feature),
            "name": tags.get("name"),
            "category": kind,
            "organization": tags.get("operator"),
            "phone": tags.get("contact:phone") or tags.get("phone"),
            "website": tags.get("contact:website") or tags.get("website"),
            "address": street,
            "postal_code": tags.get("addr:postcode"),
            "city": tags.get("addr:city"),
            "area": tags.get("addr:suburb") or tags.get("addr:place"),
            "latitude": f"{position[1]:.6f}" if position else "",
            "longitude": f"{position[0]:.6f}" if position else "",
            "source_url": _page(_number(feature)),
        }
    )
    faults = [] if kind else [Fault("unmapped_tags")]
    return Line(count, values, faults + ([] if values.get("external_id") else [Fault("no_id")]))


def _stands_for(key: str, tags: dict[str, Any]) -> bool:
    return isinstance(tags[key], str) and f"{key}={tags[key]}" in kinds()


def _tags(feature: dict[str, Any]) -> dict[str, Any]:
    """The tags: the properties themselves, or an object among them."""
    properties = part(feature, "properties")
    inner = part(properties, "tags")
    found = inner if isinstance(inner, dict) else properties
    return found if isinstance(found, dict) else {}


def _number(feature: dict[str, Any]) -> str:
    """The number OpenStreetMap knows it by, such as node/123, however the file writes it."""
    for name in ("id", "@id"):
        for holder in (feature, part(feature, "properties")):
            value = part(holder, name)
            if isinstance(value, str | int) and not isinstance(value, bool):
                kind = part(feature, "properties", "type")
                text = str(value)
                return text if "/" in text else f"{kind}/{text}" if kind in _KINDS else text
    return ""


_KINDS = {"node", "way", "relation"}


def _page(number: str) -> str:
    kind, _slash, rest = number.partition("/")
    known = kind in _KINDS and rest.isascii() and rest.isdecimal()
    return f"https://www.openstreetmap.org/{number}" if known else ""


def _middle(coordinates: Any) -> Position | None:
    """The point itself, or the middle of the box round a line or a shape."""
    corners = list(_corners(coordinates))
    if not corners:
        return None
    east = [corner[0] for corner in corners]
    north = [corner[1] for corner in corners]
    return (min(east) + max(east)) / 2, (min(north) + max(north)) / 2


def _corners(coordinates: Any) -> Iterator[Position]:
    """Every point, however deep it lies; not by recursion, for a file decides how deep."""
    waiting, seen = [coordinates], 0
    while waiting and seen < MOST_CORNERS:
        found = waiting.pop()
        seen += 1
        if not isinstance(found, list):
            continue
        if len(found) >= 2 and all(_is_degree(one) for one in found[:2]):
            yield float(found[0]), float(found[1])
        else:
            waiting += found
    return


def _is_degree(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180
