"""Areas laid side by side: what is known of each, and what there is, by kind.

Nothing is guessed. A distance is one that the area states, or as the crow flies between two known
positions; a question that nothing is known about in any of the areas is left out, and where one of
them has no answer the reader is led to a host who may know.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hemvist.core.translated import Texts
from hemvist.directory.models import Area, Category, Everyday, Service, ServiceArea
from hemvist.directory.queries import places
from hemvist.guide.distances import kilometres_between
from hemvist.guide.showing import Below
from hemvist.guide.told import Words, stories_of, words_of

FEWEST, MOST = 2, 4
FARTHEST = 30  # kilometres; nobody calls more than that near
# Kinds one asks for when choosing where to live, if the municipality has places of them.
ASKED_FOR = ("preschool", "school", "shop", "health", "transport", "service_point")
HOMES, SCHOOL = "housing", "school"


@dataclass(frozen=True)
class Near:
    """A place of a kind that can be reached from an area, and how far away it is."""

    place: Service
    area: Area
    kilometres: float  # 0 in the area itself


@dataclass(frozen=True)
class Row:
    """One kind of place, with the near one for every compared area."""

    code: str
    names: Texts
    cells: list[tuple["Column", Near | None]]

    @property
    def is_school(self) -> bool:
        """Whether where one lives decides which of them it is."""
        return self.code == SCHOOL


@dataclass
class Column:
    """One area with the places in it, the schools its children belong to, and what is told."""

    area: Area
    words: Words | None = None
    stories: list[Below] = field(default_factory=list)
    places: list[Service] = field(default_factory=list)
    schools: list[Service] = field(default_factory=list)
    ways: list[tuple[str, float | None]] = field(default_factory=list)

    @property
    def homes(self) -> list[Service]:
        """Places in the area where one may find a home."""
        return [one for one in self.places if one.category.life_area_id == HOMES]

    @property
    def kinds(self) -> list[tuple[Category, int]]:
        """What there is in the area and how many of each, in the order of the areas of life."""
        counted: dict[str, tuple[Category, int]] = {}
        for one in self.places:
            kind, number = counted.get(one.category_id, (one.category, 0))
            counted[one.category_id] = (kind, number + 1)
        return sorted(counted.values(), key=_by_position)


@dataclass(frozen=True)
class Comparison:
    """The whole table."""

    columns: list[Column]
    near: list[Row]

    @property
    def has_homes(self) -> bool:
        """Whether any of the areas has a place to look for a home in."""
        return any(column.homes for column in self.columns)

    @property
    def has_distances(self) -> bool:
        """Whether the way to the centre is known for any of them."""
        return any(c.area.kilometres_to_centre is not None for c in self.columns)

    @property
    def has_places(self) -> bool:
        """Whether there is any place in any of them."""
        return any(column.places for column in self.columns)

    @property
    def has_ways(self) -> bool:
        """Whether any of them states how far it is to everyday things."""
        return any(column.ways for column in self.columns)

    @property
    def has_voices(self) -> bool:
        """Whether anything is told by or of those who live in any of them."""
        return any(column.words or column.stories for column in self.columns)

    @property
    def has_wholes(self) -> bool:
        """Whether any of them belongs to something larger."""
        return any(column.area.part_of for column in self.columns)


def compare(areas: list[Area]) -> Comparison:
    """Lay areas side by side, in the same number of queries however many places there are."""
    words, stories = words_of(areas), stories_of(areas)
    columns = [Column(area, words.get(area.pk), stories.get(area.pk, [])) for area in areas]
    by_slug = {column.area.pk: column for column in columns}
    wanted: dict[str, list[tuple[Service, Area]]] = {code: [] for code in ASKED_FOR}
    for place in places():
        where = place.whereabouts
        if where is None or where.area is None:
            continue
        if where.area_id in by_slug:
            by_slug[where.area_id].places.append(place)
        if place.category_id in wanted:
            wanted[place.category_id].append((place, where.area))
    _state_ways(columns)
    for area_id, school in _catchments(areas):
        by_slug[area_id].schools.append(school)
    return Comparison(columns, list(_near_rows(columns, wanted)))


def _state_ways(columns: list[Column]) -> None:
    """The same everyday things in every column, in the same order, so that they stand in rows."""
    stated = [one for one in Everyday if any(one in column.area.ways for column in columns)]
    for column in columns:
        column.ways = [(str(one.label), column.area.ways.get(one)) for one in stated]


def _catchments(areas: list[Area]) -> Iterable[tuple[str, Service]]:
    """Which school the children of each area belong to, as the municipality has drawn it."""
    rows = ServiceArea.objects.filter(
        service__in=Service.objects.public().filter(category=SCHOOL),
        area__in=[area.pk for area in areas],
    )
    for row in rows.select_related("service").order_by("service__name"):
        if row.area_id and row.service:
            yield row.area_id, row.service


def _near_rows(
    columns: list[Column], wanted: dict[str, list[tuple[Service, Area]]]
) -> Iterable[Row]:
    for code, found in wanted.items():
        cells = [(column, _nearest(column.area, found)) for column in columns]
        if any(near for _column, near in cells):
            yield Row(code, found[0][0].category.names, cells)


def _nearest(area: Area, found: list[tuple[Service, Area]]) -> Near | None:
    """The closest of those whose distance is known; another may be closer that we cannot tell."""
    known = []
    for place, where in found:
        kilometres = kilometres_between(area, where)
        if kilometres is not None and kilometres <= FARTHEST:
            known.append(Near(place, where, kilometres))
    return min(known, key=lambda near: near.kilometres, default=None)


def _by_position(kind: tuple[Category, int]) -> tuple[int, int]:
    category = kind[0]
    return category.life_area.position, category.position
