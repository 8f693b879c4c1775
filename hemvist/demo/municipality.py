"""Loads a municipality from a folder of files, as often as one likes; Boden is the demo's.

A municipality that starts with Hemvist copies the folder `boden/`, writes its own facts into the
files, and loads them with `manage.py load_municipality FOLDER`.
"""

import csv
import tomllib
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.core.actions import load_calendar
from hemvist.core.jobs import enqueue
from hemvist.core.models import Municipality, OpeningHours
from hemvist.demo import terms
from hemvist.directory.actions import save_rows
from hemvist.directory.models import (
    Address,
    Advice,
    Area,
    Category,
    EligibilityRule,
    Figure,
    LifeArea,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from hemvist.intake.publishing import bring_in_ready_forms
from hemvist.replies.actions import REVIEW_DAYS, save_template
from hemvist.replies.models import ReplyTemplate

BODEN = Path(__file__).parent / "boden"
# Every id is computed from what the row is called, so that a second load finds the first.
NAMESPACE = uuid.UUID("5d1f4f0e-6d0a-5b53-9d4c-8f5b1e6a2c11")
SYSTEM = Actor.SYSTEM
YEARS_AHEAD = 3


@transaction.atomic
def load_municipality(*, on: date, folder: Path = BODEN) -> Municipality:
    """Write a municipality and its directory; running it again changes nothing.

    The calendar covers the year before `on` and some years ahead. Raises OSError when a file is
    missing, ValueError or TypeError when one is not as it should be; then nothing is written.
    """
    texts = _toml(folder, "municipality")
    municipality = _load_settings(texts)
    load_calendar(on.year - 1, on.year + YEARS_AHEAD)
    bring_in_ready_forms(by=SYSTEM, at=timezone.now())
    for rows in _directory(folder, texts):
        save_rows(rows, by=SYSTEM)
    _load_replies(folder, on=on)
    enqueue("search.index_all")
    return municipality


def _load_replies(folder: Path, *, on: date) -> None:
    """The texts to answer with; one that is there already is the municipality's own by now."""
    have = set(ReplyTemplate.objects.values_list("name", flat=True))
    for texts in _toml(folder, "replies")["templates"]:
        if texts["name"] not in have:
            bodies = {code: text.strip() for code, text in texts.pop("bodies").items()}
            template = ReplyTemplate(
                life_area_id=texts.pop("life_area", None),
                bodies=bodies,
                review_on=on + timedelta(days=REVIEW_DAYS),
                **texts,
            )
            save_template(template, version=0, by=SYSTEM)


def _directory(folder: Path, texts: dict[str, Any]) -> Iterator[list[Model]]:
    """All rows of the directory, a kind at a time, each after those it points to."""
    places, checked_on = list(place_rows(folder)), texts["checked_on"]
    listed = [row for row in places if row["category"] != "area"]
    life_areas = _toml(folder, "life_areas")["life_areas"]
    advice = [(area["slug"], area.pop("advice", [])) for area in life_areas]
    of_life = [LifeArea(position=at, **area) for at, area in enumerate(life_areas)]
    yield list(of_life)
    yield [
        _advice(slug, one, at, checked_on) for slug, some in advice for at, one in enumerate(some)
    ]
    categories = list(_categories(folder))
    yield list(categories)
    yield [terms.taxonomy()]
    yield list(terms.of_life_areas(of_life))
    yield list(terms.of_categories(categories))
    yield [_figure(figure, at, checked_on) for at, figure in enumerate(texts["figures"])]
    rows = {row["slug"]: row for row in places if row["category"] == "area"}
    yield list(_areas(folder, rows, checked_on))
    yield [_location(row) for row in places]
    yield [_organization(row) for row in listed]
    yield [_service(row) for row in listed]
    yield [_service_at_location(row) for row in listed]
    yield [_address(row, town=texts["name"]) for row in places if row["address"]]
    details = _toml(folder, "details") if (folder / "details.toml").exists() else {}
    yield [_phone(texts) for texts in details.get("phones", [])]
    yield [_schedule(texts) for texts in details.get("schedules", [])]
    yield [row for texts in details.get("service_areas", []) for row in _service_areas(texts)]
    yield [_eligibility_rule(texts) for texts in details.get("eligibility_rules", [])]


def place_rows(folder: Path = BODEN) -> Iterator[dict[str, str]]:
    """The rows of `places.csv`, as they stand."""
    with (folder / "places.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _toml(folder: Path, name: str) -> dict[str, Any]:
    text = (folder / f"{name}.toml").read_text(encoding="utf-8")
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


def _advice(life_area: str, texts: dict[str, Any], position: int, checked_on: date) -> Advice:
    return Advice(
        id=_id("advice", f"{life_area}/{texts.pop('key')}"),
        life_area_id=life_area,
        position=position,
        checked_on=checked_on,
        **texts,
    )


def _figure(texts: dict[str, Any], position: int, checked_on: date) -> Figure:
    return Figure(
        id=_id("figure", texts.pop("key")), position=position, checked_on=checked_on, **texts
    )


def _categories(folder: Path) -> Iterator[Category]:
    for position, (code, texts) in enumerate(_toml(folder, "categories").items()):
        life_area_id = texts.pop("life_area")
        yield Category(code=code, position=position, life_area_id=life_area_id, **texts)


def _areas(folder: Path, rows: dict[str, dict[str, str]], checked_on: date) -> Iterator[Area]:
    for texts in _toml(folder, "areas")["areas"]:
        row = rows.get(texts["slug"], {})
        ways = {code: float(kilometres) for code, kilometres in texts.pop("ways", {}).items()}
        area = Area(checked_on=checked_on, fact_year=_year(row), ways=ways, **texts)
        area.source_url = area.source_url or row["source_url"]
        yield area


def _location(row: dict[str, str]) -> Location:
    return Location(
        id=_id("location", f"{row['category']}/{row['slug']}"),
        name=row["name"],
        area_id=row["area"] or None,
        locality=row["locality"],
        source_url=row["source_url"],
        checked_on=row["checked_on"],
    )


def _organization(row: dict[str, str]) -> Organization:
    return Organization(id=_id("organization", row["organization"]), name=row["organization"])


def _service(row: dict[str, str]) -> Service:
    return Service(
        id=_id("service", row["slug"]),
        organization_id=_id("organization", row["organization"]),
        slug=row["slug"],
        name=row["name"],
        category_id=row["category"],
        descriptions={"sv": row["description_sv"], "en": row["description_en"]},
        fact=row["fact"],
        fact_year=_year(row),
        source_url=row["source_url"],
        checked_on=row["checked_on"],
    )


def _service_at_location(row: dict[str, str]) -> ServiceAtLocation:
    return ServiceAtLocation(
        id=_id("at", row["slug"]),
        service_id=_id("service", row["slug"]),
        location_id=_id("location", f"{row['category']}/{row['slug']}"),
        source_url=row["source_url"],
        checked_on=row["checked_on"],
    )


def _address(row: dict[str, str], *, town: str) -> Address:
    return Address(
        id=_id("address", row["slug"]),
        location_id=_id("location", f"{row['category']}/{row['slug']}"),
        address_1=row["address"],
        city=town,
    )


def _phone(texts: dict[str, Any]) -> Phone:
    return Phone(
        id=_id("phone", f"{texts['place']}/{texts['number']}"),
        service_at_location_id=_id("at", texts["place"]),
        number=texts["number"],
    )


def _schedule(texts: dict[str, Any]) -> Schedule:
    place = texts.pop("place")
    return Schedule(
        id=_id("schedule", f"{place}/{texts.pop('key')}"),
        service_at_location_id=_id("at", place),
        **texts,
    )


def _service_areas(texts: dict[str, Any]) -> Iterator[ServiceArea]:
    names = [(None, name) for name in texts["names"]]
    for area, name in [*((area, "") for area in texts["areas"]), *names]:
        yield ServiceArea(
            id=_id("service area", f"{texts['place']}/{area or name}"),
            service_id=_id("service", texts["place"]),
            area_id=area,
            name=name,
        )


def _eligibility_rule(texts: dict[str, Any]) -> EligibilityRule:
    place = texts.pop("place")
    return EligibilityRule(
        id=_id("eligibility rule", f"{place}/{texts['kind']}"),
        service_id=_id("service", place),
        **texts,
    )


def _year(row: dict[str, str]) -> int | None:
    return int(row["fact_year"]) if row.get("fact_year") else None
