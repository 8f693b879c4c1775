"""Lines that become figures of the start page: a number, what it counts, and of which year."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max

from hemvist.audit.actions import By
from hemvist.core.numbers import in_figures
from hemvist.directory.actions import remove_rows, save_rows
from hemvist.directory.models import Figure
from hemvist.importing.models import Source
from hemvist.importing.readers.series import by_year, written
from hemvist.importing.targets.target import own_id
from hemvist.importing.understanding import Flat, Understood

LONGEST_WORDS = 200
KEYS = "keys"


class Figures:
    """Numbers with the words that editors have given them."""

    def __init__(self, source: Source, *, on: date) -> None:
        self.source, self.on = source, on
        self.stamp: Flat = {"checked_on": on.isoformat()}
        self.words: dict[str, dict[str, str]] = source.mapping.get("words", {})

    def understand(self, values: Flat) -> Understood:
        """A number and its words; without words it cannot be shown."""
        key = values.get("external_id", "")
        found = Understood(key=key, name=values.get("label", key)[:200])
        words = {code: text for code, text in self.words.get(key, {}).items() if text}
        if not words.get("sv"):
            found.fault("no_words")
        value = in_figures(values.get("value", ""))
        if not value:
            found.fault("no_value")
        year = values.get("period", "")[:4]
        found.wanted = {
            "value": value,
            "year": year if year.isdecimal() and len(year) == 4 else "",
            "series": written(by_year(values.get("series", ""))),
            **{f"words_{code}": text[:LONGEST_WORDS] for code, text in words.items()},
        }
        found.wanted = {name: text for name, text in found.wanted.items() if text}
        return found

    def known(self) -> dict[str, UUID]:
        """The figures of this source that are there; their numbers are made of their keys."""
        made = {own_id(self.source.slug, key, "figure"): key for key in self.words}
        there = Figure.objects.filter(pk__in=list(made)).values_list("pk", flat=True)
        return {made[pk]: pk for pk in there}

    def find(self, key: str, wanted: Flat) -> UUID | None:
        """Its own number, whether it is there yet or not."""
        return own_id(self.source.slug, key, "figure")

    def current(self, ids: Iterable[UUID]) -> dict[UUID, Flat]:
        """How figures are now."""
        return {row.pk: _flat_of(row) for row in Figure.objects.filter(pk__in=list(ids))}

    def write(self, flats: dict[UUID, Flat], keys: dict[UUID, str], *, by: By) -> None:
        """Save figures; a new one stands last."""
        kept = Figure.objects.in_bulk(list(flats))
        last = Figure.objects.aggregate(last=Max("position"))["last"] or 0
        rows = []
        for number, (pk, flat) in enumerate(flats.items(), start=1):
            figure = kept.get(pk) or Figure(id=pk, position=last + number)
            figure.value = flat["value"]
            figure.texts = {**figure.texts, **_words(flat)}
            figure.fact_year = int(flat["year"]) if flat.get("year") else None
            figure.series = by_year(flat.get("series", ""))
            figure.source_url = self.source.page
            figure.checked_on = date.fromisoformat(flat["checked_on"])
            rows.append(figure)
        save_rows(rows, by=by)

    def forget(self, ids: Iterable[UUID], *, by: By) -> None:
        """A figure is nowhere noted but in itself."""

    def remove(self, ids: Iterable[UUID], *, by: By) -> set[UUID]:
        """Take figures off the start page."""
        remove_rows(list(Figure.objects.filter(pk__in=list(ids))), by=by)  # type: ignore[arg-type]
        return set()

    def closed(self, flat: Flat) -> Flat:
        """A figure stays true of its year."""
        return flat

    def is_closed(self, flat: Flat) -> bool:
        """Never: it stays true of its year."""
        return False

    def note_missing(self, ids: Iterable[UUID], *, missing: bool, by: By) -> None:
        """Nothing to note: it says its year itself."""

    def said_by_others(self, ids: Iterable[UUID]) -> set[UUID]:
        """Each has one source."""
        return set()


def _flat_of(figure: Figure) -> Flat:
    said = {
        "value": figure.value,
        "year": str(figure.fact_year or ""),
        "series": written(figure.series),
        "checked_on": figure.checked_on.isoformat(),
    }
    said |= {f"words_{code}": text for code, text in figure.texts.items()}
    return {name: text for name, text in said.items() if text}


def _words(flat: Flat) -> dict[str, str]:
    start = "words_"
    return {name[len(start) :]: text for name, text in flat.items() if name.startswith(start)}
