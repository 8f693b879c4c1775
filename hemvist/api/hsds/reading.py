"""Finds the rows that were asked for and what is told of them, in a fixed number of queries."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from hemvist.api import near
from hemvist.api.hsds import asking
from hemvist.api.hsds.used import only_used
from hemvist.api.moments import aware
from hemvist.api.problems import Problem
from hemvist.directory.models import (
    Attribute,
    Metadata,
    Organization,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)

LINKS = ("phones__languages", "contacts__phones__languages")
HOURS = ("schedules", "special_days")
AREAS = Prefetch("service_areas", ServiceArea.objects.select_related("area"))
TERMS = Prefetch("category__terms", TaxonomyTerm.objects.select_related("taxonomy"))
IN_LOCATION = ("languages", "addresses", "accessibility", *LINKS, *HOURS)


def _below(name: str, parts: Iterable[str]) -> list[str]:
    return [f"{name}__{part}" for part in parts]


def listed_services(found: QuerySet[Service]) -> QuerySet[Service]:
    """With what a list tells of each."""
    return found.select_related("organization", "program")


def whole_services(found: QuerySet[Service], *, with_locations: bool = True) -> QuerySet[Service]:
    """With all parts."""
    capacities = Prefetch("capacities", ServiceCapacity.objects.select_related("unit"))
    own = ["urls", "provenances", "languages", "cost_options", "required_documents", *LINKS, *HOURS]
    whole: QuerySet[Service] = listed_services(found).select_related("category")
    whole = whole.prefetch_related(*only_used(Service, [*own, AREAS, TERMS, capacities]))
    if with_locations:
        at = whole_places(ServiceAtLocation.objects.all())
        whole = whole.prefetch_related(Prefetch("at_locations", at))
    return whole


def whole_places(found: QuerySet[ServiceAtLocation]) -> QuerySet[ServiceAtLocation]:
    """With all parts of their own and of the location, but without the service."""
    parts: list[Any] = [*LINKS, *HOURS, *_below("location", IN_LOCATION)]
    parts = only_used(ServiceAtLocation, [*parts, AREAS])
    return found.select_related("location__area").prefetch_related(*parts)


def listed_places(found: QuerySet[ServiceAtLocation]) -> QuerySet[ServiceAtLocation]:
    """With what a list tells of each."""
    return found.select_related("location__area", "service__organization", "service__program")


def whole_places_with_services(
    found: QuerySet[ServiceAtLocation],
) -> QuerySet[ServiceAtLocation]:
    """With all parts of both."""
    services = whole_services(Service.objects.all(), with_locations=False)
    return whole_places(found).prefetch_related(Prefetch("service", services))


def whole_organizations(
    found: QuerySet[Organization], *, full_services: bool
) -> QuerySet[Organization]:
    """With all parts, and the services they run now."""
    services: QuerySet[Service] = Service.objects.public().order_by("pk")
    if full_services:
        services = whole_services(services)
    locations = _below("locations", IN_LOCATION)
    return found.prefetch_related(
        "urls", "programs", "identifiers", *LINKS, "locations__area", *locations,
        Prefetch("services", services),
    )  # fmt: skip


def terms() -> QuerySet[TaxonomyTerm]:
    """All terms, each with its taxonomy."""
    return TaxonomyTerm.objects.select_related("taxonomy")


def asked_services(asked: asking.ByPlace) -> QuerySet[Service]:
    """The services that fit all that is asked.

    A service has changed when anything of it, its organisation or its places has:
    `directory/changes.py` sees to that.
    """
    found = _as_current(Service.objects.all(), asked, "")
    found = found.filter(*_conditions(asked, Service, "", "descriptions"))
    if asked.organization_id:
        found = found.filter(organization=asked.organization_id)
    if asked.modified_after:
        found = found.filter(last_modified__gte=aware(asked.modified_after))
    locations = _asked_locations(asked)
    if locations is not None:
        at = ServiceAtLocation.objects.filter(service=OuterRef("pk"), location__in=locations)
        found = found.filter(Exists(at))
    return found


def asked_places(asked: asking.ByPlace) -> QuerySet[ServiceAtLocation]:
    """The services at locations that fit all that is asked."""
    found = _as_current(ServiceAtLocation.objects.all(), asked, "service__")
    found = found.filter(*_conditions(asked, Service, "service__", "descriptions"))
    if asked.organization_id:
        found = found.filter(service__organization=asked.organization_id)
    if moment := asked.modified_after:
        found = found.filter(service__last_modified__gte=aware(moment))
    locations = _asked_locations(asked)
    return found if locations is None else found.filter(location__in=locations)


def asked_organizations(asked: asking.Organizations) -> QuerySet[Organization]:
    """The organisations that fit all that is asked; a term counts when a service has it."""
    found = Organization.objects.filter(*_words(asked.search, "", "descriptions"))
    terms_asked = _of_terms(asked, "")
    if terms_asked:
        services = Service.objects.public().filter(*terms_asked, organization=OuterRef("pk"))
        found = found.filter(Exists(services))
    return found


def asked_taxonomies(asked: asking.Taxonomies) -> QuerySet[Taxonomy]:
    """The taxonomies with the words asked for."""
    return Taxonomy.objects.filter(*_words(asked.search, "", "descriptions"))


def asked_terms(asked: asking.Terms) -> QuerySet[TaxonomyTerm]:
    """The terms that fit all that is asked."""
    found = terms()
    if asked.search:
        found = found.filter(
            Q(code__icontains=asked.search)
            | _in_any_language("names", asked.search)
            | _in_any_language("descriptions", asked.search)
        )
    if asked.taxonomy_id:
        found = found.filter(taxonomy=asked.taxonomy_id)
    if asked.top_only:
        found = found.filter(parent=None)
    if asked.parent_id:
        found = found.filter(parent=asked.parent_id)
    return found


def attributes_of(rows: Iterable[Service]) -> dict[UUID, list[Attribute]]:
    """The terms that were put on services by hand, for all of them in one query."""
    found: dict[UUID, list[Attribute]] = {}
    put = Attribute.objects.filter(link_entity="service", link_id__in=[row.pk for row in rows])
    for attribute in put.select_related("taxonomy_term__taxonomy"):
        found.setdefault(attribute.link_id, []).append(attribute)
    return found


def changes_of(service: Service) -> QuerySet[Metadata]:
    """What was changed of a service, newest first."""
    return Metadata.objects.filter(resource_type="service", resource_id=service.pk)[:100]


def _as_current(found: Any, asked: asking.ByPlace, prefix: str) -> Any:
    """What has closed for good is told only to those who ask what has changed."""
    if asked.modified_after:
        return found
    return found.exclude(**{f"{prefix}status": ServiceStatus.DEFUNCT})


def _conditions(asked: asking.ByTerm, model: Any, prefix: str, texts: str) -> list[Q]:
    return [*_words(asked.search, prefix, texts), *_of_terms(asked, prefix)]


def _words(search: str | None, prefix: str, texts: str) -> list[Q]:
    if not search:
        return []
    return [
        Q(**{f"{prefix}name__icontains": search}) | _in_any_language(f"{prefix}{texts}", search)
    ]


def _in_any_language(field: str, search: str) -> Q:
    codes = [code for code, _name in settings.LANGUAGES]
    return reduce(or_, (Q(**{f"{field}__{code}__icontains": search}) for code in codes))


def _of_terms(asked: asking.ByTerm, prefix: str) -> list[Q]:
    """A term holds for all services of its kind, and for those it was put on by hand."""
    conditions = []
    if asked.taxonomy_term_id:
        conditions.append(_has_term(prefix, pk=asked.taxonomy_term_id))
    if asked.taxonomy_id:
        conditions.append(_has_term(prefix, taxonomy=asked.taxonomy_id))
    return conditions


def _has_term(prefix: str, **which: UUID) -> Q:
    named = TaxonomyTerm.objects.filter(**which)
    put = Attribute.objects.filter(link_entity="service", taxonomy_term__in=named)
    service = f"{prefix.removesuffix('__')}_id" if prefix else "pk"
    kinds = named.filter(category__isnull=False).values("category")
    by_kind = Q(**{f"{prefix}category__in": kinds})
    return by_kind | Q(**{f"{service}__in": put.values("link_id")})


def _asked_locations(asked: asking.ByPlace) -> Any:
    """The locations asked for by postcode, point and distance, or None when none were."""
    point = _asked_point(asked)
    if point and asked.proximity:
        return near.within(point, metres=asked.proximity)
    if asked.postcode and asked.proximity:
        middle = near.of_postcode(asked.postcode)
        if middle is None:
            words = _("We know no place with this postcode, so no middle to measure from.")
            raise Problem(words, name="postcode")
        return near.within(middle, metres=asked.proximity)
    if asked.postcode:
        return near.with_postcode(asked.postcode)
    if asked.proximity or point:
        words = _("Give proximity together with a postcode, or with latitude and longitude.")
        raise Problem(words, name="proximity")
    return None


def _asked_point(asked: asking.ByPlace) -> tuple[float, float] | None:
    if (asked.latitude is None) != (asked.longitude is None):
        words = _("Give latitude and longitude together.")
        raise Problem(words, name="latitude" if asked.latitude is None else "longitude")
    if asked.latitude is None or asked.longitude is None:
        return None
    return asked.latitude, asked.longitude
