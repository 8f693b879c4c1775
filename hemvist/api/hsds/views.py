"""The addresses of the open directory; each only reads."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import http_date
from ninja import Query

from hemvist.api.answers import as_json, full_address
from hemvist.api.descriptions import DescribedAPI, described
from hemvist.api.hsds import asking, objects, part_shapes, reading, shapes
from hemvist.api.numbered import Numbered, Shape, lines, numbered
from hemvist.api.problems import speak_of_problems
from hemvist.directory.models import Organization, Service, ServiceAtLocation, Taxonomy

VERSION = "3.1"
NDJSON = "application/x-ndjson"

api = DescribedAPI(
    title="The directory as Open Referral HSDS",
    version="1.0.0",
    description=(
        "Places and services of the municipality, by the Human Services Data Specification 3.1 "
        "with a profile for translations. / Kommunens platser och verksamheter enligt HSDS 3.1, "
        "med en profil för översättningar."
    ),
    urls_namespace="hsds",
    docs_url=None,
    openapi_url="openapi.json",
    openapi_extra=described(),
)
speak_of_problems(api)


@api.get("/", response=shapes.Root, url_name="api-root", tags=["About"], summary="About this API")
def root(request: HttpRequest, asked: Query[asking.Language]) -> HttpResponse:
    """Which version of HSDS this is, with the addresses of the profile and this description."""
    return as_json(
        {
            "version": VERSION,
            "profile": full_address("hsds:profile"),
            "openapi_url": full_address("hsds:openapi-json"),
        }
    )


@api.get(
    "/services",
    response=shapes.ServicePage,
    url_name="services",
    tags=["Services"],
    summary="Services",
)
def services(request: HttpRequest, asked: Query[asking.Services]) -> HttpResponseBase:
    """Services, page by page."""
    found = reading.asked_services(asked)
    if asked.minimal:
        return _minimal(found, asked)
    if asked.full:
        return _list(reading.whole_services(found), asked, _whole_services)
    return _list(
        reading.listed_services(found), asked, lambda rows: [objects.service(row) for row in rows]
    )


@api.get(
    "/services/{uuid:service_id}",
    response=shapes.Service,
    url_name="service",
    tags=["Services"],
    summary="One service",
)
def service(request: HttpRequest, service_id: UUID, asked: Query[asking.Language]) -> HttpResponse:
    """One service with all its parts; also one that has closed for good."""
    found = get_object_or_404(reading.whole_services(Service.objects.all()), pk=service_id)
    told = objects.whole_service(
        found,
        own_attributes=reading.attributes_of([found]).get(found.pk, []),
        changes=reading.changes_of(found),
        on=timezone.localdate(),
    )
    response = as_json(told)
    response["Last-Modified"] = http_date(found.last_modified.timestamp())
    return response


@api.get(
    "/organizations",
    response=shapes.OrganizationPage,
    url_name="organizations",
    tags=["Organizations"],
    summary="Organisations",
)
def organizations(request: HttpRequest, asked: Query[asking.Organizations]) -> HttpResponseBase:
    """Organisations, page by page."""
    found = reading.asked_organizations(asked)
    if asked.full:
        whole = reading.whole_organizations(found, full_services=asked.full_service)
        return _list(whole, asked, _whole_organizations(asked.full_service))
    return _list(found, asked, lambda rows: [objects.organization(row) for row in rows])


@api.get(
    "/organizations/{uuid:organization_id}",
    response=shapes.Organization,
    url_name="organization",
    tags=["Organizations"],
    summary="One organisation",
)
def organization(
    request: HttpRequest, organization_id: UUID, asked: Query[asking.OneOrganization]
) -> HttpResponse:
    """One organisation with its services by name, or in full."""
    everything = Organization.objects.all()
    found = get_object_or_404(
        reading.whole_organizations(everything, full_services=asked.full_service),
        pk=organization_id,
    )
    return as_json(_whole_organizations(asked.full_service)([found])[0])


@api.get(
    "/service_at_locations",
    response=shapes.ServiceAtLocationPage,
    url_name="service_at_locations",
    tags=["Services at locations"],
    summary="Services at locations",
)
def service_at_locations(
    request: HttpRequest, asked: Query[asking.ServicesAtLocations]
) -> HttpResponseBase:
    """Services at locations, page by page."""
    found = reading.asked_places(asked)
    if asked.full:
        return _list(reading.whole_places_with_services(found), asked, _whole_places)
    listed = reading.listed_places(found)
    return _list(listed, asked, lambda rows: [objects.service_at_location(row) for row in rows])


@api.get(
    "/service_at_locations/{uuid:at_id}",
    response=shapes.ServiceAtLocation,
    url_name="service_at_location",
    tags=["Services at locations"],
    summary="One service at a location",
)
def service_at_location(
    request: HttpRequest, at_id: UUID, asked: Query[asking.Language]
) -> HttpResponse:
    """One service at one location, with all that belongs to both."""
    everything = reading.whole_places_with_services(ServiceAtLocation.objects.all())
    return as_json(_whole_places([get_object_or_404(everything, pk=at_id)])[0])


@api.get(
    "/taxonomies",
    response=shapes.TaxonomyPage,
    url_name="taxonomies",
    tags=["Taxonomies"],
    summary="Taxonomies",
)
def taxonomies(request: HttpRequest, asked: Query[asking.Taxonomies]) -> HttpResponseBase:
    """Sets of terms, page by page."""
    found = reading.asked_taxonomies(asked)
    return _list(found, asked, lambda rows: [objects.taxonomy(row) for row in rows])


@api.get(
    "/taxonomies/{uuid:taxonomy_id}",
    response=part_shapes.Taxonomy,
    url_name="taxonomy",
    tags=["Taxonomies"],
    summary="One taxonomy",
)
def taxonomy(
    request: HttpRequest, taxonomy_id: UUID, asked: Query[asking.Language]
) -> HttpResponse:
    """One set of terms."""
    return as_json(objects.taxonomy(get_object_or_404(Taxonomy, pk=taxonomy_id)))


@api.get(
    "/taxonomy_terms",
    response=shapes.TaxonomyTermPage,
    url_name="taxonomy_terms",
    tags=["Taxonomies"],
    summary="Terms",
)
def taxonomy_terms(request: HttpRequest, asked: Query[asking.Terms]) -> HttpResponseBase:
    """Terms, page by page."""
    found = reading.asked_terms(asked)
    return _list(found, asked, lambda rows: [objects.taxonomy_term(row) for row in rows])


@api.get(
    "/taxonomy_terms/{uuid:term_id}",
    response=part_shapes.TaxonomyTerm,
    url_name="taxonomy_term",
    tags=["Taxonomies"],
    summary="One term",
)
def taxonomy_term(
    request: HttpRequest, term_id: UUID, asked: Query[asking.Language]
) -> HttpResponse:
    """One term."""
    return as_json(objects.taxonomy_term(get_object_or_404(reading.terms(), pk=term_id)))


def _list(found: QuerySet[Any], asked: asking.Listing, shape: Shape) -> HttpResponseBase:
    if asked.format == "ndjson":
        return StreamingHttpResponse(lines(found, shape), content_type=NDJSON)
    page = numbered(found, number=asked.page, size=asked.size)
    return as_json(_page(page, shape(page.rows)))


def _minimal(found: QuerySet[Service], asked: asking.Services) -> HttpResponse:
    """Ids and when they changed, all on one page unless the size of pages is asked for."""
    rows = found.order_by("pk").values_list("pk", "name", "status", "last_modified")
    total = found.count()
    size = asked.per_page or max(total, 1)
    page = Numbered([], asked.page, size, total)
    page.expect_to_exist()
    first = (asked.page - 1) * size
    return as_json(_page(page, [objects.minimal(*row) for row in rows[first : first + size]]))


def _page(page: Numbered, contents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "total_items": page.total,
        "total_pages": page.pages,
        "page_number": page.number,
        "size": len(contents),
        "first_page": page.number == 1,
        "last_page": page.number == page.pages,
        "empty": not contents,
        "contents": contents,
    }


def _whole_services(rows: list[Service]) -> list[dict[str, Any]]:
    put, today = reading.attributes_of(rows), timezone.localdate()
    return [
        objects.whole_service(row, own_attributes=put.get(row.pk, []), on=today) for row in rows
    ]


def _whole_places(rows: list[ServiceAtLocation]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [objects.whole_service_at_location(row, on=today) for row in rows]


def _whole_organizations(full_services: bool) -> Shape:
    def shape(rows: list[Organization]) -> list[dict[str, Any]]:
        today = timezone.localdate()
        return [
            objects.whole_organization(row, full_services=full_services, on=today) for row in rows
        ]

    return shape
