"""What a letter may say: all of it, or only that there is something to read on the own page."""

from django.conf import settings

from hemvist.messaging.models import Delivery


def says_only_that(delivery: Delivery) -> bool:
    """Whether a message is not to be told in a letter.

    So it is for a protected household, and for all where the municipality wants it so.
    """
    household = delivery.household
    if delivery.message is None or household is None or not delivery.to_person:
        return False
    return household.is_protected or bool(settings.MAIL_WITHOUT_CONTENT)
