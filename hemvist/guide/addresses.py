"""Every public page with its addresses and when it changed, for the map of the site.

A small site has one map. A large one has a list of maps: one for every thousand places, one for
every thousand texts, so that none has more than 5,000 addresses, and one of everything else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page as WagtailPage

from hemvist.core.addresses import Page, page_at, published_languages
from hemvist.core.dates import today
from hemvist.directory.models import Area, LifeArea, Service
from hemvist.guide import models
from hemvist.guide.pages import readable
from hemvist.happenings.models import Happening
from hemvist.vacancies.models import Vacancy

__all__ = ["Page", "page_at", "published_languages"]

FIXED_PAGES = (
    "guide:start", "guide:life", "guide:areas", "guide:map", "guide:places",
    "guide:accessibility", "guide:privacy", "happenings:calendar", "vacancies:list", "open_data",
)  # fmt: skip
PAGES_IN_A_MAP = 1000
WRITTEN_ON_OUR_OWN = (
    models.StartPage, models.LifePage, models.LifeAreaPage, models.AreasPage, models.AreaPage,
    models.VillagePage,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One page in all its languages, and when it changed last, if that is known."""

    alternates: list[tuple[str, str]]
    changed_at: datetime | None = None

    def as_xml(self) -> str:
        """An address of its own for each language, with all the others beside it."""
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
            for code, address in self.alternates
        )
        at = self.changed_at.isoformat(timespec="seconds") if self.changed_at else ""
        rest = f"{f'<lastmod>{at}</lastmod>' if at else ''}{links}</url>"
        return "\n".join(
            f"  <url><loc>{escape(address)}</loc>{rest}" for _code, address in self.alternates
        )


def maps() -> list[str]:
    """The names of the maps there are, or none where one map is enough."""
    counts = {"texts": _texts().values("translation_key").distinct().count()}
    counts["places"] = Service.objects.public().count()
    if sum(counts.values()) <= PAGES_IN_A_MAP // 2:
        return []
    return ["pages", *(f"{kind}-{n}" for kind in counts for n in _numbers(counts[kind]))]


def _numbers(count: int) -> range:
    return range(1, -(-count // PAGES_IN_A_MAP) + 1)


def every_page() -> list[Entry]:
    """All pages, in a fixed number of queries."""
    return [*pages(), *texts(), *places()]


def one_map(name: str) -> list[Entry]:
    """What one of the maps holds."""
    kind, _hyphen, number = name.partition("-")
    return pages() if kind == "pages" else {"texts": texts, "places": places}[kind](int(number))


def by_how_much_is_read() -> Iterator[list[Entry]]:
    """All pages, those first that most people read; a thousand at a time, asked for when needed."""
    yield pages()
    names = maps()
    if not names:
        yield from (texts(), places())
    yield from (one_map(name) for name in names if name != "pages")


def pages() -> list[Entry]:
    """What the product itself has a page for, whether or not an editor has written on it."""
    made = [_Addresses(name)() for name in FIXED_PAGES]
    at = _Addresses("guide:life_area", like="x")
    made += [at(slug) for slug in LifeArea.objects.values_list("slug", flat=True)]
    at = _Addresses("guide:area", like="x")
    made += [at(slug) for slug in Area.objects.values_list("slug", flat=True)]
    at = _Addresses("vacancies:vacancy", like=UUID(int=0))
    made += [at(pk) for pk in Vacancy.objects.open(on=today()).values_list("pk", flat=True)]
    at = _Addresses("happenings:happening", like="x")
    happenings = Happening.objects.public().values_list("slug", "changed_at")
    return made + [at(slug, changed_at=moment) for slug, moment in happenings]


def places(number: int | None = None) -> list[Entry]:
    """The places, or those of one map."""
    found = Service.objects.public().order_by("pk").values_list("slug", "last_modified")
    at = _Addresses("guide:place", like="x")
    return [at(slug, changed_at=moment) for slug, moment in found[_those_of(number)]]


def texts(number: int | None = None) -> list[Entry]:
    """What editors have written, each in the languages it really is in, or those of one map."""
    keys = _texts().order_by("translation_key").values("translation_key").distinct()
    rows = _texts().filter(translation_key__in=keys[_those_of(number)]).order_by("path")
    found: dict[Any, list[tuple[str, str, datetime | None]]] = {}
    for key, path, at in rows.values_list("translation_key", "url_path", "last_published_at"):
        found.setdefault(key, []).append((path.split("/")[1], path, at))
    return [entry for versions in found.values() for entry in _in_order(versions)]


def _those_of(number: int | None) -> slice:
    if number is None:
        return slice(None)
    return slice((number - 1) * PAGES_IN_A_MAP, number * PAGES_IN_A_MAP)


def _texts() -> QuerySet[WagtailPage]:
    """Pages that stand where no page of the product's own does."""
    written: Any = readable().filter(depth__gt=1)
    found: QuerySet[WagtailPage] = written.not_type(*WRITTEN_ON_OUR_OWN)
    return found


def _in_order(versions: list[tuple[str, str, datetime | None]]) -> Iterator[Entry]:
    order = published_languages()
    shown = sorted(
        (version for version in versions if version[0] in order),
        key=lambda version: order.index(version[0]),
    )
    if shown:
        addresses = [(code, f"{settings.SITE_URL}{path}") for code, path, _at in shown]
        yield Entry(addresses, max((at for _code, _path, at in shown if at), default=None))


class _Addresses:
    """Where the pages of one kind are, found out once for each language and not for each page."""

    def __init__(self, name: str, *, like: Any = None) -> None:
        self.parts = []
        for code in published_languages():
            with override(code):
                address = settings.SITE_URL + reverse(name, args=[] if like is None else [like])
            before, _like, after = address.rpartition(str(like)) if like else (address, "", "")
            self.parts.append((code, before, after))

    def __call__(self, slug: Any = "", *, changed_at: datetime | None = None) -> Entry:
        return Entry([(code, f"{a}{slug}{b}") for code, a, b in self.parts], changed_at)
