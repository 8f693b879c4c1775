"""The files of happenings, jobs and pages: everything in JSON or one table, as it is read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override

from hemvist.api.house import reading, reading_shapes
from hemvist.api.hsds.parts import every
from hemvist.api.numbered import Shape, in_chunks
from hemvist.api.open_data import licences
from hemvist.api.open_data.tables import csv_lines, plain_cell
from hemvist.core.dates import today
from hemvist.happenings.models import Occurrence
from hemvist.vacancies.models import Vacancy


@dataclass(frozen=True)
class Texts:
    """What one file holds, in the order of their numbers, and on which terms."""

    rows: QuerySet[Any]
    shape: Shape
    looks: Any
    changed: str
    licence: str

    def freshness(self) -> tuple[str, datetime | None]:
        """A tag that changes when anything of it does, and the moment it last did."""
        told = self.rows.order_by().aggregate(n=Count("pk"), at=Max(self.changed))
        moment = f"{told['at']:%Y%m%d%H%M%S%f}" if told["at"] else ""
        return f"{told['n']}-{moment}", told["at"]

    def as_json(self, name: str) -> Iterator[bytes]:
        """One document: on which terms, then everything."""
        return self._written(name, get_language() or "sv")

    def _written(self, name: str, language: str) -> Iterator[bytes]:
        """Runs while the answer goes out, when the language of the request is no longer set."""
        about = {"licence": self.licence, "language": language}
        yield json.dumps(about)[:-1].encode() + f', "{name}": ['.encode()
        comma = "\n"
        for rows in in_chunks(self.rows):
            with override(language):
                told = [json.dumps(one, ensure_ascii=False) for one in self.shape(rows)]
            yield (comma + ",\n".join(told)).encode()
            comma = ",\n"
        yield b"\n]}\n"

    def as_csv(self) -> Iterator[str]:
        """One table: a line for each, with the same names as in JSON; of a source its address."""
        return csv_lines(self.looks.__annotations__, self._lines(get_language() or "sv"))

    def _lines(self, language: str) -> Iterator[list[Any]]:
        for rows in in_chunks(self.rows):
            with override(language):
                told = self.shape(rows)
            for one in told:
                yield [_cell(one.get(name)) for name in self.looks.__annotations__]


def _cell(value: Any) -> Any:
    """What fits into one cell: of several things each, of an object what it says first."""
    if isinstance(value, list):
        return " | ".join(str(_cell(one)) for one in value)
    if isinstance(value, dict):
        return next(iter(value.values()), "")
    return plain_cell(value)


def happenings() -> Texts:
    """What is to come and was written by us; other calendars are not ours to give away."""
    coming = Occurrence.objects.coming(at=timezone.now()).filter(happening=OuterRef("pk"))
    found = reading.happenings().filter(Exists(coming), source=None)
    return Texts(
        found,
        lambda rows: every(reading.happening, rows),
        reading_shapes.Happening,
        "changed_at",
        licences.ours(),
    )


def jobs() -> Texts:
    """What one can apply for, of sources that say on which terms; each has its own beside it."""
    found = Vacancy.objects.open(on=today()).filter(licence__iregex="cc(0|[ -]by)")
    asks_to_be_named = found.filter(licence__icontains="by").exists()
    licence = licences.CC_BY if asks_to_be_named else licences.CC0
    return Texts(
        found, lambda rows: every(reading.job, rows), reading_shapes.Job, "changed_at", licence
    )


def pages() -> Texts:
    """Every page in every language it is in."""
    return Texts(
        reading.texts(),
        reading.told_texts,
        reading_shapes.GuideText,
        "last_published_at",
        licences.ours(),
    )


TEXTS: dict[str, Callable[[], Texts]] = {"happenings": happenings, "jobs": jobs, "pages": pages}
