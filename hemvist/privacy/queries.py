"""Everything we hold about a household, section by section, without holding it all at once.

`readable` turns the same into words.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, DateField, F, QuerySet
from django.db.models.functions import Cast, TruncDate

from hemvist.audit.models import Event
from hemvist.core.working_time import ZONE
from hemvist.merging.queries import parts_of
from hemvist.people.models import Household
from hemvist.privacy.held_beside import HELD_BESIDE
from hemvist.privacy.held_of_cases import HELD_OF_CASES
from hemvist.privacy.held_of_people import HELD_OF_PEOPLE
from hemvist.privacy.section import CHUNK, Section

FORMAT = "hemvist-export-1"
LOOKS = ["case.viewed", "case.exported"]
# Staff are named by role and title: who they are is in the log, which the service answers for.
SECTIONS = [*HELD_OF_PEOPLE, *HELD_OF_CASES, *HELD_BESIDE]


def looks_at(household: Household) -> QuerySet[Event, Any]:
    """Who opened the household's cases: the role and the day, the latest first, each once."""
    cases = household.cases.annotate(key=Cast("pk", CharField())).values("key")
    return (
        Event.objects.filter(subject_type="case", subject_id__in=cases, verb__in=LOOKS)
        .annotate(role=F("actor__role"), day=TruncDate("at", tzinfo=ZONE, output_field=DateField()))
        .order_by("-day", "role")
        .values("day", "role", "actor_kind")
        .distinct()
    )


def homes_of(household: Household) -> list[int]:
    """The household, and those that have become a part of it by merging."""
    return [household.pk, *(part.pk for part in parts_of(household))]


def export_lines(household: Household, *, more: Sequence[Section] = ()) -> Iterator[str]:
    """Everything about a household as one JSON text, piece by piece.

    `more` are the sections of apps above this one.
    """
    encode, homes = DjangoJSONEncoder(ensure_ascii=False).encode, homes_of(household)
    yield f'{{"format": {encode(FORMAT)}'
    for section in [*SECTIONS, *more]:
        yield f',\n"{section.name}": ['
        yield from _rows(section.rows(homes), encode)
        yield "]"
    yield ',\n"who_looked": ['
    yield from _rows(looks_at(household).iterator(chunk_size=CHUNK), encode)
    yield "]}\n"


def _rows(rows: Iterator[dict[str, Any]], encode: Callable[[Any], str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield (",\n " if number else "\n ") + encode(row)
