"""Finding the page at an address, in the reader's language or in one that stands in for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Page

STAND_INS = ("en", "sv")


@dataclass(frozen=True)
class Found:
    """A page that may be read, the language it is really in, and where its translations are."""

    page: Page
    language: str
    addresses: dict[str, str]

    def is_foreign(self, language: str) -> bool:
        """Whether the reader asked for another language."""
        return self.language != language


def languages_for(language: str) -> list[str]:
    """The reader's language, then those that stand in for it."""
    return list(dict.fromkeys([language, *STAND_INS]))


def readable() -> QuerySet[Page]:
    """What the public may read: published, and not kept to a group or behind a password."""
    pages: QuerySet[Page] = Page.objects.live().public()
    return pages


def find(path: str, language: str) -> Found | None:
    """The page at a path below a language, with all its translations, in two queries.

    A translation may have another path for a while, when the source was renamed and the
    translation has not followed yet; it is found all the same.
    """
    order = languages_for(language)
    here = [f"/{code}/{path}" for code in order]
    keys = Page.objects.filter(url_path__in=here).values("translation_key")
    siblings = readable().filter(translation_key__in=keys).select_related("locale")
    pages = {page.locale.language_code: page for page in siblings}
    if not any(page.url_path in here for page in pages.values()):
        return None
    code = next((code for code in order if code in pages), None)
    if code is None:
        return None
    addresses = {code: pages[code].url_path for code, _n in settings.LANGUAGES if code in pages}
    return Found(pages[code].specific, code, addresses)


def best_of(pages: Iterable[Page], language: str) -> list[Page]:
    """Each page in the best language it is in, where the first of its versions stood."""
    order = languages_for(language)
    best: dict[Any, Page] = {}
    for page in pages:
        kept = best.get(page.translation_key)
        if kept is None or order.index(code_of(page)) < order.index(code_of(kept)):
            best[page.translation_key] = page
    return list(best.values())


def code_of(page: Page) -> str:
    """The language of a page: the first part of its address. Asking its locale costs a query."""
    return str(page.url_path.split("/")[1])


def by_address(paths: list[str], language: str) -> dict[str, Page]:
    """The pages at several paths below a language, each in the best language there is."""
    order = languages_for(language)
    wanted = {f"/{code}/{path}": (path, rank) for path in paths for rank, code in enumerate(order)}
    found: dict[str, tuple[int, Page]] = {}
    for page in readable().filter(url_path__in=wanted).select_related("locale"):
        path, rank = wanted[page.url_path]
        if path not in found or rank < found[path][0]:
            found[path] = (rank, page)
    return {path: page for path, (_rank, page) in found.items()}
