"""What the pages about lists read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.directory.models import Category, Provenance, ServiceStatus
from hemvist.importing.mapping import FIELDS, guess
from hemvist.importing.models import Import, ImportLine, LineState, Source
from hemvist.vacancies.models import Vacancy

Change = tuple[Any, str, str]
LINES_ON_A_PAGE = 50
MOST_WORDS = 60
FIELDS_OF_JOBS: dict[str, str | Promise] = {
    "title": _("Title"),
    "employer": _("Employer"),
    "occupation": _("Occupation"),
    "field": _("Field of work"),
    "locality": _("Where"),
    "extent": _("Working time"),
    "languages": _("Languages that are asked for"),
    "positions": _("Number of jobs"),
    "published_on": _("Published"),
    "deadline": _("Last day to apply"),
    "url": _("Web address"),
    "withdrawn_on": _("Taken back"),
    "occupation_id": _("Number of the occupation"),
    "field_id": _("Number of the field"),
}
FIELDS_OF_FIGURES: dict[str, str | Promise] = {
    "value": _("Number"),
    "year": _("Year"),
    "words_sv": _("Words in Swedish"),
    "words_en": _("Words in English"),
}
LABELS = FIELDS_OF_JOBS | FIELDS_OF_FIGURES | FIELDS


def sources_with_last() -> QuerySet[Source]:
    """Every source with the moment its last list came, in one query."""
    last = Import.objects.filter(source=OuterRef("pk")).values("began_at")[:1]
    return Source.objects.annotate(last_at=Subquery(last))


def latest_imports(*, limit: int = 20) -> QuerySet[Import]:
    """The newest lists of all sources."""
    return Import.objects.select_related("source", "by")[:limit]


def counted(found: Import) -> list[tuple[str, Any, int]]:
    """How many lines would do what: state, its words, number; none of what there is none."""
    return [
        (state.value, state.label, count)
        for state in LineState
        if (count := found.counts.get(state.value, 0))
    ]


def lines_to_show(found: Import, *, state: str, page: str) -> Page[ImportLine]:
    """One page of the lines in a state."""
    lines = found.lines.filter(state=state)
    return Paginator(lines, LINES_ON_A_PAGE).get_page(page)


def changes_in_words(lines: Iterable[ImportLine]) -> list[tuple[ImportLine, list[Change]]]:
    """Each line with field, old and new of all it would change; a new one says all it has."""
    words = {kind.pk: str(kind) for kind in Category.objects.all()}
    words |= {str(status.value): str(status.label) for status in ServiceStatus}

    def said(name: str, text: str) -> str:
        return words.get(text, text) if name in {"category", "status"} else text

    shown = []
    for line in lines:
        changes = line.changes
        if line.state == LineState.NEW:
            changes = [[name, "", text] for name, text in line.wanted.items() if name != "name"]
        shown.append(
            (line, [(LABELS.get(n, n), said(n, old), said(n, new)) for n, old, new in changes])
        )
    return shown


def first_lines(found: Import, *, limit: int = 30) -> Iterator[dict[str, str]]:
    """What stands in the first lines of a list, heading by heading."""
    yield from found.lines.exclude(values={}).values_list("values", flat=True)[:limit]


def unknown_words(found: Import) -> list[str]:
    """The words for kinds of places that nobody has explained yet, those that come most first."""
    faulty = found.lines.filter(state=LineState.FAULTY).values_list("faults", flat=True)
    words = Counter(
        values["value"]
        for faults in faulty.iterator(chunk_size=2_000)
        for code, values in faults
        if code == "unknown_category"
    )
    return [word for word, _count in words.most_common(MOST_WORDS)]


def has_unknown_words(found: Import) -> bool:
    """Whether some line waits for its word for a kind of place to be explained."""
    faulty = found.lines.filter(state=LineState.FAULTY)
    return faulty.filter(faults__icontains="unknown_category").exists()


def figures_of(found: Import) -> list[ImportLine]:
    """The lines of a list of figures, each of which needs words."""
    return list(found.lines.exclude(values={}).order_by("number"))


def kinds_of_places() -> QuerySet[Category]:
    """Every kind of place, as the guide orders them."""
    return Category.objects.order_by("life_area__position", "position")


def columns_of(given: Import) -> dict[str, str]:
    """The field of each heading of a list: as was said, and guessed for the rest."""
    said: dict[str, str] = given.source.mapping.get("columns", {})
    return guess(given.headings, said=said)


def rows_of(source: Source) -> int:
    """How many places or jobs are here from a source now."""
    if source.has_jobs:
        return Vacancy.objects.filter(source=source.slug).count()
    return Provenance.objects.filter(source=source.slug).count()
