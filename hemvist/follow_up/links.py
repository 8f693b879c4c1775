"""The signed link with which a household answers one check-in, on any device and without a code.

It opens nothing else: the page behind it says neither who lives there nor what they have said.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from hemvist.follow_up.models import CheckIn

SALT = "hemvist.follow_up.links"
LINK_DAYS = 60


class LinkIsBroken(Exception):
    """The link was changed or cut off, is too old, or its household is gone."""


def answer_link(check_in: CheckIn) -> str:
    """The whole address of the three buttons, in the household's language."""
    household = check_in.case.household
    token = signing.dumps([check_in.pk, household.link_version], salt=SALT)
    with translation.override(household.language):
        return settings.SITE_URL + reverse("check_in:answer", args=[token])


def check_in_from(token: str) -> CheckIn:
    """The check-in a link was made for. Raises LinkIsBroken."""
    shown = CheckIn.objects.select_related("case__household").filter(
        case__household__erased_at=None, case__household__is_protected=False
    )
    try:
        pk, version = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86_400)
        check_in = shown.get(pk=pk)
    except (signing.BadSignature, ValueError, TypeError, CheckIn.DoesNotExist) as error:
        raise LinkIsBroken from error
    if check_in.case.household.link_version != version:
        raise LinkIsBroken
    return check_in
