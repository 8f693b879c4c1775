"""The export in words: labels instead of columns, days instead of numbers."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import singledispatch
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from hemvist.casework.languages import language_name
from hemvist.core import dates
from hemvist.intake.queries import definition_of
from hemvist.intake.summary import answers_in_words
from hemvist.merging.likeness import in_words as likeness_in_words
from hemvist.people.models import Household
from hemvist.privacy.codes import IN_WORDS as CODES_IN_WORDS
from hemvist.privacy.labels import LABELS
from hemvist.privacy.queries import SECTIONS, homes_of
from hemvist.privacy.section import Section

Row = list[tuple[str, Any]]
FOR_MACHINES = {"life_area", "form_version"}  # said by what stands beside it
OF_A_FORM = {"answers", "more"}


def readable_sections(
    household: Household, *, more: Sequence[Section] = ()
) -> Iterator[dict[str, Any]]:
    """Each section of the export with its rows as pairs of label and value."""
    homes = homes_of(household)
    for section in [*SECTIONS, *more]:
        yield {"title": section.title, "rows": _rows(section, homes)}


def _rows(section: Section, homes: Sequence[int]) -> Iterator[Row]:
    for row in section.rows(homes):
        yield [
            (str(LABELS[column]), in_words(_chosen(section.model, column, value, row)))
            for column, value in row.items()
            if value not in (None, "", [], {}) and column not in FOR_MACHINES
        ]


def _chosen(model: type[Model], column: str, value: Any, row: dict[str, Any]) -> Any:
    """The words of a choice for its code; anything else as it is."""
    if column in OF_A_FORM:
        return _answers(value, row["form_version"])
    if column in IN_WORDS:
        return IN_WORDS[column](value)
    if "__" in column or isinstance(value, dict):
        return value
    field: Any = model._meta.get_field(column)
    choices = dict(getattr(getattr(field, "base_field", field), "flatchoices", []))
    if isinstance(value, list):
        return [choices.get(one, one) for one in value]
    return choices.get(value, value)


def _answers(answers: dict[str, Any], version: int) -> str:
    """What was answered, as it stood on the page to check it."""
    try:
        rows = answers_in_words(definition_of(version), answers)
    except (KeyError, TypeError, AttributeError):  # not what our own pages write
        return _named(answers)
    words = [f"{row.title}: {', '.join(row.lines)}" for row in rows if row.lines]
    return "\n".join(words) or _named(answers)


def _brought(pages: list[dict[str, str]]) -> str:
    """The names of the pages that were saved in the guide."""
    return ", ".join(page["title"] for page in pages)


IN_WORDS: dict[str, Callable[[Any], Any]] = {
    **CODES_IN_WORDS,
    "brought": _brought,
    "language": language_name,
    "reasons": likeness_in_words,
    "moving_on": dates.month_in_words,
}


@singledispatch
def in_words(value: Any) -> Any:
    """A value as one says it."""
    return value


@in_words.register
def _yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")


@in_words.register
def _moment(value: datetime) -> str:
    return f"{dates.full_day(value)} {dates.time_of_day(value)}"


@in_words.register
def _day(value: date) -> str:
    return dates.full_day(value)


@in_words.register
def _clock(value: time) -> str:
    return dates.clock_time(value)


@in_words.register
def _listed(value: list) -> str:
    return ", ".join(str(in_words(one)) for one in value)


@in_words.register
def _named(value: dict) -> str:
    return "\n".join(f"{name}: {in_words(one)}" for name, one in value.items())
