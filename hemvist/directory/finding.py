"""What the list of places can be narrowed by beyond its kind: distance, need, and open now."""

from datetime import datetime
from math import cos, hypot, radians
from uuid import UUID

from django.db.models import Exists, F, FloatField, OuterRef, Q
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
from hemvist.directory.opening import calendar_around, holidays_of, opening_of

KILOMETRES_IN_A_DEGREE = 111.32

_open_now: dict[datetime, frozenset[UUID]] = {}


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


def open_now(*, at: datetime) -> frozenset[UUID]:
    """The services that are open on the spot at a moment; found once a minute in each process.

    It reads every rule of the directory, in three queries, and asks those of each service.
    """
    minute = at.replace(second=0, microsecond=0)
    if minute not in _open_now:
        found = _all_open(minute)
        _open_now.clear()
        _open_now[minute] = found
    return _open_now[minute]


def forget_open_now() -> None:
    """Read the rules anew from now on, in this process."""
    _open_now.clear()


def _all_open(at: datetime) -> frozenset[UUID]:
    at_service, at_location = _places()
    rules: dict[UUID, dict[str, list[Schedule]]] = {}
    for row in Schedule.objects.filter(attending_type=AttendingType.IN_PERSON):
        for level, service in _services(row, at_service, at_location):
            rules.setdefault(service, {}).setdefault(level, []).append(row)
    special: dict[UUID, list[SpecialDay]] = {}
    for day in SpecialDay.objects.filter(last_day__gte=at.astimezone(ZONE).date()):
        for _level, service in _services(day, at_service, at_location):
            special.setdefault(service, []).append(day)
    holidays = holidays_of(calendar_around(at.astimezone(ZONE).date()))
    is_open = set()
    for service, levels in rules.items():
        nearest = next(levels[level] for level in ("at", "service", "location") if level in levels)
        if opening_of(nearest, special.get(service, []), holidays).is_open(at):
            is_open.add(service)
    return frozenset(is_open)


def _places() -> tuple[dict[UUID, UUID], dict[UUID, list[UUID]]]:
    at_service, at_location = {}, dict[UUID, list[UUID]]()
    pairs = ServiceAtLocation.objects.values_list("pk", "service_id", "location_id")
    for pk, service, location in pairs:
        at_service[pk] = service
        at_location.setdefault(location, []).append(service)
    return at_service, at_location


def _services(
    row: Schedule | SpecialDay,
    at_service: dict[UUID, UUID],
    at_location: dict[UUID, list[UUID]],
) -> list[tuple[str, UUID]]:
    if row.service_at_location_id:
        return [("at", at_service[row.service_at_location_id])]
    if row.service_id:
        return [("service", row.service_id)]
    here = at_location.get(row.location_id, []) if row.location_id else []
    return [("location", service) for service in here]
