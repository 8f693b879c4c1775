"""How far areas are from the centre, drawn: as bars from kilometres, as rings from positions.

A drawing shows only what is known. An area without a distance has no bar, one without a
position no dot.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt

from hemvist.directory.models import Area

KILOMETRES_IN_A_DEGREE = 111.32
RING_KILOMETRES = (5, 10, 20, 40, 80, 160)
SIZE = 400
LONGEST_BAR = 100
FEWEST_DOTS = 3


@dataclass(frozen=True)
class Dot:
    """An area on the drawing."""

    area: Area
    x: int
    y: int
    label_x: int
    anchor: str


@dataclass(frozen=True)
class Ring:
    """A circle at so many kilometres as the crow flies."""

    kilometres: int
    radius: int
    label_y: int


@dataclass(frozen=True)
class Rings:
    """The whole drawing, in a square of SIZE by SIZE with the centre in the middle."""

    size: int
    middle: int
    rings: list[Ring]
    dots: list[Dot]


def with_shares(areas: Iterable[Area]) -> list[Area]:
    """Give every area with a distance the length of its bar, of 100 for the one farthest away."""
    found = list(areas)
    farthest = max((float(area.kilometres_to_centre or 0) for area in found), default=0)
    for area in found:
        kilometres = area.kilometres_to_centre
        share = round(LONGEST_BAR * float(kilometres) / farthest) if kilometres else None
        area.share = share  # type: ignore[attr-defined]
    return found


def kilometres_between(one: Area, other: Area) -> float | None:
    """How far two areas are from each other, as far as is known.

    What an area states about its way to the centre counts first, then positions as the crow flies.
    """
    if one.pk == other.pk:
        return 0.0
    for centre, far in ((one, other), (other, one)):
        if centre.is_centre and far.kilometres_to_centre is not None:
            return float(far.kilometres_to_centre)
    if one.has_position and other.has_position:
        return hypot(*_way(one, other))
    return None


def rings(areas: Iterable[Area]) -> Rings | None:
    """The areas whose position is known, around the centre; None when there is little to draw."""
    known = [area for area in areas if area.has_position]
    centre = next((area for area in known if area.is_centre), None)
    if centre is None or len(known) < FEWEST_DOTS:
        return None
    ways = {area.slug: _way(centre, area) for area in known}
    farthest = max(hypot(*way) for way in ways.values())
    scale = (SIZE / 2 - 20) / sqrt(farthest)
    return Rings(
        size=SIZE,
        middle=SIZE // 2,
        rings=[_ring(km, scale) for km in RING_KILOMETRES if km <= farthest],
        dots=[_dot(area, *ways[area.slug], scale) for area in known],
    )


def _way(centre: Area, area: Area) -> tuple[float, float]:
    """Kilometres east and north of the centre; flat is near enough within a municipality."""
    north = float((area.latitude or 0) - (centre.latitude or 0)) * KILOMETRES_IN_A_DEGREE
    east = float((area.longitude or 0) - (centre.longitude or 0)) * KILOMETRES_IN_A_DEGREE
    return east * cos(radians(float(centre.latitude or 0))), north


def _ring(kilometres: int, scale: float) -> Ring:
    radius = round(sqrt(kilometres) * scale)
    return Ring(kilometres, radius, SIZE // 2 - radius + 14)


def _dot(area: Area, east: float, north: float, scale: float) -> Dot:
    """Distances are drawn by their square roots, so that what is near does not crowd together."""
    length = hypot(east, north)
    stretch = scale / sqrt(length) if length else 0
    x, y = round(SIZE / 2 + east * stretch), round(SIZE / 2 - north * stretch)
    is_far_right = x > SIZE * 2 / 3
    return Dot(area, x, y, x - 12 if is_far_right else x + 12, "end" if is_far_right else "start")
