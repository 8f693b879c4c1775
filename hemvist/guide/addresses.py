"""Where a page is in full, and where it is in the other languages: for search engines."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

from hemvist.directory.models import Area, LifeArea, Service

FIXED_PAGES = ("start", "areas", "places", "accessibility", "privacy")


@dataclass(frozen=True)
class Page:
    """The address of a page and of the same page in every language."""

    canonical: str
    alternates: list[tuple[str, str]]


def page_at(request: HttpRequest, *, number: int = 1) -> Page:
    """The page that is being read, as search engines should know it: filters left out."""
    rest = request.path.removeprefix(f"/{get_language()}/")
    query = f"?page={number}" if number > 1 else ""
    return Page(
        canonical=f"{settings.SITE_URL}{request.path}{query}",
        alternates=[
            (code, f"{settings.SITE_URL}/{code}/{rest}{query}") for code in published_languages()
        ],
    )


def published_languages() -> list[str]:
    """The codes of the languages that the public pages are in."""
    return [code for code, _name in settings.LANGUAGES]


def every_page() -> list[Page]:
    """All pages of the guide, for the sitemap, in three queries."""
    names: list[tuple[str, list[str]]] = [(name, []) for name in FIXED_PAGES]
    names += [("life_area", [slug]) for slug in LifeArea.objects.values_list("slug", flat=True)]
    names += [("area", [slug]) for slug in Area.objects.values_list("slug", flat=True)]
    slugs = Service.objects.public().values_list("slug", flat=True)
    names += [("place", [slug]) for slug in slugs]
    return [_in_every_language(name, args) for name, args in names]


def _in_every_language(name: str, args: list[str]) -> Page:
    alternates = []
    for code in published_languages():
        with override(code):
            address = reverse(f"guide:{name}", args=args)
        alternates.append((code, f"{settings.SITE_URL}{address}"))
    return Page(canonical=alternates[0][1], alternates=alternates)
