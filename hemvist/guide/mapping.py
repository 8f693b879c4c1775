"""The map: known positions drawn on rings around the centre, with the way out in true scale.

It needs nothing from outside. An installation may lay pictures of a map service beneath
(`HEMVIST_TILES`); the projection is the one such pictures have. Only what is known is drawn: a
place without a position of its own is counted at its area, and what has neither is in the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from math import asinh, cos, floor, log2, pi, radians, tan

from django.conf import settings

from hemvist.directory.models import Area
from hemvist.directory.queries import Located
from hemvist.directory.swedish_order import folded

WIDTH, HEIGHT = 800, 640
MARGIN = 90
TILE = 256
MOST_NAMES = 12
CLOSE = 34  # what lies closer together than this is one mark with a number
RING_KILOMETRES = (1, 2, 5, 10, 20, 40, 80, 160)
WHOLE = 0
DISTANCES = (WHOLE, 40, 15, 5)
DEEPEST = 17


@dataclass
class Mark:
    """A point of the map: an area, a place, or several places close together."""

    x: float
    y: float
    area: Area | None = None
    places: list[Located] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Larger where there is more."""
        return min(9 + len(self.places), 24)

    @property
    def names(self) -> list[str]:
        """What is here by name; of many the first."""
        return sorted((place.name for place in self.places), key=folded)[:MOST_NAMES]

    @property
    def label_x(self) -> float:
        """Where the name begins; on the left of what lies far to the right."""
        away = self.size + 6
        return self.x - away if self.is_far_right else self.x + away

    @property
    def is_far_right(self) -> bool:
        """Whether the name would run out of the map."""
        return self.x > WIDTH * 0.72


@dataclass(frozen=True)
class Ring:
    """A circle at so many kilometres from the middle."""

    kilometres: int
    radius: float
    label_y: float


@dataclass(frozen=True)
class Tile:
    """One picture of a map service, where it lies."""

    address: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Drawing:
    """The whole map."""

    width: int
    height: int
    middle_x: float
    middle_y: float
    rings: list[Ring]
    marks: list[Mark]
    tiles: list[Tile]


def draw(areas: Iterable[Area], places: Iterable[Located], *, within: int) -> Drawing | None:
    """The map around the centre; nothing where fewer than two positions are known."""
    known = {area.pk: area for area in areas if area.has_position}
    centre = next((area for area in known.values() if area.is_centre), None)
    if centre is None or len(known) < 2:
        return None
    around, apart = _gathered(known, places)
    points = [_at(area.latitude, area.longitude) for area in known.values()]
    view = _View.of(centre, points, within)
    marks = [
        Mark(*view.on_map(_at(a.latitude, a.longitude)), a, around[a.pk]) for a in known.values()
    ]
    crowd = _Crowd(marks)
    for place, position in apart:
        crowd.join(Mark(*view.on_map(position), None, [place]))
    shown = [mark for mark in marks if 0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT]
    middle = view.on_map(_at(centre.latitude, centre.longitude))
    return Drawing(WIDTH, HEIGHT, *middle, view.rings(middle), shown, view.tiles())


def _gathered(
    known: dict[str, Area], places: Iterable[Located]
) -> tuple[dict[str, list[Located]], list[tuple[Located, tuple[float, float]]]]:
    """Places counted at their area, and those with a position of their own."""
    around: dict[str, list[Located]] = {slug: [] for slug in known}
    apart = []
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            apart.append((place, _at(place.latitude, place.longitude)))
        elif place.area_id in around:
            around[place.area_id].append(place)
    return around, apart


class _Crowd:
    """Marks by the square they lie in, so that only those near by are looked at."""

    def __init__(self, marks: list[Mark]) -> None:
        self.marks = marks
        self.squares: dict[tuple[int, int], list[tuple[int, Mark]]] = {}
        for number, mark in enumerate(marks):
            self._put(number, mark)

    def join(self, mark: Mark) -> None:
        """Let a place stand by itself, or with what lies too close to tell apart."""
        x, y = self._square(mark)
        near = [
            (number, other)
            for square in product((x - 1, x, x + 1), (y - 1, y, y + 1))
            for number, other in self.squares.get(square, ())
            if abs(other.x - mark.x) < CLOSE and abs(other.y - mark.y) < CLOSE
        ]
        if near:
            min(near, key=lambda pair: pair[0])[1].places += mark.places
            return
        self._put(len(self.marks), mark)
        self.marks.append(mark)

    def _put(self, number: int, mark: Mark) -> None:
        self.squares.setdefault(self._square(mark), []).append((number, mark))

    @staticmethod
    def _square(mark: Mark) -> tuple[int, int]:
        return floor(mark.x / CLOSE), floor(mark.y / CLOSE)


def _at(latitude: object, longitude: object) -> tuple[float, float]:
    """A position in Web Mercator, the whole world being one square from 0 to 1."""
    lat, lon = radians(float(str(latitude))), float(str(longitude))
    return (lon + 180) / 360, (1 - asinh(tan(lat)) / pi) / 2


@dataclass(frozen=True)
class _View:
    """Which part of the world is shown, and how large."""

    left: float
    top: float
    scale: float  # pixels for the whole world
    kilometre: float  # in pixels, at the centre

    @classmethod
    def of(cls, centre: Area, points: list[tuple[float, float]], within: int) -> "_View":
        x, y = _at(centre.latitude, centre.longitude)
        world = 40_075.0 * cos(radians(float(centre.latitude or 0)))  # kilometres around, there
        if within:
            reach = within / world
            left, right, top, bottom = x - reach, x + reach, y - reach, y + reach
        else:
            left, right = min(p[0] for p in points), max(p[0] for p in points)
            top, bottom = min(p[1] for p in points), max(p[1] for p in points)
        scale = min(
            (WIDTH - 2 * MARGIN) / max(right - left, 1e-7),
            (HEIGHT - 2 * MARGIN) / max(bottom - top, 1e-7),
        )
        return cls(
            (left + right) / 2 - WIDTH / 2 / scale,
            (top + bottom) / 2 - HEIGHT / 2 / scale,
            scale,
            scale / world,
        )

    def on_map(self, point: tuple[float, float]) -> tuple[float, float]:
        """A position in pixels of the map."""
        return round((point[0] - self.left) * self.scale, 1), round(
            (point[1] - self.top) * self.scale, 1
        )

    def rings(self, middle: tuple[float, float]) -> list[Ring]:
        """Circles that can be told apart and seen."""
        radii = [(km, round(km * self.kilometre, 1)) for km in RING_KILOMETRES]
        far = max(WIDTH, HEIGHT)
        return [Ring(km, r, round(middle[1] - r + 16, 1)) for km, r in radii if 40 <= r <= far]

    def tiles(self) -> list[Tile]:
        """The pictures beneath, if the installation has chosen a service."""
        if not settings.TILES:
            return []
        deep = min(max(floor(log2(self.scale / TILE)), 1), DEEPEST)
        many, size = 2**deep, self.scale / 2**deep
        first_x, last_x = floor(self.left * many), floor((self.left + WIDTH / self.scale) * many)
        first_y, last_y = floor(self.top * many), floor((self.top + HEIGHT / self.scale) * many)
        return [
            Tile(
                settings.TILES.format(z=deep, x=x, y=y),
                round((x / many - self.left) * self.scale, 1),
                round((y / many - self.top) * self.scale, 1),
                round(size + 0.5, 1),
            )
            for y in range(max(first_y, 0), min(last_y, many - 1) + 1)
            for x in range(max(first_x, 0), min(last_x, many - 1) + 1)
        ]
