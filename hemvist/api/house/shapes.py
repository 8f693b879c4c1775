"""What the objects of our own API look like; names are in camelCase throughout."""

from typing import Annotated, Literal, Required

from ninja import Field
from typing_extensions import TypedDict

from hemvist.api.hsds.part_shapes import Day, Moment, Uri, Uuid

Spoken = Annotated[str, Field(description="The language (BCP 47) that the text is really in.")]


class ApiInfo(TypedDict):
    """What the national profile wants to know of every API."""

    apiName: str
    apiVersion: str
    apiReleased: Day
    apiDocumentation: Uri
    apiStatus: Literal["active", "beta", "deprecated", "retired"]


class Start(TypedDict):
    """Where everything is."""

    areas: Uri
    places: Uri
    lifeAreas: Uri
    happenings: Uri
    jobs: Uri
    pages: Uri
    apiInfo: Uri
    description: Uri
    hsds: Uri
    catalogue: Uri
    allPlacesJson: Uri
    allPlacesCsv: Uri
    allHappenings: Uri
    allJobs: Uri
    allPages: Uri


class Position(TypedDict):
    """A point in WGS 84."""

    latitude: float
    longitude: float


class Source(TypedDict, total=False):
    """Where a fact was read, and when somebody last compared it."""

    url: Uri
    checkedOn: Day
    year: int


class Area(TypedDict, total=False):
    """A part of the municipality; its name is never translated."""

    id: Required[str]
    name: Required[str]
    kind: Literal["town", "near", "village"]
    kindName: str
    partOf: str
    summary: str
    language: Spoken
    kilometresToCentre: float
    position: Position
    source: Source
    page: Uri


class LifeArea(TypedDict, total=False):
    """What a person can look for."""

    id: Required[str]
    name: Required[str]
    summary: str
    language: Spoken
    page: Uri


class Category(TypedDict):
    """A kind of place."""

    id: str
    name: str
    lifeArea: str


class Place(TypedDict, total=False):
    """Somewhere to go to, or somebody to turn to."""

    id: Required[str]
    uuid: Required[Uuid]
    name: Required[str]
    category: Category
    organization: str
    description: str
    language: Spoken
    status: str
    statusName: str
    area: str
    address: str
    position: Position
    phone: str
    website: Uri
    lastModified: Moment
    source: Source
    page: Uri
    hsds: Uri


class Links(TypedDict, total=False):
    """The pages around this one."""

    self: Required[Uri]
    first: Required[Uri]
    last: Required[Uri]
    prev: Uri
    next: Uri


class Page(TypedDict):
    """What every list says of itself."""

    page: int
    limit: int
    totalItems: int
    totalPages: int
    links: Links


class AreaPage(Page):
    """A page of areas."""

    items: list[Area]


class PlacePage(Page):
    """A page of places."""

    items: list[Place]


class LifeAreaPage(Page):
    """A page of areas of life."""

    items: list[LifeArea]
