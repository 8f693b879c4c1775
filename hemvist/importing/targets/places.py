"""Lines that become places: organisation, service, location, address and telephone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property

from hemvist.audit.actions import By
from hemvist.directory.actions import remove_rows, save_rows
from hemvist.directory.models import (
    Area,
    Category,
    Location,
    Organization,
    Provenance,
    Service,
    ServiceStatus,
)
from hemvist.importing.models import Source, SourceKind
from hemvist.importing.targets.place_rows import Written, flat_of, runs, with_parts
from hemvist.importing.targets.target import own_id
from hemvist.importing.understanding import (
    SEPARATORS,
    Flat,
    Understood,
    position,
    refuse_people,
    short,
    status,
    web_address,
)

LENGTHS = {
    "description_sv": 2_000,
    "description_en": 2_000,
    "organization": 200,
    "address": 200,
    "postal_code": 20,
    "city": 100,
    "area": 200,
    "phone": 40,
}
LONGEST_NAME = 200


class Places:
    """Services at their locations, as one source knows them."""

    def __init__(self, source: Source, *, on: date) -> None:
        self.source, self.on = source, on
        self.stamp = {"checked_on": on.isoformat()}
        self.areas = {area.name.casefold(): area for area in Area.objects.all()}
        self.words = _words_for_categories()
        said = source.mapping.get("kinds", {})
        self.words |= {word.casefold(): code for word, code in said.items() if code}
        self.usual_kind: str = source.mapping.get("category", "")

    def understand(self, values: Flat) -> Understood:
        """A place as the line says it."""
        name = " ".join(values.get("name", "").split())
        found = Understood(name=name[:LONGEST_NAME])
        if not name:
            found.fault("no_name")
        elif len(name) > LONGEST_NAME:
            found.fault("name_too_long", most=LONGEST_NAME)
        wanted = {field: short(found, values, field, most=most) for field, most in LENGTHS.items()}
        wanted |= {
            "name": name,
            "category": self._category(found, values.get("category", "")),
            "status": status(found, values.get("status", "")),
            "website": web_address(found, values.get("website", "")),
            "source_url": web_address(found, values.get("source_url", "")),
            **position(found, values.get("latitude", ""), values.get("longitude", "")),
        }
        area = self.areas.get(wanted["area"].casefold())
        wanted["area"] = area.name if area else wanted["area"]
        refuse_people(found, name, wanted["organization"])
        found.wanted = {field: text for field, text in wanted.items() if text}
        found.key = values.get("external_id") or _place_key(name, wanted)
        return found

    def _category(self, found: Understood, text: str) -> str:
        words = [word for word in SEPARATORS.split(text) if word]
        code = next((self.words[w.casefold()] for w in words if w.casefold() in self.words), "")
        if code or (not words and self.usual_kind):
            return code or self.usual_kind
        if words:
            found.fault("unknown_category", value=words[0][:60])
        else:
            found.fault("no_category")
        return ""

    def known(self) -> dict[str, UUID]:
        """By the source's own number, or by name and place."""
        rows = Provenance.objects.filter(source=self.source.slug)
        return dict(rows.values_list("key", "service_id"))

    def find(self, key: str, wanted: Flat) -> UUID | None:
        """A place of the same name that lies where the line says, or says not where it lies."""
        where = _whereabouts(wanted)
        candidates = self._elsewhere.get(wanted.get("name", "").casefold(), [])
        same = [pk for pk, places in candidates if not where or not places or where & places]
        return same[0] if len(same) == 1 else None

    @cached_property
    def _elsewhere(self) -> dict[str, list[tuple[UUID, set[str]]]]:
        """Every place by its name, but those under a licence that must not be mixed."""
        apart = Source.objects.filter(kind=SourceKind.OSM).exclude(pk=self.source.pk)
        rows = (
            Service.objects.exclude(provenances__source__in=apart.values("slug"))
            .values_list(
                "pk",
                "name",
                "at_locations__location__area__name",
                "at_locations__location__locality",
                "at_locations__location__addresses__address_1",
            )
            .order_by("pk")
        )
        by_name: dict[str, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
        for pk, name, *places in rows:
            by_name[name.casefold()][pk] |= {place.casefold() for place in places if place}
        return {name: list(found.items()) for name, found in by_name.items()}

    def current(self, ids: Iterable[UUID]) -> dict[UUID, Flat]:
        """How places are now."""
        services = with_parts(Service.objects.filter(pk__in=list(ids)))
        return {service.pk: flat_of(service) for service in services}

    def write(self, flats: dict[UUID, Flat], keys: dict[UUID, str], *, by: By) -> None:
        """Save places part by part, a kind at a time."""
        services = with_parts(Service.objects.filter(pk__in=list(flats)))
        existing = {service.pk: service for service in services}
        written = Written(
            source=self.source,
            on=self.on,
            areas=self.areas,
            organizations=_organizations({runs(flat) for flat in flats.values()}),
            slugs=self._slugs,
        )
        for pk, flat in flats.items():
            written.place(pk, flat, existing.get(pk))
        for rows in written.in_order():
            save_rows(rows, by=by)
        for gone in written.emptied:
            remove_rows([gone], by=by)
        self._note(keys, by=by)

    @cached_property
    def _slugs(self) -> set[str]:
        """The slugs that are taken, those given out while this list is brought in too."""
        return set(Service.objects.values_list("slug", flat=True))

    def _note(self, keys: dict[UUID, str], *, by: By) -> None:
        held = Provenance.objects.filter(source=self.source.slug, key__in=list(keys.values()))
        kept = {row.key: row for row in held}
        rows = []
        for pk, key in keys.items():
            row = kept.get(key) or Provenance(source=self.source.slug, key=key)
            row.service_id = pk
            row.source_name, row.source_page = self.source.name, self.source.page
            row.licence, row.licence_url = self.source.licence, self.source.licence_url
            row.missing_since = None
            rows.append(row)
        save_rows(rows, by=by)

    def forget(self, ids: Iterable[UUID], *, by: By) -> None:
        """Take away the note that they came from here."""
        remove_rows(list(self._provenances(ids)), by=by)

    def remove(self, ids: Iterable[UUID], *, by: By) -> set[UUID]:
        """Take places out, with a location that nothing else is at and whoever runs nothing."""
        services = list(Service.objects.filter(pk__in=list(ids)))
        locations = set(
            Location.objects.filter(at_services__service__in=services).values_list("pk", flat=True)
        )
        organizations = {service.organization_id for service in services}
        remove_rows(services, by=by)
        alone = Location.objects.filter(pk__in=locations, at_services__isnull=True)
        remove_rows(list(alone), by=by)
        idle = Organization.objects.filter(pk__in=organizations, services__isnull=True)
        remove_rows(list(idle.filter(programs__isnull=True, locations__isnull=True)), by=by)
        return set()

    def closed(self, flat: Flat) -> Flat:
        """Closed for good: the guide leaves it out, old links still find it."""
        return {**flat, "status": ServiceStatus.DEFUNCT.value}

    def is_closed(self, flat: Flat) -> bool:
        """Whether it is closed for good already."""
        return flat.get("status") == ServiceStatus.DEFUNCT

    def note_missing(self, ids: Iterable[UUID], *, missing: bool, by: By) -> None:
        """Since when the source no longer lists them."""
        rows = list(self._provenances(ids))
        for row in rows:
            row.missing_since = (row.missing_since or self.on) if missing else None
        save_rows(rows, by=by)

    def said_by_others(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those that another source gives too, or that were here before any list: they keep
        the number they were made with, which is not one of this source's.
        """
        mine = self._provenances(ids).values_list("service_id", "key")
        before = {pk for pk, key in mine if pk != own_id(self.source.slug, key, "subject")}
        others = Provenance.objects.filter(service__in=list(ids)).exclude(source=self.source.slug)
        return before | set(others.values_list("service_id", flat=True))

    def _provenances(self, ids: Iterable[UUID]) -> Any:
        return Provenance.objects.filter(source=self.source.slug, service__in=list(ids))


def _words_for_categories() -> dict[str, str]:
    """Every word for a kind of place, in every language, and its code."""
    words: dict[str, str] = {}
    for category in Category.objects.all():
        for name in [*category.names.values(), *category.plural_names.values(), category.code]:
            words.setdefault(str(name).casefold(), category.code)
    return words


def _place_key(name: str, wanted: Flat) -> str:
    """By what a place without a number is found again: its name and where it is."""
    where = wanted["address"] or wanted["area"] or wanted["city"]
    return f"{name.casefold()} @ {where.casefold()}"[:300]


def _whereabouts(wanted: Flat) -> set[str]:
    said = (wanted.get(field, "") for field in ("address", "area"))
    return {text.casefold() for text in said if text}


def _organizations(names: set[str]) -> dict[str, Organization]:
    found = Organization.objects.filter(name__in=names).order_by("pk")
    return {organization.name: organization for organization in reversed(found)}
