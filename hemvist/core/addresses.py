"""Where a public page is in full, and where it is in the other languages: for search engines."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


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
