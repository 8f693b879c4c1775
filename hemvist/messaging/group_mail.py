"""Letters that go to many, and the button a mail program makes of their headers (RFC 8058)."""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from hemvist.messaging.models import Delivery
from hemvist.people.models import Household

SALT = "hemvist.messaging.group_mail"
TO_MANY = "to_many"  # the purpose of such a delivery


class LinkIsBroken(Exception):
    """The link was changed or cut off, or there is nobody left to leave out."""


def leave_out_link(household: Household) -> str:
    """The address that stops letters to many; without language, so that no answer leads on."""
    token = signing.dumps(household.public_id.hex, salt=SALT)
    with translation.override(household.language):
        return settings.SITE_URL + reverse("portal:letters", args=[token])


def household_of(token: str) -> Household:
    """Whose link it is; it does not grow old, as a letter can be years old. Raises LinkIsBroken."""
    try:
        public_id = uuid.UUID(signing.loads(token, salt=SALT))
        return Household.objects.get(public_id=public_id, erased_at=None)
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as error:
        raise LinkIsBroken from error
    except Household.DoesNotExist as error:
        raise LinkIsBroken from error


def headers_of(delivery: Delivery) -> dict[str, str]:
    """What the mail program needs for its button; nothing on a letter to one household."""
    if delivery.purpose != TO_MANY or delivery.household is None:
        return {}
    return {
        "List-Unsubscribe": f"<{leave_out_link(delivery.household)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
