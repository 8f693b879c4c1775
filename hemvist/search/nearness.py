"""Where in the municipality a question is about, and how far from there things are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, radians

from hemvist.core.letters import folded, plain, split_words
from hemvist.directory.finding import KILOMETRES_IN_A_DEGREE
from hemvist.directory.models import Area

# What lies in the area itself counts twice as much, and ten kilometres away half of that more.
IN_IT, HALF_WAY = 2.0, 10.0


@dataclass(frozen=True)
class Near:
    """An area that somebody named or chose, and how far the others are from it."""

    area: Area
    kilometres: dict[str, float]

    def factor(self, area: str) -> float:
        """How much more what lies in an area counts, for being near."""
        if area == self.area.pk:
            return IN_IT
        if area not in self.kilometres:
            return 1.0
        return 1.0 + (IN_IT - 1.0) * HALF_WAY / (HALF_WAY + self.kilometres[area]) / 1.5


def near_to(area: Area, areas: Sequence[Area] | None = None) -> Near:
    """How far all areas with a position are from one, as the crow flies."""
    if area.latitude is None or area.longitude is None:
        return Near(area, {})
    latitude, longitude = float(area.latitude), float(area.longitude)
    east_degree = KILOMETRES_IN_A_DEGREE * cos(radians(latitude))
    return Near(
        area,
        {
            other.pk: hypot(
                (float(other.latitude) - latitude) * KILOMETRES_IN_A_DEGREE,
                (float(other.longitude) - longitude) * east_degree,
            )
            for other in (Area.objects.all() if areas is None else areas)
            if other.latitude is not None and other.longitude is not None
        },
    )


@lru_cache(maxsize=2)
def _areas(version: int) -> list[tuple[Area, list[set[str]]]]:
    """All areas with their names; read once in each process until the index changes."""
    found = Area.objects.only("name", "latitude", "longitude")
    return [(area, _names(area)) for area in found]


def names_of_areas(version: int) -> dict[str, str]:
    """What each area is called, by its key."""
    return {area.pk: area.name for area, _names in _areas(version)}


def forget() -> None:
    """Read the areas anew, in this process."""
    _areas.cache_clear()


def area_named(words: Sequence[str], *, version: int) -> tuple[Near, set[str]] | None:
    """The area among the words of a question and which words name it, if it asks for more too.

    Names are found in the genitive and without dots; of two, the longer is meant.
    """
    areas = _areas(version)
    best: tuple[Area, set[str]] | None = None
    for area, names in areas:
        for name in names:
            taken = {word for word in words if word.removesuffix("s") in name or word in name}
            said = {one for one in name if any(one in (w, w.removesuffix("s")) for w in taken)}
            if len(said) == len(name) and len(taken) > len(best[1] if best else ()):
                best = area, taken
    if not best or not set(words) - best[1]:
        return None
    return near_to(best[0], [area for area, _names in areas]), best[1]


def _names(area: Area) -> list[set[str]]:
    """Each name of an area as its words, as they stand and as on a foreign keyboard."""
    names = area.name.partition("(")[0].split("/")
    told = [split_words(plain(name)) for name in names]
    return [set(forms) for words in told for forms in (words, [*map(folded, words)]) if words]
