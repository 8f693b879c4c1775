"""Opening a resident's own page: codes, and new links for those who lost theirs."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from hemvist.audit.actions import Actor
from hemvist.core.jobs import enqueue
from hemvist.merging.queries import joined
from hemvist.messaging.actions import queue_delivery
from hemvist.people.links import link_to
from hemvist.people.models import ContactPoint, Household
from hemvist.people.phone import NotAPhoneNumber, normalise
from hemvist.portal.models import LinkRequest, SignInCode
from hemvist.privacy.actions import erase_household

CODE_LIFE = timedelta(minutes=15)
TRIES = 5
CODES_AN_HOUR = 5
MOST_LINKS = 5  # somebody can be in several households, nobody in very many


class TooManyCodes(Exception):
    """This household has been sent as many codes as it gets in an hour."""


class CodeIsWrong(Exception):
    """Not the code that was sent. `tries_left` says how often one may try again."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


class CodeIsSpent(Exception):
    """There is no code to compare with: too old, used, tried too often, or never sent."""


@transaction.atomic
def send_code(household: Household, *, point: ContactPoint, at: datetime) -> SignInCode:
    """Send six digits to one of the household's addresses; older codes stop working.

    Only a keyed digest is kept. Raises TooManyCodes.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    codes = SignInCode.objects.filter(household=household)
    if codes.filter(created_at__gt=at - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise TooManyCodes
    codes.filter(used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    digits = f"{secrets.randbelow(1_000_000):06}"
    code = SignInCode.objects.create(
        household=household,
        digest=_digest(household, digits),
        created_at=at,
        expires_at=at + CODE_LIFE,
    )
    with translation.override(household.language):
        queue_delivery(
            household=household,
            contact_point=point,
            purpose="code",
            language=household.language,
            subject=_("Your code"),
            body=_(
                "%(code)s is the code that opens your page with us. It works for 15 minutes. "
                "We never ask for it on the telephone. If you did not ask for it, do nothing."
            )
            % {"code": digits},
        )
    return code


def check_code(household: Household, *, digits: str, at: datetime) -> None:
    """Use up the household's code if these are its digits.

    Raises CodeIsWrong while there are tries left, CodeIsSpent when there is no code any more.
    """
    with transaction.atomic():
        code = (
            SignInCode.objects.select_for_update()
            .filter(household=household, used_at__isnull=True, expires_at__gt=at)
            .order_by("-created_at")
            .first()
        )
        if code is None or code.attempts >= TRIES:
            raise CodeIsSpent
        code.attempts += 1
        is_right = constant_time_compare(code.digest, _digest(household, digits))
        code.used_at = at if is_right else None
        code.save(update_fields=["attempts", "used_at"])
    if not is_right:
        raise CodeIsWrong(TRIES - code.attempts) if code.attempts < TRIES else CodeIsSpent


def _digest(household: Household, digits: str) -> str:
    return salted_hmac(
        "hemvist.portal.code", f"{household.public_id.hex}:{digits}", algorithm="sha256"
    ).hexdigest()


@transaction.atomic
def ask_for_link(address: str) -> None:
    """Note that somebody wants a new link; a worker finds out whether we know the address.

    The same work whether we do or not, so that neither answer nor time tells.
    """
    request = LinkRequest.objects.create(address=address)
    enqueue("portal.send_links", request=request.pk)


@transaction.atomic
def send_links(request: LinkRequest) -> int:
    """Send each household with this address its link; says how many, and forgets the request."""
    points = (
        ContactPoint.objects.proven()
        .filter(normalised=normalised(request.address), household__erased_at__isnull=True)
        .exclude(household__in=joined().values("other_household"))
        .select_related("household")[:MOST_LINKS]
    )
    for point in points:
        _send_link(point)
    request.delete()
    return len(points)


def normalised(address: str) -> str:
    """An e-mail address or telephone number as contact points keep it."""
    if "@" in address:
        return address.strip().lower()
    try:
        return normalise(address)
    except NotAPhoneNumber:
        return ""


def _send_link(point: ContactPoint) -> None:
    household = point.household
    with translation.override(household.language):
        queue_delivery(
            household=household,
            contact_point=point,
            purpose="link",
            language=household.language,
            subject=_("The link to your page"),
            body=_("Here is the link to your page with us: %(link)s")
            % {"link": link_to(household)},
        )


@transaction.atomic
def erase_own_page(household: Household, *, at: datetime) -> None:
    """The person erases everything: what privacy knows of, and the codes of this page."""
    SignInCode.objects.filter(household=household).delete()
    addresses = household.contact_points.values("normalised")
    LinkRequest.objects.filter(address__in=addresses).delete()
    erase_household(household, by=Actor.RESIDENT, at=at)


def remove_old_codes(*, at: datetime) -> int:
    """Remove codes nobody can use any more; says how many."""
    return SignInCode.objects.filter(created_at__lt=at - timedelta(days=1)).delete()[0]
