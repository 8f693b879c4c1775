"""Happenings, jobs and pages as other systems read them: which, and what each says."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from wagtail.models import Page

from hemvist.api.answers import full_address
from hemvist.api.hsds.parts import said
from hemvist.api.open_data import licences
from hemvist.core.translated import spoken
from hemvist.guide import models
from hemvist.guide.models import MachineText
from hemvist.guide.pages import readable
from hemvist.guide.public_text import paragraphs_of
from hemvist.happenings.models import Happening, Occurrence
from hemvist.vacancies.models import Vacancy

Object = dict[str, Any]
TIMES_TOLD = 10
KINDS: dict[str, tuple[type[models.GuidePage], ...]] = {
    "article": (models.ArticlePage,),
    "steps": (models.StepsPage,),
    "area": (models.AreaPage,),
    "village": (models.VillagePage,),
    "lifeArea": (models.LifeAreaPage,),
    "story": (models.StoryPage,),
    "answer": (models.AnswerPage,),
}
KIND_OF = {kind: name for name, kinds in KINDS.items() for kind in kinds}


def happenings() -> QuerySet[Happening]:
    """What the public finds, with all that is told of it."""
    now = timezone.now()
    times = Occurrence.objects.coming(at=now).order_by("starts_at")[:TIMES_TOLD]
    return (
        Happening.objects.public()
        .select_related("place", "area", "organizer", "source")
        .prefetch_related(Prefetch("occurrences", times, to_attr="next_times"))
    )


def happening(row: Happening) -> Object:
    """One happening; what came from another calendar stays that calendar's."""
    text, _language = spoken(row.texts)
    title, language = spoken(row.titles)
    return said(
        id=row.slug,
        uuid=row.pk,
        title=title or row.slug,
        text=text,
        cost=spoken(row.costs)[0],
        language=language,
        startsAt=row.starts_at,
        endsAt=row.ends_at,
        isAllDay=row.is_all_day,
        rule=row.rule,
        exceptions=[day.isoformat() for day in row.exceptions],
        nextTimes=[said(startsAt=one.starts_at, endsAt=one.ends_at) for one in _times_of(row)],
        isCancelled=row.is_cancelled,
        welcomesNewcomers=row.welcomes_newcomers,
        languages=row.languages,
        place=row.place.slug if row.place else "",
        placeName=row.place.name if row.place else "",
        area=row.area_id,
        whereabouts=row.whereabouts,
        organizer=row.organizer.name if row.organizer else "",
        website=row.link,
        source=said(url=row.source_url, checkedOn=row.checked_on),
        sourceName=row.source.name if row.source else "",
        licence="" if row.source else licences.name_of(licences.ours()),
        lastModified=row.changed_at,
        page=full_address("happenings:happening", row.slug),
    )


def _times_of(row: Any) -> list[Occurrence]:
    times: list[Occurrence] = row.next_times
    return times


def job(row: Vacancy) -> Object:
    """One advertisement under its own licence."""
    return said(
        id=row.pk,
        title=row.title,
        employer=row.employer,
        occupation=row.occupation,
        field=row.field,
        area=row.area_id,
        locality=row.locality,
        languages=row.languages,
        extent=row.extent,
        positions=row.positions,
        publishedOn=row.published_on,
        deadline=row.deadline,
        isOpen=row.is_open,
        website=row.url,
        sourceName=row.source_name,
        licence=row.licence,
        lastModified=row.changed_at,
        page=full_address("vacancies:vacancy", row.pk),
    )


def texts() -> QuerySet[Page]:
    """Every page with a text that the public may read, in every language."""
    written: Any = readable()
    found: QuerySet[Page] = written.type(tuple(KIND_OF)).select_related("locale")
    return found


def told_texts(rows: Iterable[Page]) -> list[Object]:
    """Pages in their own language; one query for which a machine has translated, one a type."""
    numbers = [row.pk for row in rows]
    machine = set(MachineText.objects.filter(page__in=numbers).values_list("page_id", flat=True))
    whole = Page.objects.filter(pk__in=numbers).select_related("locale").order_by("pk").specific()
    return [_text(page, is_machine=page.pk in machine) for page in whole]


def _text(page: Any, *, is_machine: bool) -> Object:
    language, path = page.url_path.strip("/").split("/", 1)
    return said(
        id=path,
        uuid=page.translation_key,
        kind=KIND_OF.get(type(page), "index"),
        language=language,
        title=page.title,
        summary=page.summary,
        text="\n\n".join(paragraphs_of(page)),
        authority=page.authority,
        checkedOn=page.checked_on,
        sources=[_source(block.value) for block in page.sources],
        isMachineTranslated=is_machine,
        lastModified=page.last_published_at,
        page=f"{settings.SITE_URL}{page.url_path}",
    )


def _source(value: Any) -> Object:
    return said(url=value.get("url"), checkedOn=value.get("checked_on"))
