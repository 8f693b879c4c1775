"""The signed link with which a keeper sees to one place without an account."""

import uuid

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from hemvist.directory.models import Keeper, ServiceStatus

SALT = "hemvist.keeping.links"
LINK_DAYS = 60


class LinkIsBroken(Exception):
    """The link was changed, cut off, is too old or was made void, or the place is no more."""


def keeper_link(keeper: Keeper) -> str:
    """The address at which a keeper sees to their place and no other."""
    token = signing.dumps(keeper.key.hex, salt=SALT)
    return settings.SITE_URL + reverse("keeper:place", args=[token])


def keeper_from(token: str) -> Keeper:
    """The keeper a link was made for. Raises LinkIsBroken."""
    kept = Keeper.objects.filter(Q(user=None) | Q(user__is_active=True))
    kept = kept.exclude(service__status=ServiceStatus.DEFUNCT)
    kept = kept.select_related("service__category__life_area", "service__organization")
    try:
        key = uuid.UUID(signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86_400))
        return kept.get(key=key)
    except (
        signing.BadSignature,
        ValueError,
        TypeError,
        AttributeError,
        Keeper.DoesNotExist,
    ) as error:
        raise LinkIsBroken from error
