"""The door of our own API: what it says of itself, and lists in numbered pages."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field

from hemvist.api.answers import as_json
from hemvist.api.descriptions import DescribedAPI, described
from hemvist.api.hsds.asking import Language
from hemvist.api.numbered import MOST_ON_A_PAGE, MOST_PAGES, Numbered, Shape, numbered
from hemvist.api.problems import speak_of_problems

RELEASED = "2026-11-28"

api = DescribedAPI(
    title="Moving here",
    version="1.1.0",
    description=(
        "Areas, places, happenings, jobs and pages of the municipality, as the guide shows "
        "them; follows the Swedish national profile for REST APIs. / Kommunens områden, "
        "platser, evenemang, lediga jobb och sidor, så som guiden visar dem; följer den "
        "nationella REST API-profilen."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
    openapi_extra=described(),
)
speak_of_problems(api)


class Listing(Language):
    """What every list takes."""

    page: int = Field(1, ge=1, le=MOST_PAGES, description="Which page, from 1.")
    limit: int = Field(20, ge=1, le=MOST_ON_A_PAGE, description="How many on a page.")


def list_of(
    request: HttpRequest,
    found: QuerySet[Any],
    asked: Listing,
    shape: Shape,
) -> HttpResponse:
    """One page of a list, with the addresses of the others."""
    page = numbered(found, number=asked.page, size=asked.limit)
    links = _links(request, page)
    response = as_json(
        {
            "page": page.number,
            "limit": page.size,
            "totalItems": page.total,
            "totalPages": page.pages,
            "links": links,
            "items": shape(page.rows),
        }
    )
    response["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
    return response


def _links(request: HttpRequest, page: Numbered) -> dict[str, str]:
    """The pages around this one, with everything else that was asked."""
    asked = {name: value for name, value in request.GET.items() if name != "page"}
    numbers = {"self": page.number, "first": 1, "last": page.pages}
    if page.number > 1:
        numbers["prev"] = page.number - 1
    if page.number < page.pages:
        numbers["next"] = page.number + 1
    return {
        name: f"{settings.SITE_URL}{request.path}?{urlencode({**asked, 'page': number})}"
        for name, number in numbers.items()
    }
