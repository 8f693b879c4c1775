"""The one letter that a keeper gets: which places to look at, with a link for each."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.core.dates import full_day
from hemvist.directory.models import Keeper
from hemvist.keeping.links import LINK_DAYS, keeper_link
from hemvist.messaging.actions import queue_delivery


def ask(keepers: Sequence[Keeper], *, email: str, language: str) -> None:
    """Queue one letter to one address about all its places that are due."""
    with translation.override(language):
        subject, body = letter(keepers)
    queue_delivery(purpose="places_due", language=language, subject=subject, body=body, email=email)


def letter(keepers: Sequence[Keeper]) -> tuple[str, str]:
    """Subject and words, in the language that is spoken now."""
    number = len(keepers)
    subject = ngettext(
        "Is what we say about %(name)s still right?",
        "Is what we say about your %(number)d places still right?",
        number,
    ) % {"name": keepers[0].service.name, "number": number}
    places = "\n\n".join(_place(keeper) for keeper in keepers)
    body = _(
        "Hello,\n\nnewcomers read about you in the municipality's guide. Please open the link and "
        "say whether it is still right. It takes a minute, and you need no account.\n\n%(places)s"
        "\n\nA link works for %(days)d days. It is for your unit: please do not send it on."
    ) % {"places": places, "days": LINK_DAYS}
    return subject, body


def _place(keeper: Keeper) -> str:
    service = keeper.service
    if service.checked_on is None:
        return f"{service.name}\n{keeper_link(keeper)}"
    checked = _("last checked %(day)s") % {"day": full_day(service.checked_on)}
    return f"{service.name}, {checked}\n{keeper_link(keeper)}"
