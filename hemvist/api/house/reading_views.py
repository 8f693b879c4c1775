"""The addresses of happenings, jobs and pages in our own API; each only reads."""

from datetime import datetime
from functools import partial
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query

from hemvist.api.answers import as_json
from hemvist.api.house import reading
from hemvist.api.house import reading_shapes as shapes
from hemvist.api.house.door import Listing, api, list_of
from hemvist.api.hsds.asking import LONGEST, Language
from hemvist.api.hsds.parts import every
from hemvist.api.moments import aware
from hemvist.core.dates import today
from hemvist.guide.pages import find
from hemvist.happenings.models import Occurrence
from hemvist.vacancies.models import Vacancy


class Changing(Listing):
    """Lists of what comes and goes."""

    modified_after: datetime | None = Field(
        None, description="Only what has changed then or later; also what is over."
    )


class Happenings(Changing):
    """The list of happenings."""

    area: str | None = Field(None, max_length=60, description="Only those in this area, by id.")
    welcomesNewcomers: bool | None = Field(None, description="Only those that welcome newcomers.")


class Jobs(Changing):
    """The list of jobs."""

    area: str | None = Field(None, max_length=60, description="Only those in this area, by id.")
    text: str | None = Field(None, max_length=LONGEST, description="A part of the title.")


class Pages(Changing):
    """The list of pages."""

    kind: Literal["article", "steps", "area", "village", "lifeArea", "story", "answer"] | None = (
        Field(None, description="Only pages of this kind.")
    )
    text: str | None = Field(None, max_length=LONGEST, description="A part of the title.")


@api.get(
    "/happenings",
    response=shapes.HappeningPage,
    url_name="happenings",
    tags=["Happenings"],
    summary="Happenings",
)
def happenings(request: HttpRequest, asked: Query[Happenings]) -> HttpResponse:
    """What goes on, as long as it is still to come."""
    found = reading.happenings()
    if asked.modified_after:
        found = found.filter(changed_at__gte=aware(asked.modified_after))
    else:
        coming = Occurrence.objects.coming(at=timezone.now()).filter(happening=OuterRef("pk"))
        found = found.filter(Exists(coming))
    if asked.area:
        found = found.filter(area=asked.area)
    if asked.welcomesNewcomers is not None:
        found = found.filter(welcomes_newcomers=asked.welcomesNewcomers)
    return list_of(request, found, asked, partial(every, reading.happening))


@api.get(
    "/happenings/{slug:happening_id}",
    response=shapes.Happening,
    url_name="happening",
    tags=["Happenings"],
    summary="One happening",
)
def happening(request: HttpRequest, happening_id: str, asked: Query[Language]) -> HttpResponse:
    """One happening, also one that is over."""
    return as_json(reading.happening(get_object_or_404(reading.happenings(), slug=happening_id)))


@api.get("/jobs", response=shapes.JobPage, url_name="jobs", tags=["Jobs"], summary="Jobs")
def jobs(request: HttpRequest, asked: Query[Jobs]) -> HttpResponse:
    """Jobs one can apply for; each advertisement has the licence of its source."""
    if asked.modified_after:
        found = Vacancy.objects.filter(changed_at__gte=aware(asked.modified_after))
    else:
        found = Vacancy.objects.open(on=today())
    if asked.area:
        found = found.filter(area=asked.area)
    if asked.text:
        found = found.filter(title__icontains=asked.text)
    return list_of(request, found, asked, partial(every, reading.job))


@api.get(
    "/jobs/{uuid:job_id}",
    response=shapes.Job,
    url_name="job",
    tags=["Jobs"],
    summary="One job",
)
def job(request: HttpRequest, job_id: UUID, asked: Query[Language]) -> HttpResponse:
    """One advertisement, also one that is over."""
    return as_json(reading.job(get_object_or_404(Vacancy, pk=job_id)))


@api.get("/pages", response=shapes.TextPage, url_name="pages", tags=["Pages"], summary="Pages")
def pages(request: HttpRequest, asked: Query[Pages]) -> HttpResponse:
    """The pages of the guide that are in the language asked for."""
    found = reading.texts().filter(locale__language_code=get_language())
    if asked.kind:
        found = found.type(reading.KINDS[asked.kind])  # type: ignore[attr-defined]
    if asked.text:
        found = found.filter(title__icontains=asked.text)
    if asked.modified_after:
        found = found.filter(last_published_at__gte=aware(asked.modified_after))
    return list_of(request, found, asked, reading.told_texts)


@api.get(
    "/pages/{path:page_id}",
    response=shapes.GuideText,
    url_name="page",
    tags=["Pages"],
    summary="One page",
)
def page(request: HttpRequest, page_id: str, asked: Query[Language]) -> HttpResponse:
    """One page in the language asked for, else in English, else in Swedish."""
    found = find(f"{page_id.strip('/')}/", get_language() or "sv")
    told = reading.told_texts([found.page]) if found else []
    if not told or told[0].get("kind") == "index":
        raise Http404
    return as_json(told[0])
