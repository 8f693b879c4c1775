"""What the list of places can be narrowed by beyond its kind: distance, need, and open now."""

from datetime import datetime
from math import cos, hypot, radians

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from hemvist.directory.models import (
    AccessAnswer,
    Accessibility,
    Area,
    ServiceAtLocation,
)
from hemvist.directory.open_now import open_now

KILOMETRES_IN_A_DEGREE = 111.32


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
