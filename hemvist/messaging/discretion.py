"""What a letter may say: all of it, or only that there is something to read on the own page."""

from django.conf import settings

from hemvist.messaging.models import Delivery
from hemvist.people.models import Household, Person


def says_only_that(delivery: Delivery) -> bool:
    """Whether a message is not to be told in a letter."""
    household = delivery.household
    if delivery.message is None or household is None or not delivery.to_person:
        return False
    person = delivery.contact_point.person if delivery.contact_point else None
    return keeps_content_out(household, person=person)


def keeps_content_out(household: Household, *, person: Person | None = None) -> bool:
    """Whether letters to a household, or to a member with an own track, say only that much.

    So it is for a protected household, for all where the municipality wants it so, and for those
    who have asked for it.
    """
    if household.is_protected or settings.MAIL_WITHOUT_CONTENT:
        return True
    choice = getattr(person or household, "track" if person else "contact_choice", None)
    return choice is not None and choice.no_content
