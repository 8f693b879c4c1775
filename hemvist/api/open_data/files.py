"""The files: everything in JSON as a stream, and everything in tables as a package."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override

from hemvist.api.answers import full_address
from hemvist.api.house import objects as house
from hemvist.api.hsds import objects, reading
from hemvist.api.numbered import in_chunks
from hemvist.api.open_data import licences
from hemvist.api.open_data.tables import Table, csv_lines, tables
from hemvist.directory.models import Area, Organization, Service, ServiceAtLocation

# So that the same data give the same file, to the byte.
LONG_AGO = (2020, 1, 1, 0, 0, 0)
COLUMNS_OF_AREAS = {
    "id": "string",
    "name": "string",
    "kind": "string",
    "part_of": "string",
    "summary": "string",
    "language": "string",
    "kilometres_to_centre": "number",
    "latitude": "number",
    "longitude": "number",
    "source_url": "string",
    "checked_on": "date",
}


def places_as_json(services: QuerySet[Service], *, licence: str) -> Iterator[bytes]:
    """One document, written as it is read: what it is, then every service in full."""
    return _written(services, licence, get_language() or "sv")


def _written(services: QuerySet[Service], licence: str, language: str) -> Iterator[bytes]:
    """Runs while the answer goes out, when the language of the request is no longer set."""
    about = {
        "hsds_version": "3.1",
        "profile": full_address("hsds:profile"),
        "licence": licence,
        "language": language,
    }
    yield json.dumps(about)[:-1].encode() + b', "services": ['
    comma = b"\n"
    for rows in in_chunks(reading.whole_services(services)):
        with override(language):
            told = _in_full(rows)
        yield comma + b",\n".join(told)
        comma = b",\n"
    yield b"\n]}\n"


def _in_full(rows: list[Service]) -> list[bytes]:
    put, today = reading.attributes_of(rows), timezone.localdate()
    return [
        json.dumps(
            objects.whole_service(row, own_attributes=put.get(row.pk, []), on=today),
            ensure_ascii=False,
        ).encode()
        for row in rows
    ]


def places_as_tables(services: QuerySet[Service], *, licence: str) -> bytes:
    """A package of tables with its description; a few megabytes for twenty thousand places."""
    package = io.BytesIO()
    _pack(package, tables(services), licence)
    return package.getvalue()


def _pack(package: IO[bytes], made: list[Table], licence: str) -> None:
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "datapackage.json", [_description(made, licence)])
        for table in made:
            lines = (table.cells(row) for row in table.rows.order_by("pk").iterator(500))
            _write(archive, f"{table.name}.csv", csv_lines(table.columns, lines))


def _write(archive: zipfile.ZipFile, name: str, texts: Iterable[str]) -> None:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as file:
        for text in texts:
            file.write(text.encode())


def _description(made: list[Table], licence: str) -> str:
    """What a tabular data package says of itself."""
    resources = [
        {
            "name": table.name,
            "path": f"{table.name}.csv",
            "profile": "tabular-data-resource",
            "schema": {
                "fields": [{"name": name, "type": kind} for name, kind in table.columns.items()],
                "primaryKey": "id",
                "foreignKeys": [
                    {"fields": key, "reference": {"resource": other, "fields": "id"}}
                    for key, other in table.keys.items()
                ],
            },
        }
        for table in made
    ]
    package = {
        "name": "hsds",
        "profile": "tabular-data-package",
        "licenses": [{"path": licence, "title": licences.name_of(licence)}],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1)


def areas_as_json() -> list[dict[str, Any]]:
    """Every area."""
    return [house.area(row) for row in Area.objects.order_by("pk")]


def areas_as_csv() -> Iterator[str]:
    """Every area as a line of a table."""
    return csv_lines(COLUMNS_OF_AREAS, (_cells_of(told) for told in areas_as_json()))


def _cells_of(told: dict[str, Any]) -> list[Any]:
    position, source = told.get("position", {}), told.get("source", {})
    flat = {
        **told,
        "part_of": told.get("partOf"),
        "kilometres_to_centre": told.get("kilometresToCentre"),
        "latitude": position.get("latitude"),
        "longitude": position.get("longitude"),
        "source_url": source.get("url"),
        "checked_on": source.get("checkedOn"),
    }
    return ["" if flat.get(name) is None else flat[name] for name in COLUMNS_OF_AREAS]


def freshness(services: QuerySet[Service]) -> tuple[str, Any]:
    """A tag that changes when anything of these services does, and the moment it last did."""
    at = ServiceAtLocation.objects.filter(service__in=services.values("pk"))
    organizations = Organization.objects.filter(pk__in=services.values("organization"))
    counts, moments = [], []
    for found, moment in [
        (services, "last_modified"),
        (organizations, "last_modified"),
        (at, "last_modified"),
        (at, "location__last_modified"),
    ]:
        latest = found.order_by(f"-{moment}").values_list(moment, flat=True).first()
        counts.append(found.count())
        moments += [latest] if latest else []
    last = max(moments, default=None)
    return "-".join([*map(str, counts), f"{last:%Y%m%d%H%M%S%f}" if last else "0"]), last
