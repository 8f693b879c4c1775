"""The cookie that remembers a device on which a code was given; no account, no session.

It names the household and the version of its links: voiding the links ends every device too.
"""

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from hemvist.people.models import Household

COOKIE = "__Host-device" if settings.PRODUCTION else "device"
SALT = "hemvist.portal.devices"
OWN_SECONDS = 90 * 24 * 60 * 60
SHARED_SECONDS = 60 * 60


def remember(response: HttpResponse, household: Household, *, shared: bool) -> None:
    """Let this device in from now on; a shared one only until its browser is closed, or an hour."""
    value = signing.dumps([household.public_id.hex, household.link_version, shared], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=None if shared else OWN_SECONDS,
        path="/",
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Let this device in no more."""
    response.delete_cookie(COOKIE, path="/", samesite="Lax")


def household_on(request: HttpRequest) -> Household | None:
    """The household this device may see, if it may see any."""
    value = request.COOKIES.get(COOKIE, "")
    try:
        public_id, version, shared = signing.loads(value, salt=SALT, max_age=OWN_SECONDS)
        if shared:
            signing.loads(value, salt=SALT, max_age=SHARED_SECONDS)
        return Household.objects.filter(
            public_id=uuid.UUID(public_id), link_version=version, erased_at__isnull=True
        ).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
