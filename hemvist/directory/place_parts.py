"""All that is said of one place, each kind of part in one query however many there are.

What hangs at the service at its place comes before what the service says of itself, and that
before what holds for the whole location: so does HSDS mean it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q, QuerySet

from hemvist.core.models import CalendarDay
from hemvist.core.prepared import Prepared
from hemvist.core.working_time import ZONE
from hemvist.directory.models import (
    Accessibility,
    Address,
    AddressType,
    AttendingType,
    Contact,
    CostOption,
    EligibilityRule,
    Language,
    Location,
    Phone,
    Provenance,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    SpecialDay,
    Url,
)
from hemvist.directory.opening import Opening, calendar_around, holidays_of, opening_of
from hemvist.directory.opening_words import (
    Line,
    Season,
    days_that_differ,
    reasons_for,
    seasons_in_words,
    state_holds_until,
    state_in_words,
)

Part = TypeVar("Part", bound=Model)
# What may hang at a service, at its place or at its location, and is asked for only if it does.
PARTS: tuple[type[Model], ...] = (
    Accessibility, Address, Contact, CostOption, EligibilityRule, Language, Phone,
    Provenance, RequiredDocument, Schedule, ServiceArea, ServiceCapacity, SpecialDay, Url,
)  # fmt: skip
NEAREST_FIRST = ("service_at_location_id", "service_id", "location_id")
ALONG: dict[type[Model], str] = {ServiceArea: "area", ServiceCapacity: "unit"}


@dataclass(frozen=True)
class OpeningTimes:
    """Opening hours as the page of a place shows them."""

    kind: str
    opening: Opening
    state: str
    is_open: bool
    seasons: list[Season]
    differing: list[Line]
    notes: list[dict[str, str]]
    needs_booking: bool
    holds_until: datetime


@cache
def _which_are_there() -> str:
    """One question about all kinds of parts: most places have few of them."""
    asked = []
    for model in PARTS:
        columns = {field.attname for field in model._meta.concrete_fields}
        owners = [name for name in NEAREST_FIRST if name in columns]
        conditions = " OR ".join(f"{name} = %({name})s" for name in owners)
        asked.append(f"EXISTS (SELECT FROM {model._meta.db_table} WHERE {conditions})")
    return f"SELECT {', '.join(asked)}"  # names of our own tables, values apart


@cache
def _parts(model: type[Part], levels: tuple[str, ...]) -> Prepared[Part]:
    """The parts of one kind that hang at any of several levels."""
    rows = model._default_manager.all()
    if model in ALONG:
        rows = rows.select_related(ALONG[model])

    def written(**numbers: UUID) -> QuerySet[Part]:
        asked = Q()
        for name, number in numbers.items():
            asked |= Q(**{name: number})
        return rows.filter(asked)

    return Prepared(written, **{name: UUID(int=n) for n, name in enumerate(levels, 1)})


@dataclass(frozen=True)
class PlaceParts:
    """One service at one of its locations, and what belongs to it; read when asked for."""

    service: Service
    at: ServiceAtLocation | None

    @property
    def location(self) -> Location | None:
        """Where it is."""
        return self.at.location if self.at else None

    @property
    def _numbers(self) -> dict[str, UUID | None]:
        return {
            "service_at_location_id": self.at.pk if self.at else None,
            "service_id": self.service.pk,
            "location_id": self.at.location_id if self.at else None,
        }

    @cached_property
    def _there(self) -> set[type[Model]]:
        """The kinds of parts of which there is at least one."""
        with connection.cursor() as cursor:
            cursor.execute(_which_are_there(), self._numbers)
            return {
                model for model, is_there in zip(PARTS, cursor.fetchone(), strict=True) if is_there
            }

    def _near(self, model: type[Part]) -> list[Part]:
        """Those that hang nearest: at the place, else at the service, else at the location."""
        levels = tuple(name for name in NEAREST_FIRST if hasattr(model, name))
        found = self._all(model, *levels)
        for name in levels:
            if near := [row for row in found if getattr(row, name)]:
                return near
        return []

    def _all(self, model: type[Part], *levels: str) -> list[Part]:
        """Those that hang at any of the levels."""
        if model not in self._there:
            return []
        numbers = self._numbers
        return _parts(model, levels)(**{name: numbers[name] for name in levels})

    @cached_property
    def schedules(self) -> list[Schedule]:
        """The rules of its opening hours."""
        return self._near(Schedule)

    @cached_property
    def special_days(self) -> list[SpecialDay]:
        """Days that differ there, whoever closes: the house closes for all who are in it."""
        return self._all(SpecialDay, *NEAREST_FIRST)

    def with_hours(self, schedules: list[Schedule], special_days: list[SpecialDay]) -> "PlaceParts":
        """The same place with other opening hours, which nobody has saved."""
        other = PlaceParts(self.service, self.at)
        vars(other).update(schedules=schedules, special_days=special_days)
        return other

    @cached_property
    def phones(self) -> list[Phone]:
        """Its telephones."""
        return self._near(Phone)

    @cached_property
    def contacts(self) -> list[Contact]:
        """The functions one can turn to."""
        return self._near(Contact)

    @cached_property
    def languages(self) -> list[Language]:
        """The languages one is met in."""
        return self._near(Language)

    @cached_property
    def service_areas(self) -> list[ServiceArea]:
        """Where those live whom it is for."""
        return self._near(ServiceArea)

    @cached_property
    def capacities(self) -> list[ServiceCapacity]:
        """How much room it said it has, fresh or not."""
        return self._all(ServiceCapacity, "service_id")

    @cached_property
    def accessibility(self) -> list[Accessibility]:
        """What the location is like for each need."""
        return self._all(Accessibility, "location_id")

    @cached_property
    def addresses(self) -> list[Address]:
        """Where the location is and where its letters go."""
        return self._all(Address, "location_id")

    @property
    def visiting_address(self) -> Address | None:
        """The one that one goes to."""
        kind = AddressType.PHYSICAL
        return next((one for one in self.addresses if one.address_type == kind), None)

    @cached_property
    def provenances(self) -> list[Provenance]:
        """Which lists it came from, and on what terms."""
        return self._all(Provenance, "service_id")

    @cached_property
    def urls(self) -> list[Url]:
        """Further web addresses."""
        return self._all(Url, "service_id")

    @cached_property
    def cost_options(self) -> list[CostOption]:
        """What it costs."""
        return self._all(CostOption, "service_id")

    @cached_property
    def required_documents(self) -> list[RequiredDocument]:
        """What one brings."""
        return self._all(RequiredDocument, "service_id")

    @cached_property
    def eligibility_rules(self) -> list[EligibilityRule]:
        """For whom it is."""
        return self._all(EligibilityRule, "service_id")

    def opening_times(self, *, at: datetime) -> list[OpeningTimes]:
        """When it is open, on the spot first, then by telephone and on the web."""
        if not self.schedules:
            return []
        on = at.astimezone(ZONE).date()
        calendar = calendar_around(on)
        reasons = reasons_for(calendar, self.special_days, on=on)
        kinds = [kind for kind in AttendingType if any(_is(kind, row) for row in self.schedules)]
        return [self._times(kind, calendar, reasons, at=at, on=on) for kind in kinds]

    def _times(
        self,
        kind: AttendingType,
        calendar: list[CalendarDay],
        reasons: dict[date, str],
        *,
        at: datetime,
        on: date,
    ) -> OpeningTimes:
        rows = [row for row in self.schedules if _is(kind, row)]
        opening = opening_of(rows, self.special_days, holidays_of(calendar))
        return OpeningTimes(
            kind=kind,
            opening=opening,
            state=state_in_words(opening, at=at),
            is_open=opening.state(at).is_open,
            seasons=seasons_in_words(opening, on=on),
            differing=days_that_differ(opening, reasons, on=on),
            notes=[row.descriptions for row in rows if row.descriptions],
            needs_booking=opening.needs_booking(on=on),
            holds_until=state_holds_until(opening, at=at),
        )


def _is(kind: AttendingType, schedule: Schedule) -> bool:
    return schedule.attending_type == kind
