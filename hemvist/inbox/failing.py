"""Letters that did not arrive and are about no household: to colleagues, to those who answer for
places, to whoever asked us something. Nobody's case tells of them, so they wait in the inbox.
"""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.messaging.models import AUTOMATIC_ANSWER, Delivery, DeliveryQuerySet

# Whom such a letter was to, by its purpose.
TO_WHOM: dict[str, Promise] = {
    "digest": _("To a colleague, what waits for them"),
    "page.review": _("To a colleague, a page to read again"),
    "places_due": _("To whoever answers for a place"),
    "feedback.answer": _("An answer to what somebody said of a page"),
    "proposal.decided": _("An answer to whoever proposed something for the calendar"),
}
OTHER = _("A letter about no household")
# An offer has a step of its own; the rest can be told to nobody.
NOT_HERE = ["offer", "resume", "erased", AUTOMATIC_ANSWER]
SHOWN = 100


class IsSeenTo(Exception):
    """A colleague has seen to it a moment ago."""


def failed_letters() -> DeliveryQuerySet:
    """What nobody has seen to, the oldest first."""
    failed = Delivery.objects.failed_for_nobody().exclude(purpose__in=NOT_HERE)
    return failed.order_by("created_at", "pk")


def to_whom(letter: Delivery) -> str | Promise:
    """What a letter was, in words."""
    return TO_WHOM.get(letter.purpose, OTHER)


@transaction.atomic
def see_to(pk: int, *, by: User, at: datetime) -> None:
    """Say that one has seen to a letter that did not arrive. Raises IsSeenTo."""
    letter = failed_letters().select_for_update().filter(pk=pk).first()
    if letter is None:
        raise IsSeenTo
    letter.seen_to_at = at
    letter.save(update_fields=["seen_to_at"])
    record("delivery.seen_to", letter, by=by, at=at)
