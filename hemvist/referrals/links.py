"""The signed link with which a function answers one referral without an account."""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse

from hemvist.referrals.models import Referral

SALT = "hemvist.referrals.links"
LINK_DAYS = 90

_shown = Referral.objects.select_related(
    "function", "need__life_area", "case", "consent", "sent_by"
).filter(case__household__is_protected=False)


class LinkIsBroken(Exception):
    """The link was changed, cut off or is too old, or the referral is not to be seen any more."""


def answer_link(referral: Referral) -> str:
    """The address at which a function sees and answers this referral and no other."""
    token = signing.dumps(referral.key.hex, salt=SALT)
    return settings.SITE_URL + reverse("referrals:answer", args=[token])


def referral_from(token: str) -> Referral:
    """The referral a link was made for. Raises LinkIsBroken."""
    try:
        key = uuid.UUID(signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86_400))
        return _shown.get(key=key)
    except (
        signing.BadSignature,
        ValueError,
        TypeError,
        AttributeError,
        Referral.DoesNotExist,
    ) as error:
        raise LinkIsBroken from error
