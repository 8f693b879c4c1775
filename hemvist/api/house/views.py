"""The addresses of our own API; each only reads."""

from functools import partial
from typing import Literal

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query

from hemvist.api.answers import as_json, full_address
from hemvist.api.house import objects, reading_views, shapes
from hemvist.api.house.door import RELEASED, Listing, api, list_of
from hemvist.api.hsds.asking import LONGEST, Language
from hemvist.api.hsds.parts import every
from hemvist.directory.models import Area, AreaKind, LifeArea, Service, ServiceAtLocation

__all__ = ["api", "reading_views"]  # which adds its addresses to the same door


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
            "happenings": full_address("api:happenings"),
            "jobs": full_address("api:jobs"),
            "pages": full_address("api:pages"),
            "apiInfo": full_address("api:api_info"),
            "description": full_address("api:openapi-json"),
            "hsds": full_address("hsds:api-root"),
            "catalogue": full_address("datasets:dcat"),
            "allPlacesJson": full_address("datasets:places_json"),
            "allPlacesCsv": full_address("datasets:places_csv"),
            "allHappenings": full_address("datasets:happenings_json"),
            "allJobs": full_address("datasets:jobs_json"),
            "allPages": full_address("datasets:pages_json"),
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
    return list_of(request, found, asked, partial(every, objects.area))


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
    return list_of(request, LifeArea.objects.all(), asked, partial(every, objects.life_area))


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
    return list_of(request, objects.findable(found), asked, partial(every, objects.place))


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
