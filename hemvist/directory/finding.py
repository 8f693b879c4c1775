"""What the list of places can be narrowed by beyond its kind: distance, need, and open now."""

from collections.abc import Iterator
from datetime import datetime
from math import cos, hypot, radians
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from hemvist.core.working_time import ZONE
from hemvist.directory.models import (
    AccessAnswer,
    Accessibility,
    Area,
    AttendingType,
    Schedule,
    ServiceAtLocation,
    SpecialDay,
)
from hemvist.directory.opening import DAY, calendar_around, holidays_of, opening_of

KILOMETRES_IN_A_DEGREE = 111.32

IN_PERSON = AttendingType.IN_PERSON
OWNERS = ("service_at_location_id", "service_id", "location_id")
RULE = (
    *("freq", "interval", "byday", "bymonthday", "dtstart", "until", "valid_from", "valid_to"),
    *("opens_at", "closes_at", "by_appointment", "follows_holidays"),
)
DIFFERENCE = ("first_day", "last_day", "opens_at", "closes_at")
Said = tuple[Any, ...]

_open_now: dict[datetime, list[UUID]] = {}


def lies_near(area: Area, *, kilometres: float) -> Q:
    """Whether a service has a location within some kilometres of an area, as the crow flies.

    A location whose position is not known counts as where its area is. The box lets the database
    use its index before the circle is measured; flat is near enough within a municipality.
    """
    latitude, longitude = float(area.latitude or 0), float(area.longitude or 0)
    east_degree = KILOMETRES_IN_A_DEGREE * cos(radians(latitude))
    high, wide = kilometres / KILOMETRES_IN_A_DEGREE, kilometres / east_degree
    north = (Cast(F("location__latitude"), FloatField()) - latitude) * KILOMETRES_IN_A_DEGREE
    east = (Cast(F("location__longitude"), FloatField()) - longitude) * east_degree
    positioned = Q(
        location__latitude__range=(latitude - high, latitude + high),
        location__longitude__range=(longitude - wide, longitude + wide),
        squared__lte=kilometres**2,
    )
    around = Q(location__latitude=None, location__area__in=_areas_near(area, kilometres))
    at = ServiceAtLocation.objects.filter(service=OuterRef("pk"))
    return Q(Exists(at.alias(squared=north * north + east * east).filter(positioned | around)))


def _areas_near(area: Area, kilometres: float) -> list[str]:
    known = Area.objects.exclude(latitude=None)
    return [other.slug for other in known if distance(area, other) <= kilometres]


def distance(one: Area, other: Area) -> float:
    """Kilometres between two areas whose positions are known."""
    north = float((one.latitude or 0) - (other.latitude or 0)) * KILOMETRES_IN_A_DEGREE
    east = float((one.longitude or 0) - (other.longitude or 0)) * KILOMETRES_IN_A_DEGREE
    return hypot(north, east * cos(radians(float(one.latitude or 0))))


def meets_need(need: str) -> Q:
    """Whether a service has a location that meets a need, wholly or partly."""
    met = Accessibility.objects.filter(
        location__at_services__service=OuterRef("pk"),
        need=need,
        answer__in=[AccessAnswer.YES, AccessAnswer.PARTLY],
    )
    return Q(Exists(met))


def open_now(*, at: datetime) -> list[UUID]:
    """The services that are open on the spot at a moment; found once a minute in each process."""
    minute = at.replace(second=0, microsecond=0)
    if minute not in _open_now:
        found = _all_open(minute)
        _open_now.clear()
        _open_now[minute] = found
    return _open_now[minute]


def is_open(*, at: datetime) -> Q:
    """Whether a service is open on the spot, for the database.

    One list is sent instead of one parameter for each of what may be thousands.
    """
    return Q(IsOneOf(F("pk"), Value(open_now(at=at), output_field=ArrayField(UUIDField()))))


class IsOneOf(Func):
    """Whether a value is in a list that is sent as one parameter."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    arity = 2
    output_field = BooleanField()


def forget_open_now() -> None:
    """Read the rules anew from now on, in this process."""
    _open_now.clear()


def _all_open(at: datetime) -> list[UUID]:
    """Ask the rules of every service, in four queries; those that many share are asked once."""
    at_service, at_location = _places()
    rules: dict[UUID, dict[str, list[Said]]] = {}
    for *owners, said in _rows(Schedule.objects.filter(attending_type=IN_PERSON), RULE):
        for level, service in _services(owners, at_service, at_location):
            rules.setdefault(service, {}).setdefault(level, []).append(said)
    special: dict[UUID, list[Said]] = {}
    day = at.astimezone(ZONE).date()
    for *owners, said in _rows(SpecialDay.objects.filter(last_day__gte=day - DAY), DIFFERENCE):
        for _level, service in _services(owners, at_service, at_location):
            special.setdefault(service, []).append(said)
    holidays, known, found = holidays_of(calendar_around(day)), dict[Any, bool](), []
    for service, levels in rules.items():
        nearest = next(levels[level] for level in ("at", "service", "location") if level in levels)
        asked = (tuple(nearest), tuple(special.get(service, ())))
        if asked not in known:
            schedules = [Schedule(**dict(zip(RULE, said, strict=True))) for said in asked[0]]
            days = [SpecialDay(**dict(zip(DIFFERENCE, said, strict=True))) for said in asked[1]]
            known[asked] = opening_of(schedules, days, holidays).is_open(at)
        if known[asked]:
            found.append(service)
    return found


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
