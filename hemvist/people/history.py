"""How a household was on any day, from what was written down about its members."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hemvist.people.models import ChangeKind, Household, HouseholdChange, Person, age_at

PRESENCE = (ChangeKind.JOINED, ChangeKind.LEFT)


@dataclass(frozen=True)
class Member:
    """Somebody as they were on one day."""

    person: Person
    name: str
    age: int | None
    is_contact: bool

    @property
    def is_child(self) -> bool:
        """Whether they were written down as a child."""
        return self.person.is_child


def household_on(household: Household, on: date) -> list[Member]:
    """Who was in a household on a day, with the names and ages of that day; two queries."""
    return members_on(list(household.people.all()), list(of_household(household)), on=on)


def of_household(household: Household) -> QuerySet[HouseholdChange]:
    """Everything that was written down about a household's members, by day."""
    return HouseholdChange.objects.filter(person__household=household).order_by("on", "pk")


def members_on(
    people: Sequence[Person], changes: Sequence[HouseholdChange], *, on: date
) -> list[Member]:
    """The members on a day; `changes` are all that was ever written down, by day and number.

    What nothing was written down about is as it is now.
    """
    contact = _contact_on(people, changes, on)
    own: dict[int, list[HouseholdChange]] = {person.pk: [] for person in people}
    for change in changes:
        own[change.person_id].append(change)
    members = [_member(person, own[person.pk], on, contact) for person in people]
    return [one for one in members if one is not None]


def fact_on(changes: Iterable[HouseholdChange], *, on: date, now: Any) -> Any:
    """What one fact was on a day.

    It is what the last change by then made of it; before the first change it is what that one
    found; without any change it is what it is now.
    """
    ordered = list(changes)
    then = [change for change in ordered if change.on <= on]
    if then:
        return then[-1].after
    return ordered[0].before if ordered else now


def _contact_on(
    people: Sequence[Person], changes: Sequence[HouseholdChange], on: date
) -> int | None:
    now = next((person.pk for person in people if person.is_contact), None)
    chosen = [change for change in changes if change.kind == ChangeKind.CONTACT]
    found: int | None = fact_on(chosen, on=on, now=now)
    return found


def _member(
    person: Person, changes: list[HouseholdChange], on: date, contact: int | None
) -> Member | None:
    presence = [change for change in changes if change.kind in PRESENCE]
    if not fact_on(presence, on=on, now=person.left_on is None):
        return None
    names = [change for change in changes if change.kind == ChangeKind.NAMED]
    ages = [change for change in changes if change.kind == ChangeKind.AGED]
    name = fact_on(names, on=on, now=person.name)
    age, said_on = fact_on(ages, on=on, now=said(person.age, person.age_on))
    day = date.fromisoformat(said_on) if said_on else None
    return Member(person, name, age_at(age, said_on=day, on=on), person.pk == contact)


def said(age: int | None, on: date | None) -> list[Any]:
    """An age as the history keeps it: how many years, and on which day that was so."""
    return [age, on.isoformat() if on else None]
