"""Finding the page at an address, in the reader's language or in one that stands in for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q, QuerySet, TextField, Value
from wagtail.models import Page, PageViewRestriction

from hemvist.core.prepared import Prepared
from hemvist.core.read_once import read_once
from hemvist.directory.finding import IsOneOf

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
    hidden = Q(pk=None)
    for place in hidden_places():
        hidden |= Q(path__startswith=place)
    pages: QuerySet[Page] = Page.objects.live().exclude(hidden)
    return pages


@read_once()
def hidden_places() -> tuple[str, ...]:
    """Where in the tree that begins which not everybody may read."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))


def find(path: str, language: str) -> Found | None:
    """The page at a path below a language, with all its translations, in two queries.

    A translation may have another path for a while, when the source was renamed and the
    translation has not followed yet; it is found all the same.
    """
    order = languages_for(language)
    here = [f"/{code}/{path}" for code in order]
    hidden = hidden_places()
    versions = {
        code_of(page): page
        for page in _versions(addresses=here)
        if not page.path.startswith(hidden)
    }
    if not any(page.url_path in here for page in versions.values()):
        return None
    code = next((code for code in order if code in versions), None)
    page = _whole(versions[code]) if code else None
    if code is None or page is None:
        return None
    codes = (code for code, _name in settings.LANGUAGES if code in versions)
    return Found(page, code, {code: versions[code].url_path for code in codes})


def _named(addresses: list[str]) -> QuerySet[Page]:
    named = IsOneOf(F("url_path"), Value(addresses, output_field=ArrayField(TextField())))
    found: QuerySet[Page] = Page.objects.filter(Q(named)).order_by()
    return found


_versions = Prepared[Page](
    lambda addresses: (
        Page.objects.live()
        .filter(translation_key__in=_named(addresses).values("translation_key"))
        .only("content_type", "path", "url_path")
        .order_by()
    ),
    addresses=["/an/address/"],
)


def _whole(page: Page) -> Page | None:
    """A page with all that its type has."""
    model = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return next(iter(_of_type(model)(pk=page.pk)), None) if model else None


@cache
def _of_type(model: Any) -> Prepared[Page]:
    return Prepared(lambda pk: model.objects.filter(pk=pk).order_by(), pk=-1)


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
    return _language_of(page.url_path)


def _language_of(address: str) -> str:
    return address.split("/")[1]


def by_address(paths: list[str], language: str) -> dict[str, Page]:
    """The pages at several paths below a language, each in the best language there is."""
    order = languages_for(language)
    wanted = {f"/{code}/{path}": (path, rank) for path in paths for rank, code in enumerate(order)}
    found: dict[str, tuple[int, Page]] = {}
    for page in readable().filter(url_path__in=wanted):
        path, rank = wanted[page.url_path]
        if path not in found or rank < found[path][0]:
            found[path] = (rank, page)
    return {path: page for path, (_rank, page) in found.items()}
