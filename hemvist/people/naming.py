"""What one calls a member of a household, with a name or without."""

from datetime import date

from django.utils.translation import gettext as _

from hemvist.people.models import Person, age_at


def called(person: Person, *, on: date) -> str:
    """The name; for one without, an adult or a child of an age."""
    age = age_at(person.age, said_on=person.age_on, on=on)
    return known_as(person.name, is_child=person.is_child, age=age)


def known_as(name: str, *, is_child: bool, age: int | None) -> str:
    """What one calls somebody with these facts."""
    if name:
        return name
    if not is_child:
        return _("An adult")
    if age is None:
        return _("A child")
    return _("A child under 1 year") if age == 0 else _("A child, aged %(age)s") % {"age": age}
