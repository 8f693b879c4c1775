"""The letters that carry a message to a household, in its own language."""

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.casework.models import Case
from hemvist.messaging.actions import chosen_contact_point, queue_delivery
from hemvist.messaging.models import Message
from hemvist.people.links import link_to


def send_notice(case: Case, message: Message) -> bool:
    """Queue a letter about a message, to where the household wants to be written to.

    Says False, and sends nothing, when it does not want to be written to at all.
    """
    household = case.household
    point = chosen_contact_point(household)
    if point is None:
        return False
    with translation.override(household.language):
        subject = _("A message for you about moving here")
        body = "\n\n".join(_notice(case, message))
    queue_delivery(
        household=household,
        message=message,
        contact_point=point,
        purpose="message",
        language=household.language,
        subject=subject,
        body=body,
    )
    return True


def _notice(case: Case, message: Message) -> list[str]:
    """The text of the letter; nothing of what was said when the household is protected."""
    link = _("Read and answer on your own page: %(link)s") % {"link": link_to(case.household)}
    if case.household.is_protected:
        return [_("You have a new message."), link]
    return [message.body, link]
