"""Services, organisations, locations and terms as HSDS objects, in the reader's language.

A list gives what stands once on each object; in full, and alone, an object brings all its parts.
The rows come from `reading`, which has fetched what is asked of them here.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import get_language

from hemvist.api.hsds import parts
from hemvist.api.hsds.parts import Object, every, said, text, translations
from hemvist.core.translated import spoken
from hemvist.directory.models import (
    Attribute,
    Location,
    Metadata,
    Organization,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)


def taxonomy(row: Taxonomy) -> Object:
    """A set of terms; its description is required."""
    told = said(id=row.pk, name=row.name, uri=row.uri, version=row.version)
    return told | {"description": text(row.descriptions) or row.name}


def taxonomy_term(row: TaxonomyTerm) -> Object:
    """A term in the reader's language, with the set it belongs to."""
    name, language = spoken(row.names)
    return said(
        id=row.pk,
        code=row.code,
        name=name or row.code,
        description=text(row.descriptions) or name or row.code,
        parent_id=row.parent_id,
        taxonomy=row.taxonomy.name,
        taxonomy_detail=taxonomy(row.taxonomy),
        language=language,
        taxonomy_id=row.taxonomy_id,
        term_uri=row.term_uri,
        translations=translations(name=row.names, description=row.descriptions),
    )


def attributes(service: Service, own: Iterable[Attribute]) -> list[Object]:
    """The terms of the service's kind, and those that were put on it by hand."""
    by_kind = [
        said(
            id=uuid5(service.pk, str(term.pk)),
            link_id=service.pk,
            link_entity="service",
            taxonomy_term_id=term.pk,
            taxonomy_term=taxonomy_term(term),
        )
        for term in service.category.terms.all()
    ]
    return by_kind + [_attribute(row) for row in own]


def _attribute(row: Attribute) -> Object:
    return said(
        id=row.pk,
        link_id=row.link_id,
        taxonomy_term_id=row.taxonomy_term_id,
        link_type=row.link_type,
        link_entity=row.link_entity,
        value=row.value,
        taxonomy_term=taxonomy_term(row.taxonomy_term),
        label=row.label,
    )


def organization(row: Organization) -> Object:
    """What stands once on an organisation; HSDS wants a description, if only an empty one."""
    words, language = spoken(row.descriptions)
    told = said(
        id=row.pk,
        name=row.name,
        alternate_name=row.alternate_name,
        email=row.email,
        website=row.website,
        legal_status=row.legal_status,
        year_incorporated=row.year_incorporated,
        logo=row.logo,
        uri=row.uri,
        parent_organization_id=row.parent_organization_id,
        content_language=language,
    )
    return told | {"description": words}


def whole_organization(row: Organization, *, full_services: bool, on: date) -> Object:
    """An organisation with all that belongs to it; its services by id and name, or in full."""
    services = [
        whole_service(service, with_organization=False, on=on)
        if full_services
        else said(id=service.pk, name=service.name, status=service.status)
        for service in row.services.all()
    ]
    return organization(row) | said(
        additional_websites=every(parts.url, row.urls.all()),
        contacts=every(parts.contact, row.contacts.all()),
        phones=every(parts.phone, row.phones.all()),
        locations=every(whole_location, row.locations.all()),
        programs=every(parts.program, row.programs.all()),
        organization_identifiers=every(parts.identifier, row.identifiers.all()),
        services=services,
        translations=translations(description=row.descriptions),
    )


def location(row: Location) -> Object:
    """What stands once on a location."""
    return said(
        id=row.pk,
        location_type=row.location_type,
        url=row.url,
        organization_id=row.organization_id,
        name=row.name,
        alternate_name=row.alternate_name,
        description=text(row.descriptions),
        transportation=text(row.transportations),
        latitude=row.latitude,
        longitude=row.longitude,
        external_identifier=row.external_identifier,
        external_identifier_type=row.external_identifier_type,
        area=row.area.name if row.area else "",
    )


def whole_location(row: Location) -> Object:
    """A location with how to find it, when it is open and whom it suits."""
    return location(row) | said(
        languages=every(parts.language, row.languages.all()),
        addresses=every(parts.address, row.addresses.all()),
        contacts=every(parts.contact, row.contacts.all()),
        accessibility=every(parts.accessibility, row.accessibility.all()),
        phones=every(parts.phone, row.phones.all()),
        schedules=every(parts.schedule, row.schedules.all()),
        special_days=every(parts.special_day, row.special_days.all()),
    )


def service_at_location(row: ServiceAtLocation) -> Object:
    """A service at a location, each as in a list."""
    told = said(
        id=row.pk,
        service_id=row.service_id,
        location_id=row.location_id,
        description=text(row.descriptions),
    )
    return told | {"location": location(row.location), "service": service(row.service)}


def whole_service_at_location(row: ServiceAtLocation, *, on: date) -> Object:
    """A service at a location with all that belongs to both."""
    told = _at_location(row)
    return told | {"service": whole_service(row.service, with_locations=False, on=on)}


def _at_location(row: ServiceAtLocation) -> Object:
    return said(
        id=row.pk,
        service_id=row.service_id,
        location_id=row.location_id,
        description=text(row.descriptions),
        service_areas=every(parts.service_area, row.service_areas.all()),
        contacts=every(parts.contact, row.contacts.all()),
        phones=every(parts.phone, row.phones.all()),
        schedules=every(parts.schedule, row.schedules.all()),
        special_days=every(parts.special_day, row.special_days.all()),
        location=whole_location(row.location),
    )


def minimal(pk: UUID, name: str, status: str, last_modified: Any) -> Object:
    """The least a service can say and still be one by the standard's schema."""
    return said(id=pk, name=name, status=status, last_modified=last_modified)


def service(row: Service, *, with_organization: bool = True) -> Object:
    """What stands once on a service, with its organisation and programme."""
    words, language = spoken(row.descriptions)
    return said(
        id=row.pk,
        organization_id=row.organization_id,
        program_id=row.program_id,
        name=row.name,
        alternate_name=row.alternate_name,
        description=words,
        url=row.url,
        email=row.email,
        status=row.status,
        interpretation_services=text(row.interpretation_services),
        application_process=text(row.application_processes),
        fees_description=text(row.fees_descriptions),
        wait_time=text(row.wait_times),
        accreditations=row.accreditations,
        eligibility_description=text(row.eligibility_descriptions),
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
        assured_date=row.checked_on,
        licenses=row.licenses,
        alert=text(row.alerts),
        last_modified=row.last_modified,
        organization=organization(row.organization) if with_organization else None,
        program=parts.program(row.program) if row.program else None,
        source=row.source_url,
        content_language=language,
    )


def whole_service(
    row: Service,
    *,
    on: date,
    with_organization: bool = True,
    with_locations: bool = True,
    own_attributes: Iterable[Attribute] = (),
    changes: Iterable[Metadata] = (),
) -> Object:
    """A service with all its parts, its places and every translation."""
    places = every(_at_location, row.at_locations.all()) if with_locations else []
    return service(row, with_organization=with_organization) | said(
        additional_urls=every(parts.url, row.urls.all()),
        phones=every(parts.phone, row.phones.all()),
        schedules=every(parts.schedule, row.schedules.all()),
        special_days=every(parts.special_day, row.special_days.all()),
        service_areas=every(parts.service_area, row.service_areas.all()),
        service_at_locations=places,
        languages=every(parts.language, row.languages.all()),
        cost_options=every(parts.cost_option, row.cost_options.all()),
        required_documents=every(parts.required_document, row.required_documents.all()),
        contacts=every(parts.contact, row.contacts.all()),
        capacities=parts.capacities(row.capacities.all(), on=on),
        capacity_status=parts.capacity_status(row.capacities.all(), on=on),
        attributes=attributes(row, own_attributes),
        metadata=every(parts.metadata, changes),
        data_sources=every(parts.data_source, row.provenances.all()),
        translations=_translations_of(row),
    )


def _translations_of(row: Service) -> dict[str, dict[str, str]]:
    return translations(
        description=row.descriptions,
        alert=row.alerts,
        application_process=row.application_processes,
        eligibility_description=row.eligibility_descriptions,
        fees_description=row.fees_descriptions,
        interpretation_services=row.interpretation_services,
        wait_time=row.wait_times,
    )


def reader() -> str:
    """The language that all of this is told in."""
    return get_language() or "sv"
