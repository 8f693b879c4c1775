"""Loads the demo municipality from the files in `boden/`, as often as one likes."""

import csv
import tomllib
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from hemvist.audit.actions import Actor
from hemvist.core.actions import load_calendar
from hemvist.core.models import Municipality, OpeningHours
from hemvist.directory.actions import (
    save_advice,
    save_area,
    save_category,
    save_figure,
    save_life_area,
    save_location,
    save_organization,
    save_service,
    save_service_at_location,
)
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

FILES = Path(__file__).parent / "boden"
# Every id is computed from what the row is called, so that a second load finds the first.
NAMESPACE = uuid.UUID("5d1f4f0e-6d0a-5b53-9d4c-8f5b1e6a2c11")
CHECKED_ON = date(2026, 11, 23)
SYSTEM = Actor.SYSTEM
YEARS_AHEAD = 3


@transaction.atomic
def load_municipality(*, on: date) -> Municipality:
    """Write the demo municipality and its directory; running it again changes nothing.

    The calendar covers the year before `on` and some years ahead.
    """
    texts = _toml("municipality")
    municipality = _load_settings(texts)
    load_calendar(on.year - 1, on.year + YEARS_AHEAD)
    _load_life_areas()
    _load_categories()
    for position, figure in enumerate(texts["figures"]):
        save_figure(_figure(figure, position), by=SYSTEM)
    rows = list(place_rows())
    _load_areas({row["slug"]: row for row in rows if row["category"] == "area"})
    for row in rows:
        _load_row(row)
    return municipality


def place_rows() -> Iterator[dict[str, str]]:
    """The rows of `places.csv`, as they stand."""
    with (FILES / "places.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _toml(name: str) -> dict[str, Any]:
    text = (FILES / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _id(kind: str, name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{kind}/{name}")


def _load_settings(texts: dict[str, Any]) -> Municipality:
    names = {field.name for field in Municipality._meta.concrete_fields}
    values = {key: value for key, value in texts.items() if key in names}
    municipality, _ = Municipality.objects.update_or_create(pk=1, defaults=values)
    if not OpeningHours.objects.exists():
        OpeningHours.objects.bulk_create(_opening_hours(texts["opening_hours"]))
    return municipality


def _opening_hours(rules: list[dict[str, Any]]) -> Iterator[OpeningHours]:
    for rule in rules:
        for weekday in rule["weekdays"]:
            for opens, closes in rule["blocks"]:
                yield OpeningHours(weekday=weekday, opens=opens, closes=closes)


def _load_life_areas() -> None:
    for position, texts in enumerate(_toml("life_areas")["life_areas"]):
        advice = texts.pop("advice", [])
        life_area = save_life_area(LifeArea(position=position, **texts), by=SYSTEM)
        for place, item in enumerate(advice):
            save_advice(_advice(life_area, item, place), by=SYSTEM)


def _advice(life_area: LifeArea, texts: dict[str, Any], position: int) -> Advice:
    return Advice(
        id=_id("advice", f"{life_area.slug}/{texts.pop('key')}"),
        life_area=life_area,
        position=position,
        checked_on=CHECKED_ON,
        **texts,
    )


def _figure(texts: dict[str, Any], position: int) -> Figure:
    return Figure(
        id=_id("figure", texts.pop("key")), position=position, checked_on=CHECKED_ON, **texts
    )


def _load_categories() -> None:
    for position, (code, texts) in enumerate(_toml("categories").items()):
        life_area_id = texts.pop("life_area")
        save_category(
            Category(code=code, position=position, life_area_id=life_area_id, **texts), by=SYSTEM
        )


def _load_areas(rows: dict[str, dict[str, str]]) -> None:
    for texts in _toml("areas")["areas"]:
        row = rows.get(texts["slug"], {})
        area = Area(checked_on=CHECKED_ON, fact_year=_year(row), **texts)
        area.source_url = area.source_url or row["source_url"]
        save_area(area, by=SYSTEM)


def _load_row(row: dict[str, str]) -> None:
    facts = {"source_url": row["source_url"], "checked_on": row["checked_on"]}
    location = Location(
        id=_id("location", f"{row['category']}/{row['slug']}"),
        name=row["name"],
        area_id=row["area"] or None,
        locality=row["locality"],
        address=row["address"],
        **facts,
    )
    save_location(location, by=SYSTEM)
    if row["category"] != "area":
        service = _load_service(row, facts)
        at = ServiceAtLocation(
            id=_id("at", row["slug"]), service=service, location=location, **facts
        )
        save_service_at_location(at, by=SYSTEM)


def _load_service(row: dict[str, str], facts: dict[str, str]) -> Service:
    organization = Organization(
        id=_id("organization", row["organization"]), name=row["organization"]
    )
    save_organization(organization, by=SYSTEM)
    service = Service(
        id=_id("service", row["slug"]),
        organization=organization,
        slug=row["slug"],
        name=row["name"],
        category_id=row["category"],
        descriptions={"sv": row["description_sv"], "en": row["description_en"]},
        fact=row["fact"],
        fact_year=_year(row),
        **facts,
    )
    return save_service(service, by=SYSTEM)


def _year(row: dict[str, str]) -> int | None:
    return int(row["fact_year"]) if row.get("fact_year") else None
