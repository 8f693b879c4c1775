"""Every public page with its addresses and when it changed, for the map of the site.

A small site has one map. A large one has a list of maps: one of the places for every thousand of
them, so that none has more than 5,000 addresses, and one of everything else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from hemvist.core.addresses import Page, page_at, published_languages
from hemvist.core.dates import today
from hemvist.directory.models import Area, LifeArea, Service
from hemvist.guide.pages import readable
from hemvist.happenings.models import Happening
from hemvist.vacancies.models import Vacancy

__all__ = ["Page", "page_at", "published_languages"]

FIXED_PAGES = (
    "guide:start", "guide:life", "guide:areas", "guide:map", "guide:places",
    "guide:accessibility", "guide:privacy", "happenings:calendar", "vacancies:list", "open_data",
)  # fmt: skip
PLACES_IN_A_MAP = 1000


@dataclass(frozen=True)
class Entry:
    """One page in all its languages, and when it changed last, if that is known."""

    alternates: list[tuple[str, str]]
    changed_at: datetime | None = None


def maps() -> list[str]:
    """The names of the maps there are, or none where one map is enough."""
    places = Service.objects.public().count()
    if places <= PLACES_IN_A_MAP // 2:
        return []
    numbers = range(1, -(-places // PLACES_IN_A_MAP) + 1)
    return ["pages", *(f"places-{number}" for number in numbers)]


def every_page() -> list[Entry]:
    """All pages, in a fixed number of queries."""
    return [*pages(), *places()]


def pages() -> list[Entry]:
    """All pages but those of the places; a text about an area stands on the area's page."""
    made = [_entry(name) for name in FIXED_PAGES]
    made += [_entry("guide:life_area", slug) for slug in _slugs(LifeArea.objects.all())]
    made += [_entry("guide:area", slug) for slug in _slugs(Area.objects.all())]
    happenings = Happening.objects.public().values_list("slug", "changed_at")
    made += [_entry("happenings:happening", slug, at=at) for slug, at in happenings]
    jobs = Vacancy.objects.open(on=today()).values_list("pk", flat=True)
    made += [_entry("vacancies:vacancy", pk) for pk in jobs]
    texts = {entry.alternates[0][1]: entry for entry in _texts()}
    known = {address for entry in made for _code, address in entry.alternates}
    return made + [entry for address, entry in texts.items() if address not in known]


def places(number: int | None = None) -> list[Entry]:
    """The places, or those of one map."""
    found = Service.objects.public().order_by("pk").values_list("slug", "last_modified")
    if number is not None:
        found = found[(number - 1) * PLACES_IN_A_MAP : number * PLACES_IN_A_MAP]
    return [_entry("guide:place", slug, at=at) for slug, at in found]


def _slugs(rows: Any) -> Iterable[str]:
    slugs: Iterable[str] = rows.values_list("slug", flat=True)
    return slugs


def _texts() -> Iterator[Entry]:
    """What editors have written, each in the languages it really is in."""
    found: dict[Any, list[tuple[str, str, datetime | None]]] = {}
    rows = readable().filter(depth__gt=1).order_by("path")
    for key, code, path, at in rows.values_list(
        "translation_key", "locale__language_code", "url_path", "last_published_at"
    ):
        found.setdefault(key, []).append((code, path, at))
    order = published_languages()
    for versions in found.values():
        shown = sorted(
            (version for version in versions if version[0] in order),
            key=lambda version: order.index(version[0]),
        )
        if shown:
            addresses = [(code, f"{settings.SITE_URL}{path}") for code, path, _at in shown]
            moments = [at for _code, _path, at in shown if at]
            yield Entry(addresses, max(moments, default=None))


def _entry(name: str, *args: Any, at: datetime | None = None) -> Entry:
    alternates = []
    for code in published_languages():
        with override(code):
            alternates.append((code, f"{settings.SITE_URL}{reverse(name, args=args)}"))
    return Entry(alternates, at)
