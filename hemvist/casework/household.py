"""What changes in a household and shows in its cases: they follow the one we talk with."""

from datetime import date, datetime

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.casework.actions import locked, save_case
from hemvist.casework.models import Case
from hemvist.people.members import choose_contact_person, rename_member, say_age
from hemvist.people.models import Household, Person


@transaction.atomic
def talk_with(person: Person, *, name: str, on: date, by: User, at: datetime) -> Person:
    """Talk with another member from a day on; the open cases take their name.

    Raises what `choose_contact_person` raises.
    """
    if name != person.name:
        rename_member(person, name=name, on=on, by=by, at=at)
    person = choose_contact_person(person, on=on, by=by, at=at)
    _retitle(person.household, person.name)
    return person


@transaction.atomic
def change_member(
    person: Person, *, name: str, age: int | None, on: date, by: User, at: datetime
) -> Person:
    """Give a member another name or age from a day on, whichever is another than before.

    The open cases follow the name of the one we talk with. Raises what `rename_member` raises.
    """
    if name != person.name:
        person = rename_member(person, name=name, on=on, by=by, at=at)
        if person.is_contact:
            _retitle(person.household, person.name)
    if age != person.age_at(on):
        person = say_age(person, age=age, on=on, by=by, at=at)
    return person


def _retitle(household: Household, name: str) -> None:
    for case in Case.objects.open().filter(household=household):
        ours = locked(case)
        if ours.title != name:
            ours.title = name[:200]
            save_case(ours)
