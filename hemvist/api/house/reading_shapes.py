"""What happenings, jobs and pages look like in our own API."""

from typing import Annotated, Literal, Required

from ninja import Field
from typing_extensions import TypedDict

from hemvist.api.house.shapes import Page, Source, Spoken
from hemvist.api.hsds.part_shapes import Day, Moment, Uri, Uuid

Licence = Annotated[
    str,
    Field(description="On which terms; where it is missing, ask the source, for we cannot say."),
]


class Time(TypedDict, total=False):
    """One time that a happening comes to."""

    startsAt: Required[Moment]
    endsAt: Moment


class Happening(TypedDict, total=False):
    """Something one can go to, once or again and again."""

    id: Required[str]
    uuid: Required[Uuid]
    title: Required[str]
    text: str
    cost: str
    language: Spoken
    startsAt: Moment
    endsAt: Moment
    isAllDay: bool
    rule: Annotated[str, Field(description="How it comes again, as RFC 5545 says an RRULE.")]
    exceptions: list[Day]
    nextTimes: Annotated[list[Time], Field(description="The next times, ten at most.")]
    isCancelled: bool
    welcomesNewcomers: bool
    languages: list[str]
    place: str
    placeName: str
    area: str
    whereabouts: str
    organizer: str
    website: Uri
    source: Source
    sourceName: str
    licence: Licence
    lastModified: Moment
    page: Uri


class Job(TypedDict, total=False):
    """One advertisement, as its source gives it, without who can be asked about it."""

    id: Required[Uuid]
    title: Required[str]
    employer: str
    occupation: str
    field: str
    area: str
    locality: str
    languages: list[str]
    extent: str
    positions: int
    publishedOn: Day
    deadline: Day
    isOpen: bool
    website: Uri
    sourceName: str
    licence: Licence
    lastModified: Moment
    page: Uri


class GuideText(TypedDict, total=False):
    """A page that editors have written, in one language."""

    id: Required[Annotated[str, Field(description="Its address below the language.")]]
    uuid: Required[Annotated[Uuid, Field(description="The same in every language.")]]
    kind: Literal["article", "steps", "area", "village", "lifeArea", "story", "answer", "index"]
    language: Required[str]
    title: Required[str]
    summary: str
    text: Annotated[str, Field(description="Plain text; an empty line is between paragraphs.")]
    authority: str
    checkedOn: Day
    sources: list[Source]
    isMachineTranslated: bool
    lastModified: Moment
    page: Uri


class HappeningPage(Page):
    """A page of happenings."""

    items: list[Happening]


class JobPage(Page):
    """A page of jobs."""

    items: list[Job]


class TextPage(Page):
    """A page of pages."""

    items: list[GuideText]
