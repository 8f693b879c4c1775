"""The signed link to a household's own page, instead of an account.

Somebody from abroad has no Swedish e-identification until months after the move. The link says
which household; a short-lived code proves, on a new device, that the reader also has the
household's mail or telephone.
"""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from hemvist.people.models import Household

SALT = "hemvist.people.links"
LINK_DAYS = 180


class LinkIsBroken(Exception):
    """The link was changed, cut off, or made void by a newer one."""


class LinkHasExpired(Exception):
    """The link was right once but is too old."""


class HouseholdIsErased(LinkIsBroken):
    """The link was right once, and all that it led to has been erased as was asked."""


def token_for(household: Household) -> str:
    """A token that opens this household's page until its links are made void."""
    return signing.dumps([household.public_id.hex, household.link_version], salt=SALT)


def link_to(household: Household) -> str:
    """The whole address of the household's own page, in the household's language."""
    with translation.override(household.language):
        return settings.SITE_URL + reverse("portal:enter", args=[token_for(household)])


def household_from(token: str) -> Household:
    """The household a token was made for.

    Raises LinkHasExpired after LINK_DAYS, HouseholdIsErased when there is nothing left to show,
    LinkIsBroken for everything else that is wrong.
    """
    try:
        public_id, version = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86_400)
        household = Household.objects.get(public_id=uuid.UUID(public_id))
    except signing.SignatureExpired as error:
        raise LinkHasExpired from error
    except (signing.BadSignature, ValueError, TypeError, Household.DoesNotExist) as error:
        raise LinkIsBroken from error
    if household.erased_at is not None:
        raise HouseholdIsErased
    if household.link_version != version:
        raise LinkIsBroken
    return household
