"""What changes in a household: who comes and goes, what they are called, how each is reached.

Every deed writes down what was before, so that the household can be seen as it was on any day.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hemvist.accounts.models import User
from hemvist.audit.actions import By, record
from hemvist.core.dates import local_day
from hemvist.people.actions import (
    Contact,
    addresses_of,
    choice_of,
    keep_from_erasure,
    void_links,
)
from hemvist.people.history import PRESENCE, fact_on, said
from hemvist.people.models import (
    ChangeKind,
    ContactPoint,
    Household,
    HouseholdChange,
    JoinReason,
    LeaveReason,
    OwnTrack,
    Person,
)


class DayHasNotCome(Exception):
    """What has not happened yet is not written down."""


class ContactPersonStays(Exception):
    """The one we talk with can't leave before somebody else is chosen."""


class NotInHousehold(Exception):
    """The person has left, so nothing more can be said about them."""


class StillInHousehold(Exception):
    """Somebody who is in the household can't come back."""


class TooEarly(Exception):
    """Something later is already written down. `first` is the first day that works."""

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first


@transaction.atomic
def add_member(
    household: Household,
    *,
    why: JoinReason,
    on: date,
    by: By,
    at: datetime,
    name: str = "",
    is_child: bool = False,
    age: int | None = None,
    words: str = "",
) -> Person:
    """Write down somebody who came into the household on a day; an age holds for that day.

    Raises HouseholdIsErased, DayHasNotCome.
    """
    _begin(household, on=on, at=at)
    if why == JoinReason.BORN:
        is_child, age = True, 0
    person = Person.objects.create(
        household=household,
        name=name.strip(),
        is_child=is_child,
        age=age,
        age_on=on if age is not None else None,
    )
    _change(person, ChangeKind.JOINED, False, True, on=on, by=by, at=at, why=why, words=words)
    return person


@transaction.atomic
def take_out_member(
    person: Person,
    *,
    why: LeaveReason,
    on: date,
    by: By,
    at: datetime,
    words: str = "",
    addresses: Iterable[ContactPoint] = (),
    end_links: bool = False,
) -> Person:
    """Write down that somebody left on a day; their own addresses go with them, and `addresses`.

    With `end_links`, links sent so far open the household's page no more. Raises
    HouseholdIsErased, DayHasNotCome, NotInHousehold, ContactPersonStays, TooEarly.
    """
    _begin(person.household, on=on, at=at)
    person = _present(person)
    if person.is_contact:
        raise ContactPersonStays
    _not_before(_presence(person), on)
    _not_before(_contacts(person.household), on)
    OwnTrack.objects.filter(person=person).delete()
    points = person.household.contact_points.all()
    points.filter(person=person).delete()
    points.filter(pk__in=[point.pk for point in addresses], person=None).delete()
    person.left_on = on
    person.save(update_fields=["left_on"])
    _change(person, ChangeKind.LEFT, True, False, on=on, by=by, at=at, why=why, words=words)
    if end_links:
        void_links(person.household, by=by)
    return person


@transaction.atomic
def bring_back_member(person: Person, *, on: date, by: By, at: datetime, words: str = "") -> Person:
    """Write down that somebody who had left came back on a day.

    Raises HouseholdIsErased, DayHasNotCome, StillInHousehold, TooEarly.
    """
    _begin(person.household, on=on, at=at)
    person.refresh_from_db()
    if person.left_on is None:
        raise StillInHousehold
    _not_before(_presence(person), on)
    person.left_on = None
    person.save(update_fields=["left_on"])
    why = JoinReason.MOVED_BACK
    _change(person, ChangeKind.JOINED, False, True, on=on, by=by, at=at, why=why, words=words)
    return person


@transaction.atomic
def rename_member(person: Person, *, name: str, on: date, by: By, at: datetime) -> Person:
    """Give somebody another name from a day on; the earlier one is kept for the days before.

    Raises HouseholdIsErased, DayHasNotCome, NotInHousehold, TooEarly.
    """
    _begin(person.household, on=on, at=at)
    person = _present(person)
    _not_before(_comings(person), on)
    name = name.strip()
    kept = _of(person, ChangeKind.NAMED)
    before = fact_on(kept, on=on, now=person.name)
    if before != name:
        _change(person, ChangeKind.NAMED, before, name, on=on, by=by, at=at)
        person.name = fact_on(_of(person, ChangeKind.NAMED), on=local_day(at), now=name)
        person.save(update_fields=["name"])
    return person


@transaction.atomic
def say_age(person: Person, *, age: int | None, on: date, by: By, at: datetime) -> Person:
    """Say how old somebody was on a day; it grows from there by itself.

    Raises HouseholdIsErased, DayHasNotCome, NotInHousehold, TooEarly.
    """
    _begin(person.household, on=on, at=at)
    person = _present(person)
    _not_before(_comings(person), on)
    kept = _of(person, ChangeKind.AGED)
    before = fact_on(kept, on=on, now=said(person.age, person.age_on))
    if before != said(age, on):
        _change(person, ChangeKind.AGED, before, said(age, on), on=on, by=by, at=at)
        years, day = fact_on(_of(person, ChangeKind.AGED), on=local_day(at), now=None)
        person.age, person.age_on = years, date.fromisoformat(day) if day else None
        person.save(update_fields=["age", "age_on"])
    return person


@transaction.atomic
def choose_contact_person(person: Person, *, on: date, by: By, at: datetime) -> Person:
    """Talk with somebody else from a day on.

    Raises HouseholdIsErased, DayHasNotCome, NotInHousehold, TooEarly.
    """
    _begin(person.household, on=on, at=at)
    person = _present(person)
    if person.is_contact:
        return person
    _not_before(_contacts(person.household), on)
    _not_before(_presence(person), on)
    before = person.household.people.filter(is_contact=True).first()
    person.household.people.filter(is_contact=True).update(is_contact=False)
    person.is_contact = True
    person.save(update_fields=["is_contact"])
    was = before.pk if before else None
    _change(person, ChangeKind.CONTACT, was, person.pk, on=on, by=by, at=at)
    return person


@transaction.atomic
def set_own_track(person: Person, *, contact: Contact, by: By, at: datetime) -> OwnTrack:
    """Reach somebody in a way, at addresses and in a language of their own from now on.

    Raises HouseholdIsErased, NotInHousehold.
    """
    today = local_day(at)
    _begin(person.household, on=today, at=at)
    person = _present(person)
    values = choice_of(contact)
    track, is_new = OwnTrack.objects.update_or_create(
        person=person, defaults=values, create_defaults={**values, "started_on": today}
    )
    _set_addresses(person, contact)
    if is_new:
        _change(person, ChangeKind.OWN_TRACK, False, True, on=today, by=by, at=at)
    record("household.contact_changed", person.household, by=by, detail={"person": person.pk})
    return track


def has_had_own_track(household: Household, *, ended_since: datetime | None = None) -> bool:
    """Whether a member was ever reached apart from the others; or whether that has ended since."""
    changes = HouseholdChange.objects.filter(person__household=household)
    of_such = changes.filter(kind=ChangeKind.OWN_TRACK)
    if ended_since is None:
        return of_such.exists()
    ended = changes.filter(
        kind__in=[ChangeKind.NO_TRACK, ChangeKind.LEFT], created_at__gte=ended_since
    )
    return ended.filter(person__in=of_such.values("person")).exists()


def _set_addresses(person: Person, contact: Contact) -> None:
    own, kept = person.contact_points.all(), []
    for kind, normalised, value in addresses_of(contact):
        point, _ = ContactPoint.objects.update_or_create(
            household=person.household,
            person=person,
            kind=kind,
            normalised=normalised,
            defaults={"value": value, "failing_since": None, "failure": ""},
        )
        kept.append(point.pk)
    own.exclude(pk__in=kept).delete()


@transaction.atomic
def end_own_track(person: Person, *, by: By, at: datetime) -> None:
    """Reach somebody with the household again; their own addresses are removed.

    Raises HouseholdIsErased.
    """
    today = local_day(at)
    _begin(person.household, on=today, at=at)
    if OwnTrack.objects.filter(person=person).delete()[0]:
        person.contact_points.all().delete()
        _change(person, ChangeKind.NO_TRACK, True, False, on=today, by=by, at=at)


def _begin(household: Household, *, on: date, at: datetime) -> None:
    """Let one change of a household at a time, and none of what has not happened yet."""
    keep_from_erasure(household)
    if on > local_day(at):
        raise DayHasNotCome


def _present(person: Person) -> Person:
    person = Person.objects.select_related("household").get(pk=person.pk)
    if person.left_on is not None:
        raise NotInHousehold
    return person


def _of(person: Person, *kinds: ChangeKind) -> list[HouseholdChange]:
    return list(person.changes.filter(kind__in=kinds).order_by("on", "pk"))


def _presence(person: Person) -> QuerySet[HouseholdChange]:
    return person.changes.filter(kind__in=PRESENCE)


def _comings(person: Person) -> QuerySet[HouseholdChange]:
    """The day somebody came into the household first, if it was after we knew it."""
    first = _presence(person).order_by("on", "pk").values("pk")[:1]
    return person.changes.filter(pk__in=first, kind=ChangeKind.JOINED)


def _contacts(household: Household) -> QuerySet[HouseholdChange]:
    return HouseholdChange.objects.filter(person__household=household, kind=ChangeKind.CONTACT)


def _not_before(changes: QuerySet[HouseholdChange], on: date) -> None:
    latest = changes.order_by("-on").values_list("on", flat=True).first()
    if latest is not None and on < latest:
        raise TooEarly(latest)


def _change(
    person: Person,
    kind: ChangeKind,
    before: Any,
    after: Any,
    *,
    on: date,
    by: By,
    at: datetime,
    why: str = "",
    words: str = "",
) -> HouseholdChange:
    change = HouseholdChange.objects.create(
        person=person,
        kind=kind,
        before=before,
        after=after,
        on=on,
        why=why,
        words=words[:300],
        created_at=at,
        author=by if isinstance(by, User) else None,
    )
    detail = {"person": person.pk, "kind": str(kind), "why": str(why), "on": on.isoformat()}
    record("household.member_changed", person.household, by=by, detail=detail, at=at)
    return change
