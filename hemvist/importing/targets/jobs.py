"""Lines that become vacancies."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from hemvist.audit.actions import By
from hemvist.directory.models import Area
from hemvist.importing.models import Source
from hemvist.importing.understanding import SEPARATORS, Flat, Understood, day, short, web_address
from hemvist.vacancies.actions import remove_vacancies, save_vacancies
from hemvist.vacancies.models import Vacancy

LENGTHS = {
    "title": 200,
    "employer": 200,
    "occupation_id": 40,
    "occupation": 200,
    "field_id": 40,
    "field": 200,
    "locality": 200,
    "extent": 100,
}
TEXTS = [name for name in LENGTHS if name != "locality"]
WITHDRAWN = "withdrawn_on"


class Jobs:
    """Vacancies, as one source advertises them."""

    def __init__(self, source: Source, *, on: date) -> None:
        self.source, self.on = source, on
        self.stamp: Flat = {}
        self.areas = {area.name.casefold(): area for area in Area.objects.all()}

    def understand(self, values: Flat) -> Understood:
        """A job as the advertisement says it."""
        found = Understood(key=values.get("external_id", "")[:200])
        wanted = {name: short(found, values, name, most=most) for name, most in LENGTHS.items()}
        found.name = wanted["title"]
        if not wanted["title"]:
            found.fault("no_title")
        if not wanted["employer"]:
            found.fault("no_employer")
        positions = values.get("positions", "")
        languages = [word for word in SEPARATORS.split(values.get("languages", "")) if word]
        wanted |= {
            "languages": " | ".join(languages[:20]),
            "positions": positions if positions.isdecimal() and 0 < int(positions) < 10**6 else "1",
            "published_on": day(found, values.get("published_on", "")),
            "deadline": day(found, values.get("deadline", "")),
            "url": web_address(found, values.get("url", "")),
        }
        if values.get("removed"):
            wanted[WITHDRAWN] = self.on.isoformat()
            found.faults = []  # whatever is wrong with it, it goes
        found.wanted = {name: text for name, text in wanted.items() if text}
        return found

    def known(self) -> dict[str, UUID]:
        """By the number of the advertisement."""
        rows = Vacancy.objects.filter(source=self.source.slug)
        return dict(rows.values_list("external_id", "pk"))

    def find(self, key: str, wanted: Flat) -> UUID | None:
        """No job is another source's too."""
        return None

    def current(self, ids: Iterable[UUID]) -> dict[UUID, Flat]:
        """How jobs are now."""
        rows = Vacancy.objects.filter(pk__in=list(ids)).select_related("area")
        return {row.pk: _flat_of(row) for row in rows}

    def write(self, flats: dict[UUID, Flat], keys: dict[UUID, str], *, by: By) -> None:
        """Save jobs, those taken back too."""
        kept = Vacancy.objects.in_bulk(list(flats))
        rows = []
        for pk, flat in flats.items():
            vacancy = kept.get(pk) or Vacancy(id=pk, external_id=keys[pk])
            rows.append(self._said(vacancy, flat))
        save_vacancies(rows, by=by)

    def _said(self, vacancy: Vacancy, flat: Flat) -> Vacancy:
        vacancy.source, vacancy.source_name = self.source.slug, self.source.name
        vacancy.licence = self.source.licence
        for name in TEXTS:
            setattr(vacancy, name, flat.get(name, ""))
        vacancy.area = self.areas.get(flat.get("locality", "").casefold())
        vacancy.locality = flat.get("locality", "")
        vacancy.languages = [word for word in SEPARATORS.split(flat.get("languages", "")) if word]
        vacancy.positions = int(flat.get("positions", "1"))
        vacancy.url = flat.get("url", "")
        for name in ("published_on", "deadline", WITHDRAWN):
            setattr(vacancy, name, date.fromisoformat(flat[name]) if flat.get(name) else None)
        return vacancy

    def forget(self, ids: Iterable[UUID], *, by: By) -> None:
        """A job is nowhere noted but in itself."""

    def remove(self, ids: Iterable[UUID], *, by: By) -> set[UUID]:
        """Take jobs out."""
        remove_vacancies(ids, by=by)
        return set()

    def closed(self, flat: Flat) -> Flat:
        """Taken back today."""
        return {**flat, WITHDRAWN: self.on.isoformat()}

    def is_closed(self, flat: Flat) -> bool:
        """Whether it was taken back, or its last day is past."""
        return bool(flat.get(WITHDRAWN)) or flat.get("deadline", "9999") < self.on.isoformat()

    def note_missing(self, ids: Iterable[UUID], *, missing: bool, by: By) -> None:
        """A job that is missing is taken back, or is not missing."""

    def said_by_others(self, ids: Iterable[UUID]) -> set[UUID]:
        """Each has one source."""
        return set()


def _flat_of(vacancy: Vacancy) -> Flat:
    said = {name: getattr(vacancy, name) for name in [*TEXTS, "locality", "url"]}
    said |= {
        "languages": " | ".join(vacancy.languages),
        "positions": str(vacancy.positions),
        "published_on": _day(vacancy.published_on),
        "deadline": _day(vacancy.deadline),
        WITHDRAWN: _day(vacancy.withdrawn_on),
    }
    return {name: text for name, text in said.items() if text}


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
