"""Which services are open on the spot at a moment, for lists of them.

The rules of all places are read when something has changed since, and put together: those that
many places share are one. A moment is then asked of each of them, once a minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hemvist.core.editions import Edition, current_edition, every_part, part_of
from hemvist.core.working_time import ZONE
from hemvist.directory.models import AttendingType, Schedule, ServiceAtLocation, SpecialDay
from hemvist.directory.opening import DAY, Opening, calendar_around, holidays_of, opening_of

READS = every_part("directory") | {"core"}
OWNERS = ("service_at_location_id", "service_id", "location_id")
RULE = (
    *("freq", "interval", "byday", "bymonthday", "dtstart", "until", "valid_from", "valid_to"),
    *("opens_at", "closes_at", "by_appointment", "follows_holidays"),
)
DIFFERENCE = ("first_day", "last_day", "opens_at", "closes_at")
Said = tuple[Any, ...]


@dataclass(frozen=True)
class Known:
    """The rules as they were in an edition, for one day, each with the services that have it."""

    edition: Edition
    day: date
    rules: list[tuple[Opening, list[UUID]]]


@dataclass
class Memory:
    """What this process knows."""

    known: Known | None = None
    minute: datetime | None = None
    found: list[UUID] | None = None


_memory = Memory()


def open_now(*, at: datetime) -> list[UUID]:
    """The services that are open on the spot at a moment; found once a minute in each process."""
    minute = at.replace(second=0, microsecond=0)
    if _memory.minute != minute or _memory.found is None:
        known = _known(minute)
        _memory.found = [
            service
            for opening, services in known.rules
            if opening.is_open(minute)
            for service in services
        ]
        _memory.minute = minute
    return _memory.found


def forget_open_now() -> None:
    """Read the rules anew from now on, in this process."""
    _memory.known = _memory.minute = _memory.found = None


def _known(at: datetime) -> Known:
    edition, day = part_of(current_edition(), READS), at.astimezone(ZONE).date()
    known = _memory.known
    if known is None or (known.edition, known.day) != (edition, day):
        known = _memory.known = Known(edition, day, _read(day))
    return known


def _read(day: date) -> list[tuple[Opening, list[UUID]]]:
    """The rules of every service, in four queries; those that many share stand there once."""
    at_service, at_location = _places()
    rules: dict[UUID, dict[str, list[Said]]] = {}
    in_person = Schedule.objects.filter(attending_type=AttendingType.IN_PERSON)
    for *owners, said in _rows(in_person, RULE):
        for level, service in _services(owners, at_service, at_location):
            rules.setdefault(service, {}).setdefault(level, []).append(said)
    special: dict[UUID, list[Said]] = {}
    for *owners, said in _rows(SpecialDay.objects.filter(last_day__gte=day - DAY), DIFFERENCE):
        for _level, service in _services(owners, at_service, at_location):
            special.setdefault(service, []).append(said)
    alike: dict[Any, list[UUID]] = {}
    for service, levels in rules.items():
        nearest = next(levels[level] for level in ("at", "service", "location") if level in levels)
        alike.setdefault((tuple(nearest), tuple(special.get(service, ()))), []).append(service)
    holidays = holidays_of(calendar_around(day))
    return [
        (
            opening_of(
                [Schedule(**dict(zip(RULE, said, strict=True))) for said in hours],
                [SpecialDay(**dict(zip(DIFFERENCE, said, strict=True))) for said in days],
                holidays,
            ),
            services,
        )
        for (hours, days), services in alike.items()
    ]


def _rows(rows: QuerySet[Any], fields: tuple[str, ...]) -> Iterator[tuple[Any, Any, Any, Said]]:
    """What each row belongs to, and what it says."""
    for row in rows.order_by("pk").values_list(*OWNERS, *fields):
        yield *row[: len(OWNERS)], tuple(row[len(OWNERS) :])


def _places() -> tuple[dict[UUID, UUID], dict[UUID, list[UUID]]]:
    at_service, at_location = {}, dict[UUID, list[UUID]]()
    pairs = ServiceAtLocation.objects.values_list("pk", "service_id", "location_id")
    for pk, service, location in pairs:
        at_service[pk] = service
        at_location.setdefault(location, []).append(service)
    return at_service, at_location


def _services(
    owners: list[UUID | None],
    at_service: dict[UUID, UUID],
    at_location: dict[UUID, list[UUID]],
) -> list[tuple[str, UUID]]:
    at, service, location = owners
    if at:
        return [("at", at_service[at])]
    if service:
        return [("service", service)]
    return [("location", here) for here in at_location.get(location, [])] if location else []
