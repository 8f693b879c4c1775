"""The letters that carry a message to a household, in the language of who reads it."""

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.casework.models import Case
from hemvist.messaging.actions import chosen_contact_point, queue_delivery
from hemvist.messaging.discretion import keeps_content_out
from hemvist.messaging.models import Message
from hemvist.people.links import link_to
from hemvist.people.models import Person


def send_notice(
    case: Case, message: Message, *, person: Person | None = None, purpose: str = "message"
) -> bool:
    """Queue a letter about a message, to where the household wants to be written to.

    With `person`, to a member with an own track. Says False, and sends nothing, when they do not
    want to be written to at all.
    """
    household = case.household
    point = chosen_contact_point(household, person=person)
    if point is None:
        return False
    with translation.override(message.language):
        is_kept_out = keeps_content_out(household, person=person)
        subject = "" if is_kept_out else message.subject
        body = "\n\n".join(_notice(case, message, is_kept_out=is_kept_out))
        subject = subject or _("A message for you about moving here")
    queue_delivery(
        household=household,
        message=message,
        contact_point=point,
        purpose=purpose,
        language=message.language,
        subject=subject,
        body=body,
    )
    return True


def _notice(case: Case, message: Message, *, is_kept_out: bool) -> list[str]:
    """The text of the letter; nothing of what was said where that is to be kept out of it."""
    link = _("Read and answer on your own page: %(link)s") % {"link": link_to(case.household)}
    if is_kept_out:
        return [_("You have a new message."), link]
    return [message.body, link]
