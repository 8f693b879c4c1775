"""Every page of the guide with its addresses, for the sitemap."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from hemvist.core.addresses import Page, page_at, published_languages
from hemvist.directory.models import Area, LifeArea, Service

__all__ = ["Page", "every_page", "page_at", "published_languages"]

FIXED_PAGES = ("start", "life", "areas", "map", "places", "accessibility", "privacy")


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
