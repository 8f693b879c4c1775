"""What the parts of the objects of the API look like, and the plain words they are made of."""

from typing import Annotated, Any, Literal, Required

from ninja import Field
from typing_extensions import TypedDict


def _text(form: str, words: str = "") -> Any:
    return Field(description=words or None, json_schema_extra={"format": form})


Uuid = Annotated[str, _text("uuid")]
Uri = Annotated[str, _text("uri")]
Email = Annotated[str, _text("email")]
Moment = Annotated[str, _text("date-time")]
Day = Annotated[str, _text("date")]
Clock = Annotated[str, Field(description="Local time in Sweden, as HH:MM.")]
Translations = Annotated[
    dict[str, dict[str, str]],
    Field(description="The translated fields by language (BCP 47), with the text of each."),
]
ContentLanguage = Annotated[
    str, Field(description="The language (BCP 47) that the description is really in.")
]
Frequency = Literal["WEEKLY", "MONTHLY"]
LocationType = Literal["physical", "postal", "virtual"]
ServiceStatus = Literal["active", "inactive", "defunct", "temporarily closed"]
Room = Literal["available", "limited", "waitlist", "full"]
AccessNeed = Annotated[str, Field(description="What somebody may need of a place.")]
AccessAnswer = Literal["yes", "partly", "no", "unknown"]


class Taxonomy(TypedDict, total=False):
    """A set of terms."""

    id: Required[Uuid]
    name: Required[str]
    description: Required[str]
    uri: Uri
    version: str


class TaxonomyTerm(TypedDict, total=False):
    """One word of a taxonomy."""

    id: Required[Uuid]
    code: str
    name: Required[str]
    description: Required[str]
    parent_id: Uuid
    taxonomy: str
    taxonomy_detail: Taxonomy
    language: str
    taxonomy_id: Uuid
    term_uri: Uri
    translations: Translations


class Attribute(TypedDict, total=False):
    """Ties a term to an object."""

    id: Required[Uuid]
    link_id: Uuid
    taxonomy_term_id: Uuid
    link_type: str
    link_entity: str
    value: str
    taxonomy_term: TaxonomyTerm
    label: str


class Metadata(TypedDict):
    """One field that was changed; by which kind of hand, never by whom."""

    id: Uuid
    resource_id: Uuid
    resource_type: str
    last_action_date: Day
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    updated_by: str


class Url(TypedDict, total=False):
    """An address on the web that belongs to an object."""

    id: Required[Uuid]
    label: str
    url: Required[Uri]


class Language(TypedDict, total=False):
    """A language one is met in."""

    id: Required[Uuid]
    name: str
    code: str
    note: str


class Phone(TypedDict, total=False):
    """A telephone number of a place, never of a person."""

    id: Required[Uuid]
    number: Required[str]
    extension: int
    type: str
    description: str
    languages: list[Language]


class Contact(TypedDict, total=False):
    """A function one can turn to; it has no name of a person."""

    id: Required[Uuid]
    title: str
    department: str
    email: Email
    phones: list[Phone]


class SpecialDay(TypedDict, total=False):
    """Days that differ from the schedules; without times it is closed."""

    first_day: Required[Day]
    last_day: Required[Day]
    opens_at: Clock
    closes_at: Clock
    reason: str


class Schedule(TypedDict, total=False):
    """When something is open, as a rule that comes again."""

    id: Required[Uuid]
    valid_from: Day
    valid_to: Day
    dtstart: Day
    until: Day
    freq: Frequency
    interval: int
    byday: str
    bymonthday: str
    description: str
    opens_at: Clock
    closes_at: Clock
    schedule_link: Uri
    attending_type: str
    by_appointment: bool
    follows_holidays: bool


class ServiceArea(TypedDict, total=False):
    """Where those live whom a service is for."""

    id: Required[Uuid]
    name: str
    description: str
    extent: str
    extent_type: str
    uri: Uri


class CostOption(TypedDict, total=False):
    """What a service costs for somebody."""

    id: Required[Uuid]
    valid_from: Day
    valid_to: Day
    option: str
    currency: str
    amount: float
    amount_description: str


class RequiredDocument(TypedDict, total=False):
    """Something one must bring or show."""

    id: Required[Uuid]
    document: str
    uri: Uri


class Unit(TypedDict, total=False):
    """What is counted."""

    id: Required[Uuid]
    name: Required[str]
    scheme: str
    identifier: str
    uri: Uri


class Capacity(TypedDict, total=False):
    """How many are free, for as long as that holds."""

    id: Required[Uuid]
    unit: Required[Unit]
    available: Required[int]
    maximum: int
    description: str
    updated: Required[Moment]


class CapacityStatus(TypedDict):
    """How it is with room, in one of four words; said also where no number is known."""

    unit: str
    status: Room
    holds_until: Day


class Accessibility(TypedDict, total=False):
    """What a location is like for one need."""

    id: Required[Uuid]
    description: str
    details: str
    url: Uri
    need: AccessNeed
    answer: AccessAnswer


class Address(TypedDict, total=False):
    """Where a location is. A required part that nobody has told us is an empty text."""

    id: Required[Uuid]
    attention: str
    address_1: Required[str]
    address_2: str
    city: Required[str]
    region: str
    state_province: Required[str]
    postal_code: Required[str]
    country: Required[str]
    address_type: Required[LocationType]


class OrganizationIdentifier(TypedDict, total=False):
    """A number that others know an organisation by."""

    id: Required[Uuid]
    identifier_scheme: str
    identifier_type: Required[str]
    identifier: Required[str]


class Program(TypedDict, total=False):
    """What several services belong to."""

    id: Required[Uuid]
    name: Required[str]
    alternate_name: str
    description: Required[str]


class DataSource(TypedDict, total=False):
    """A list that something of a service came from, and on which terms."""

    name: Required[str]
    page: Uri
    licence: Required[str]
    licence_url: Uri
