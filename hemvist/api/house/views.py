"""The addresses of our own API; each only reads."""

from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query

from hemvist.api.answers import as_json, full_address
from hemvist.api.descriptions import DescribedAPI, described
from hemvist.api.house import objects, shapes
from hemvist.api.hsds.asking import LONGEST, Language
from hemvist.api.numbered import MOST_ON_A_PAGE, MOST_PAGES, Numbered, numbered
from hemvist.api.problems import speak_of_problems
from hemvist.directory.models import Area, AreaKind, LifeArea, Service, ServiceAtLocation

RELEASED = "2026-11-28"

api = DescribedAPI(
    title="Moving here",
    version="1.0.0",
    description=(
        "Areas, places and areas of life of the municipality, as the guide shows them; follows "
        "the Swedish national profile for REST APIs. / Kommunens områden, platser och "
        "livsområden, så som guiden visar dem; följer den nationella REST API-profilen."
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


class Areas(Listing):
    """The list of areas."""

    kind: Literal["town", "near", "village"] | None = Field(None, description="How far out.")


class Places(Listing):
    """The list of places."""

    area: str | None = Field(None, max_length=60, description="Only those in this area, by id.")
    category: str | None = Field(None, max_length=40, description="Only of this kind, by id.")
    lifeArea: str | None = Field(None, max_length=40, description="Only of this area of life.")
    text: str | None = Field(None, max_length=LONGEST, description="A part of the name.")


@api.get("/", response=shapes.Start, url_name="api-root", tags=["About"], summary="Start")
def start(request: HttpRequest, asked: Query[Language]) -> HttpResponse:
    """Where everything is."""
    return as_json(
        {
            "areas": full_address("api:areas"),
            "places": full_address("api:places"),
            "lifeAreas": full_address("api:life_areas"),
            "apiInfo": full_address("api:api_info"),
            "description": full_address("api:openapi-json"),
            "hsds": full_address("hsds:api-root"),
            "catalogue": full_address("datasets:dcat"),
            "allPlacesJson": full_address("datasets:places_json"),
            "allPlacesCsv": full_address("datasets:places_csv"),
        }
    )


@api.get(
    "/api-info", response=shapes.ApiInfo, url_name="api_info", tags=["About"], summary="This API"
)
def api_info(request: HttpRequest, asked: Query[Language]) -> HttpResponse:
    """What this API is, as the national profile asks."""
    return as_json(
        {
            "apiName": api.title,
            "apiVersion": api.version,
            "apiReleased": RELEASED,
            "apiDocumentation": full_address("open_data"),
            "apiStatus": "active",
        }
    )


@api.get("/areas", response=shapes.AreaPage, url_name="areas", tags=["Areas"], summary="Areas")
def areas(request: HttpRequest, asked: Query[Areas]) -> HttpResponse:
    """The areas of the municipality."""
    found = Area.objects.all()
    if asked.kind:
        found = found.filter(kind=AreaKind(asked.kind))
    return _list(request, found, asked, objects.area)


@api.get(
    "/areas/{slug:area_id}",
    response=shapes.Area,
    url_name="area",
    tags=["Areas"],
    summary="One area",
)
def area(request: HttpRequest, area_id: str, asked: Query[Language]) -> HttpResponse:
    """One area."""
    return as_json(objects.area(get_object_or_404(Area, pk=area_id)))


@api.get(
    "/life-areas",
    response=shapes.LifeAreaPage,
    url_name="life_areas",
    tags=["Areas of life"],
    summary="Areas of life",
)
def life_areas(request: HttpRequest, asked: Query[Listing]) -> HttpResponse:
    """What a person can look for."""
    return _list(request, LifeArea.objects.all(), asked, objects.life_area)


@api.get("/places", response=shapes.PlacePage, url_name="places", tags=["Places"], summary="Places")
def places(request: HttpRequest, asked: Query[Places]) -> HttpResponse:
    """The places of the guide; those that have closed for good are left out."""
    found = Service.objects.public()
    if asked.area:
        at = ServiceAtLocation.objects.filter(service=OuterRef("pk"), location__area=asked.area)
        found = found.filter(Exists(at))
    if asked.category:
        found = found.filter(category=asked.category)
    if asked.lifeArea:
        found = found.filter(category__life_area=asked.lifeArea)
    if asked.text:
        found = found.filter(name__icontains=asked.text)
    return _list(request, objects.findable(found), asked, objects.place)


@api.get(
    "/places/{slug:place_id}",
    response=shapes.Place,
    url_name="place",
    tags=["Places"],
    summary="One place",
)
def place(request: HttpRequest, place_id: str, asked: Query[Language]) -> HttpResponse:
    """One place, by the name in its address."""
    everything = objects.findable(Service.objects.public())
    return as_json(objects.place(get_object_or_404(everything, slug=place_id)))


def _list(
    request: HttpRequest,
    found: QuerySet[Any],
    asked: Listing,
    shape: Callable[[Any], dict[str, Any]],
) -> HttpResponse:
    page = numbered(found, number=asked.page, size=asked.limit)
    links = _links(request, page)
    response = as_json(
        {
            "page": page.number,
            "limit": page.size,
            "totalItems": page.total,
            "totalPages": page.pages,
            "links": links,
            "items": [shape(row) for row in page.rows],
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
