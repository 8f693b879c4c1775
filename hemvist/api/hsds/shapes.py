"""What the objects of the API look like: HSDS 3.1, of which we use a part, and a few words of ours.

These types describe the answers in the OpenAPI description and in `/hsds/schema/`. The standard's
own schemas are not part of this package (they are CC BY-SA); the tests hold our answers to them.
"""

from typing import Annotated, Any, Required

from ninja import Field
from typing_extensions import TypedDict

from hemvist.api.hsds.part_shapes import (
    Accessibility,
    Address,
    Attribute,
    Capacity,
    CapacityStatus,
    Contact,
    ContentLanguage,
    CostOption,
    DataSource,
    Day,
    Email,
    Language,
    LocationType,
    Metadata,
    Moment,
    OrganizationIdentifier,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    ServiceArea,
    ServiceStatus,
    SpecialDay,
    Taxonomy,
    TaxonomyTerm,
    Translations,
    Uri,
    Url,
    Uuid,
)


class Page(TypedDict):
    """What every list says of itself."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool


class Root(TypedDict):
    """What this API is."""

    version: str
    profile: Uri
    openapi_url: Uri


class Location(TypedDict, total=False):
    """Where something is."""

    id: Required[Uuid]
    location_type: Required[LocationType]
    url: Uri
    organization_id: Uuid
    name: str
    alternate_name: str
    description: str
    transportation: str
    latitude: float
    longitude: float
    external_identifier: str
    external_identifier_type: str
    area: Annotated[str, Field(description="The area of the municipality, by its own name.")]
    languages: list[Language]
    addresses: list[Address]
    contacts: list[Contact]
    accessibility: list[Accessibility]
    phones: list[Phone]
    schedules: list[Schedule]
    special_days: list[SpecialDay]


class Organization(TypedDict, total=False):
    """Who runs something."""

    id: Required[Uuid]
    name: Required[str]
    alternate_name: str
    description: Required[str]
    email: Email
    website: Uri
    additional_websites: list[Url]
    legal_status: str
    year_incorporated: int
    logo: str
    uri: Uri
    parent_organization_id: Uuid
    contacts: list[Contact]
    phones: list[Phone]
    locations: list[Location]
    programs: list[Program]
    organization_identifiers: list[OrganizationIdentifier]
    services: list[dict[str, Any]]
    metadata: list[Metadata]
    content_language: ContentLanguage
    translations: Translations


class ServiceAtLocation(TypedDict, total=False):
    """A service at a place, with what holds there."""

    id: Required[Uuid]
    service_id: Uuid
    location_id: Uuid
    description: str
    service_areas: list[ServiceArea]
    contacts: list[Contact]
    phones: list[Phone]
    schedules: list[Schedule]
    special_days: list[SpecialDay]
    location: Location
    service: dict[str, Any]


class Service(TypedDict, total=False):
    """What an organisation offers."""

    id: Required[Uuid]
    organization_id: Uuid
    program_id: Uuid
    name: Required[str]
    alternate_name: str
    description: str
    url: Uri
    additional_urls: list[Url]
    email: Email
    status: Required[ServiceStatus]
    interpretation_services: str
    application_process: str
    fees_description: str
    wait_time: str
    accreditations: str
    eligibility_description: str
    minimum_age: int
    maximum_age: int
    assured_date: Day
    licenses: str
    alert: str
    last_modified: Moment
    organization: Organization
    program: Program
    phones: list[Phone]
    schedules: list[Schedule]
    special_days: list[SpecialDay]
    service_areas: list[ServiceArea]
    service_at_locations: list[ServiceAtLocation]
    languages: list[Language]
    cost_options: list[CostOption]
    required_documents: list[RequiredDocument]
    contacts: list[Contact]
    capacities: list[Capacity]
    capacity_status: list[CapacityStatus]
    attributes: list[Attribute]
    metadata: list[Metadata]
    data_sources: list[DataSource]
    source: Annotated[Uri, Field(description="The page that the facts were read from.")]
    content_language: ContentLanguage
    translations: Translations


class ServicePage(Page):
    """A page of services."""

    contents: list[Service]


class OrganizationPage(Page):
    """A page of organisations."""

    contents: list[Organization]


class ServiceAtLocationPage(Page):
    """A page of services at places."""

    contents: list[ServiceAtLocation]


class TaxonomyPage(Page):
    """A page of sets of terms."""

    contents: list[Taxonomy]


class TaxonomyTermPage(Page):
    """A page of terms."""

    contents: list[TaxonomyTerm]
