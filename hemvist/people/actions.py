"""Making and changing households."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemvist.audit.actions import By, record, recorded_together
from hemvist.people.hours import ANY_TIME, HOME, GoodHours
from hemvist.people.models import (
    Consent,
    ContactChoice,
    ContactKind,
    ContactPoint,
    Household,
    Person,
)
from hemvist.people.phone import normalise


class HouseholdIsErased(Exception):
    """Everything was erased while somebody was still writing; nothing may be added to it."""


@dataclass(frozen=True)
class Contact:
    """How somebody wants to be contacted, before there is a row for it."""

    channels: Sequence[str]
    language: str
    email: str = ""
    phone: str = ""
    hours: GoodHours = ANY_TIME
    time_zone: str = HOME
    no_voicemail: bool = False
    no_content: bool = False
    needs_interpreter: bool = False
    note: str = ""


def make_household(
    *, name: str, contact: Contact, by: By, other_adults: int = 0, **more: Any
) -> Household:
    """Write down a household as it describes itself: one name, the rest by number and age."""
    return household_and_people(
        name=name, contact=contact, by=by, other_adults=other_adults, **more
    )[0]


@transaction.atomic(savepoint=False)
def household_and_people(
    *,
    name: str,
    contact: Contact,
    by: By,
    other_adults: int = 0,
    child_ages: Sequence[int] = (),
    origin: str = "",
    moving_on: date | None = None,
    on: date | None = None,
) -> tuple[Household, list[Person]]:
    """The same, with its people as they were written.

    They are numbered in the order given: the contact first, then other adults, then children.
    """
    household = Household.objects.create(
        origin=origin, moving_on=moving_on, language=contact.language
    )
    said_on = on or timezone.localdate()
    people = [Person(household=household, name=name, is_contact=True)]
    people += [Person(household=household) for _ in range(other_adults)]
    people += [
        Person(household=household, is_child=True, age=age, age_on=said_on) for age in child_ages
    ]
    Person.objects.bulk_create(people)
    ContactChoice.objects.create(household=household, **choice_of(contact))
    ContactPoint.objects.bulk_create(
        ContactPoint(household=household, kind=kind, normalised=normalised, value=value)
        for kind, normalised, value in addresses_of(contact)
    )
    record("household.contact_changed", household, by=by)
    record("household.made", household, by=by)
    return household, people


@transaction.atomic
def set_contact(household: Household, *, contact: Contact, by: By) -> None:
    """Replace how a household is reached; addresses no longer given are removed.

    Raises HouseholdIsErased.
    """
    keep_from_erasure(household)
    ContactChoice.objects.update_or_create(household=household, defaults=choice_of(contact))
    kept = [_contact_point(household, *address) for address in addresses_of(contact)]
    gone = household.contact_points.shared().exclude(pk__in=[point.pk for point in kept])
    gone.delete()
    if household.language != contact.language:
        household.language = contact.language
        household.save(update_fields=["language"])
    record("household.contact_changed", household, by=by)


def keep_from_erasure(household: Household) -> None:
    """Let no erasure begin before this transaction has ended.

    Raises HouseholdIsErased when one was quicker.
    """
    locked = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    if locked.erased_at is not None:
        raise HouseholdIsErased


def choice_of(contact: Contact) -> dict[str, Any]:
    """How they want to be contacted, as the row for it has it."""
    return {
        "channels": list(contact.channels),
        "language": contact.language,
        "opens": contact.hours.opens,
        "closes": contact.hours.closes,
        "weekdays_only": contact.hours.weekdays_only,
        "time_zone": contact.time_zone,
        "no_voicemail": contact.no_voicemail,
        "no_content": contact.no_content,
        "needs_interpreter": contact.needs_interpreter,
        "note": contact.note,
    }


def addresses_of(contact: Contact) -> list[tuple[ContactKind, str, str]]:
    """The addresses that were given: kind, in our notation, as written."""
    email, phone = contact.email.strip(), contact.phone.strip()
    given = []
    if email:
        given.append((ContactKind.EMAIL, email.lower(), email))
    if phone:
        given.append((ContactKind.PHONE, normalise(phone), phone))
    return given


def _contact_point(
    household: Household, kind: ContactKind, normalised: str, value: str
) -> ContactPoint:
    point, _ = ContactPoint.objects.update_or_create(
        household=household,
        person=None,
        kind=kind,
        normalised=normalised,
        # Said again, it is worth another try.
        defaults={"value": value, "failing_since": None, "failure": "", "is_unproven": False},
    )
    return point


@transaction.atomic
def protect_household(household: Household, *, staff: Sequence[int], by: By) -> None:
    """Mark a household as having protected identity: from now on only named staff see it."""
    household.is_protected = True
    household.save(update_fields=["is_protected"])
    household.named_staff.set(staff)
    record("household.protected", household, by=by, detail={"staff": list(staff)})


@transaction.atomic
def leave_out(household: Household, *, is_left_out: bool, by: By) -> None:
    """Leave a household out of letters that go to many, or let it have them again.

    Raises HouseholdIsErased.
    """
    keep_from_erasure(household)
    choices = ContactChoice.objects.filter(household=household)
    if choices.exclude(no_group_mail=is_left_out).update(no_group_mail=is_left_out):
        record("household.contact_changed", household, by=by, detail={"many": not is_left_out})


@transaction.atomic
def write_discreetly(household: Household, *, is_discreet: bool, by: By) -> None:
    """Let letters say only that there is a message, or say what was written again.

    Raises HouseholdIsErased.
    """
    keep_from_erasure(household)
    choices = ContactChoice.objects.filter(household=household)
    if choices.exclude(no_content=is_discreet).update(no_content=is_discreet):
        record("household.contact_changed", household, by=by, detail={"content": not is_discreet})


@transaction.atomic
def void_links(household: Household, *, by: By) -> None:
    """Make every link sent to a household so far stop working."""
    household.link_version += 1
    household.save(update_fields=["link_version"])
    record("household.links_voided", household, by=by)


@transaction.atomic
def give_consent(
    household: Household,
    *,
    purpose: str,
    receiver: str,
    wording: str,
    language: str,
    how: str,
    by: By,
    at: datetime,
) -> Consent:
    """Write down that somebody agreed to share something, in exactly which words."""
    consent = Consent.objects.create(
        household=household,
        purpose=purpose,
        receiver=receiver,
        wording=wording,
        language=language,
        given_at=at,
        given_how=how,
    )
    record("consent.given", household, by=by, detail={"consent": consent.pk}, at=at)
    return consent


@transaction.atomic
def give_consents(
    households: Sequence[Household],
    *,
    purpose: str,
    receiver: str,
    wording: str,
    language: str,
    how: str,
    by: By,
    at: datetime,
) -> None:
    """Write down that many agreed to the same, in the same words: they stood on one list."""
    consents = Consent.objects.bulk_create(
        Consent(
            household=household,
            purpose=purpose,
            receiver=receiver,
            wording=wording,
            language=language,
            given_at=at,
            given_how=how,
        )
        for household in households
    )
    with recorded_together():
        for consent in consents:
            detail = {"consent": consent.pk}
            record("consent.given", consent.household, by=by, detail=detail, at=at)


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: By, at: datetime) -> None:
    """End a consent; what was shared under it before is not undone, nothing more is shared."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        record("consent.withdrawn", consent.household, by=by, detail={"consent": consent.pk}, at=at)
