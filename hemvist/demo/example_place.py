"""One invented place that says all that a place can say: hours, room, conditions, access, costs.

The real places of the demo say no more than their sources do, and those say little. Here a
newcomer sees what an owner can keep up from a link.
"""

import tomllib
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model

from hemvist.audit.actions import Actor
from hemvist.core.working_time import ZONE
from hemvist.demo.municipality import NAMESPACE
from hemvist.demo.world import TEXTS
from hemvist.directory.actions import add_place, save_rows, set_capacity, usual_unit
from hemvist.directory.models import (
    Accessibility,
    Address,
    CostOption,
    EligibilityRule,
    Language,
    Location,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceAtLocation,
)
from hemvist.keeping.actions import appoint_keeper

SOURCE = "https://exempelbildarna.example/sprakstart"


def load_example_place(*, on: date) -> None:
    """Publish it once, and say who answers for some places."""
    told = tomllib.loads((TEXTS / "example_place.toml").read_text(encoding="utf-8"))
    if Service.objects.filter(slug=told["slug"]).exists():
        return
    service = _publish(told, on=on)
    at = ServiceAtLocation.objects.select_related("location").get(service=service)
    for rows in _parts(told, service, at):
        save_rows(rows, by=Actor.SYSTEM)
    _say_room(told["room"], service, on=on)
    for slug, email in told["keepers"].items():
        place = Service.objects.get(slug=slug)
        appoint_keeper(place, user=None, email=email, language="sv", by=Actor.SYSTEM)


def _publish(told: dict[str, Any], *, on: date) -> Service:
    service = Service(
        id=uuid.uuid5(NAMESPACE, f"service/{told['slug']}"),
        name=told["name"],
        category_id=told["category"],
        descriptions=told["descriptions"],
        application_processes=told["application"],
        email=told["email"],
        minimum_age=16,
        source_url=SOURCE,
        checked_on=on,
    )
    where = Location(area_id=told["area"])
    by = Actor.SYSTEM
    return add_place(service, location=where, organization=told["organization"], by=by)


def _parts(told: dict[str, Any], service: Service, at: ServiceAtLocation) -> list[list[Model]]:
    """A list for each kind of part."""
    where = {"location": at.location}
    amount, words = told["cost"].pop("amount"), told["cost"]
    return [
        [Address(**where, address_1=told["address"], city="Boden", country="SE")],
        [Phone(service=service, number=told["phone"])],
        [Language(service=service, code=code) for code in told["languages"]],
        [Schedule(service_at_location=at, freq="WEEKLY", **hours) for hours in told["hours"]],
        [CostOption(service=service, options=words, amount=amount, currency="SEK")],
        [RequiredDocument(service=service, documents=told["bring"])],
        [
            EligibilityRule(service=service, position=place, **rule)
            for place, rule in enumerate(told["conditions"])
        ],
        [Accessibility(**where, need=need, answer=said) for need, said in told["access"].items()],
    ]


def _say_room(room: dict[str, Any], service: Service, *, on: date) -> None:
    set_capacity(
        service,
        unit=usual_unit(),
        status=room["status"],
        available=room["available"],
        maximum=room["maximum"],
        holds_until=on + timedelta(days=room["days"]),
        by=Actor.SYSTEM,
        at=datetime.combine(on, time(9), ZONE),
    )
