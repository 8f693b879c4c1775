"""Which places lie near another, and how far off they are.

First those of the same kind in the same area, then what else is there, then those of the same kind
in areas near by. How far it is comes from positions; else from what the areas say of their way to
the centre. What is farther away than one goes without much thought is left out, and so is what
nobody can tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import cos, hypot, radians
from operator import itemgetter
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from hemvist.core.read_once import read_once
from hemvist.directory.finding import KILOMETRES_IN_A_DEGREE
from hemvist.directory.models import Area, Location, Service, ServiceAtLocation, ServiceStatus
from hemvist.directory.queries import every_area, neighbours
from hemvist.directory.swedish_order import in_swedish_order
from hemvist.directory.whole_places import places_named
from hemvist.guide.distances import kilometres_between

NEAR_KILOMETRES = 10.0
MOST = 6
MOST_AREAS = 4
MOST_LOOKED_AT = 1000
Position = tuple[float, float]
Spot = tuple[UUID, Position | None]
Found = tuple[UUID, str, "Way"]  # the place, the area it is in, how far


@dataclass(frozen=True)
class Way:
    """How far it is; in the same area nothing may be known, between areas at times only a limit."""

    kilometres: float | None = None
    is_limit: bool = False

    @property
    def far(self) -> float:
        """For the order; where nothing is known both lie in the same area."""
        return self.kilometres or 0.0

    @property
    def in_words(self) -> str:
        """For the reader: about 3 km; nothing if nothing is known."""
        if self.kilometres is None:
            return ""
        number = round(self.kilometres)
        if self.is_limit:
            return _("at most %(number)s km") % {"number": number}
        if not number:
            return _("less than 1 km")
        return _("about %(number)s km") % {"number": number}


@dataclass(frozen=True)
class NearBy:
    """A place near another."""

    place: Service
    area: Area
    way: Way


def places_near(service: Service, location: Location, *, most: int = MOST) -> list[NearBy]:
    """The nearest other places, in one query and what is read once."""
    if location.area is None:
        return []
    areas = {area.pk: area for area in every_area()}
    nearest = islice(_nearest_first(service, location, location.area), most)
    chosen = {pk: (areas[area], way) for pk, area, way in nearest}
    return [NearBy(place, *chosen[place.pk]) for place in places_named(chosen)]


def areas_near(area: Area, *, most: int = MOST_AREAS) -> list[tuple[Area, Way]]:
    """The nearest other areas; where nobody can tell, those that belong to the same part."""
    return _around(area.pk)[:most] or [(other, Way()) for other in neighbours(area, limit=most)]


def _nearest_first(service: Service, location: Location, area: Area) -> Iterator[Found]:
    here, alike = (
        _own_position(location.latitude, location.longitude),
        _of_kind(service.category_id),
    )
    yield from _in_order(here, [(area.pk, Way(), alike.get(area.pk, []))], without=service)
    yield from _in_order(here, [(area.pk, Way(), _of_other_kinds(area.pk, service.category_id))])
    near = _around(area.pk)
    around = [(other.pk, way, alike[other.pk]) for other, way in near if other.pk in alike]
    yield from _in_order(here, around)


def _in_order(
    here: Position | None,
    groups: list[tuple[str, Way, list[Spot]]],
    *,
    without: Service | None = None,
) -> list[Found]:
    found = [
        (way.far if far is None else far, (pk, area, way if far is None else Way(far)))
        for area, way, spots in groups
        for pk, far in _measured(here, spots)
        if without is None or pk != without.pk
    ]
    return [one for _far, one in sorted(found, key=itemgetter(0))]


def _measured(here: Position | None, spots: list[Spot]) -> Iterator[tuple[UUID, float | None]]:
    """Those that are near, as the crow flies; flat is near enough within a municipality."""
    narrower = cos(radians(here[0])) if here else 0
    for pk, there in spots:
        if not here or not there:
            yield pk, None
            continue
        far = hypot(here[0] - there[0], (here[1] - there[1]) * narrower) * KILOMETRES_IN_A_DEGREE
        if far <= NEAR_KILOMETRES:
            yield pk, far


@read_once(most=500)
def _around(slug: str) -> list[tuple[Area, Way]]:
    """The areas near one, the nearest first."""
    areas = {area.pk: area for area in every_area()}
    ways = [(other, _way(areas[slug], other)) for other in areas.values() if other.pk != slug]
    near = [(other, way) for other, way in ways if way and way.far <= NEAR_KILOMETRES]
    return sorted(near, key=lambda one: one[1].far)


def _way(one: Area, other: Area) -> Way | None:
    """How far two areas are apart; over the centre it is no shorter than that."""
    kilometres = kilometres_between(one, other)
    if kilometres is not None:
        return Way(kilometres)
    to_centre = (one.kilometres_to_centre, other.kilometres_to_centre)
    if None in to_centre:
        return None
    return Way(float(sum(part for part in to_centre if part is not None)), is_limit=True)


@read_once(most=200)
def _of_kind(kind: str) -> dict[str, list[Spot]]:
    """By area: the public places of one kind."""
    spots: dict[str, list[Spot]] = {}
    for area, spot in _read(Q(service__category=kind)):
        spots.setdefault(area, []).append(spot)
    return spots


@read_once(most=500)
def _of_other_kinds(area: str, kind: str) -> list[Spot]:
    """The public places of an area that are not of a kind; of very many the first by name."""
    return [spot for _area, spot in _read(Q(location__area=area) & ~Q(service__category=kind))]


def _read(asked: Q) -> Iterator[tuple[str, Spot]]:
    """The places in the order of their names, with their own positions if they are known."""
    at = (
        ServiceAtLocation.objects.filter(asked, location__area__isnull=False)
        .exclude(service__status=ServiceStatus.DEFUNCT)
        .order_by(in_swedish_order("service__name"), "service")
    )
    told = at.values_list("location__area", "service", "location__latitude", "location__longitude")
    for area, pk, *position in told[:MOST_LOOKED_AT]:
        yield area, (pk, _own_position(*position))


def _own_position(latitude: object, longitude: object) -> Position | None:
    if latitude is None or longitude is None:
        return None
    return float(str(latitude)), float(str(longitude))
