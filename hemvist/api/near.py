"""What is near a point, measured along the ground of a round earth, by core PostgreSQL alone."""

from math import cos, radians
from typing import Any

from django.db.models import Avg, F, FloatField, Q, Value
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Replace, Sin, Sqrt

from hemvist.directory.models import Address, Location

EARTH = 6_371_000.0  # metres
METRES_A_DEGREE = 111_195.0


def of_postcode(postcode: str) -> tuple[float, float] | None:
    """The middle of the known positions that have this postcode, or None if there is none."""
    middle = _with_postcode(postcode).aggregate(
        latitude=Avg("location__latitude"), longitude=Avg("location__longitude")
    )
    if middle["latitude"] is None:
        return None
    return float(middle["latitude"]), float(middle["longitude"])


def with_postcode(postcode: str) -> Any:
    """Locations with this postcode, written with or without its space."""
    return _with_postcode(postcode).values("location")


def _with_postcode(postcode: str) -> Any:
    bare = Replace("postal_code", Value(" "), Value(""))
    return Address.objects.alias(bare=bare).filter(bare=postcode.replace(" ", ""))


def within(point: tuple[float, float], *, metres: float) -> Any:
    """The locations within so many metres, nearest first; a box comes first, for its index."""
    latitude, longitude = point
    high = metres / METRES_A_DEGREE
    wide = high / max(cos(radians(latitude)), 0.01)
    box = Q(
        latitude__range=(latitude - high, latitude + high),
        longitude__range=(longitude - wide, longitude + wide),
    )
    return Location.objects.filter(box).alias(metres=_distance(point)).filter(metres__lte=metres)


def _distance(point: tuple[float, float]) -> Any:
    """The haversine of the way from the point."""
    latitude, longitude = (Radians(Value(degrees, FloatField())) for degrees in point)
    there = Radians(Cast(F("latitude"), FloatField()))
    along = Radians(Cast(F("longitude"), FloatField()))
    half = Power(Sin((there - latitude) / 2), 2) + Cos(latitude) * Cos(there) * Power(
        Sin((along - longitude) / 2), 2
    )
    return ASin(Sqrt(half)) * 2 * EARTH
