"""What is saved, as it is called and described today; one query for each kind of thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from hemvist.core.carried import Carried
from hemvist.core.translated import Texts, spoken
from hemvist.directory.models import Area, LifeArea, Service
from hemvist.favourites.models import SavedItem, SavedKind
from hemvist.guide.pages import by_address
from hemvist.happenings.models import Happening
from hemvist.vacancies.models import Vacancy

MOST_AT_ONCE = 4  # areas to compare


@dataclass(frozen=True)
class Known:
    """A thing that can be saved."""

    title: str
    address: str
    texts: Texts
    about: str = ""


@dataclass(frozen=True)
class Thing:
    """A saved item with what is known of it; nothing, if it has gone from the guide."""

    item: SavedItem
    known: Known | None

    @property
    def title(self) -> str:
        """What it is called now, else what it was called when it was saved."""
        return self.known.title if self.known else self.item.title


Finder = Callable[[set[str]], dict[str, Known]]


def things_of(items: Iterable[SavedItem]) -> list[Thing]:
    """The items in their order, each with what it is."""
    listed = list(items)
    known = {kind: _known(kind, listed) for kind in {item.kind for item in listed}}
    return [Thing(item, known[item.kind].get(item.key)) for item in listed]


def find(kind: str, key: str) -> Known | None:
    """The thing of a kind and a key, if there is such a thing to save."""
    finder = FINDERS.get(kind)
    return finder({key}).get(key) if finder else None


def to_carry(things: Iterable[Thing]) -> list[Carried]:
    """What a reader brings into the enquiry: names and addresses, not their notes."""
    return [Carried(thing.known.title, thing.known.address) for thing in things if thing.known]


def to_compare(things: Iterable[Thing]) -> list[str]:
    """The saved areas that can be laid side by side."""
    areas = [t.item.key for t in things if t.item.kind == SavedKind.AREA and t.known]
    return areas[:MOST_AT_ONCE] if len(areas) > 1 else []


def _known(kind: str, items: list[SavedItem]) -> dict[str, Known]:
    finder = FINDERS.get(kind)
    return finder({item.key for item in items if item.kind == kind}) if finder else {}


def _life_areas(keys: set[str]) -> dict[str, Known]:
    found = LifeArea.objects.filter(pk__in=keys)
    return {
        one.pk: Known(
            spoken(one.names)[0], reverse("guide:life_area", args=[one.pk]), one.summaries
        )
        for one in found
    }


def _areas(keys: set[str]) -> dict[str, Known]:
    found = Area.objects.filter(pk__in=keys)
    return {
        one.pk: Known(one.name, reverse("guide:area", args=[one.pk]), one.summaries)
        for one in found
    }


def _places(keys: set[str]) -> dict[str, Known]:
    found = Service.objects.public().filter(slug__in=keys).select_related("category")
    return {
        one.slug: Known(
            one.name,
            reverse("guide:place", args=[one.slug]),
            one.descriptions,
            spoken(one.category.names)[0],
        )
        for one in found
    }


def _happenings(keys: set[str]) -> dict[str, Known]:
    found = Happening.objects.public().filter(slug__in=keys)
    return {
        one.slug: Known(
            spoken(one.titles)[0], reverse("happenings:happening", args=[one.slug]), one.texts
        )
        for one in found
    }


def _vacancies(keys: set[str]) -> dict[str, Known]:
    found = Vacancy.objects.filter(pk__in=[key for key in keys if _is_number(key)])
    return {
        str(one.pk): Known(
            one.title, reverse("vacancies:vacancy", args=[one.pk]), {"sv": one.employer}
        )
        for one in found
    }


def _pages(keys: set[str]) -> dict[str, Known]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        path: Known(page.title, f"/{language}/{path}", {})
        for path, page in by_address(sorted(keys), language).items()
    }


def _is_number(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


FINDERS: dict[str, Finder] = {
    SavedKind.LIFE: _life_areas,
    SavedKind.AREA: _areas,
    SavedKind.PLACE: _places,
    SavedKind.HAPPENING: _happenings,
    SavedKind.VACANCY: _vacancies,
    SavedKind.PAGE: _pages,
}
