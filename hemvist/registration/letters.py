"""What a person gets in the hand or on the telephone, and what somebody gets who asked for them."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.casework.models import Case
from hemvist.core.models import Municipality
from hemvist.employers.codes import picture_of
from hemvist.intake.letters import due_in_words
from hemvist.messaging.actions import queue_delivery
from hemvist.messaging.models import Delivery
from hemvist.people.links import link_to
from hemvist.people.models import ContactKind, ContactPoint
from hemvist.registration.models import Registration


@dataclass(frozen=True)
class Receipt:
    """What stands on the receipt, in the person's language; the picture leads to their own page."""

    reference: str
    due: str
    link: str
    picture: str
    width: int


def receipt_of(registration: Registration) -> Receipt:
    """The receipt as it is printed. Its words are those of the language that is active.

    Without an address no code can reach the person, so a link would lead nowhere. A case that
    was there already tells nothing of itself: whoever holds the paper may be somebody else.
    """
    case, home = registration.case, registration.case.household
    may_enter = registration.is_new and home.contact_points.shared().exists()
    link = link_to(home) if may_enter else ""
    picture, width = picture_of(link) if link else ("", 0)
    due = due_in_words(case) if registration.is_new else ""
    return Receipt(case.reference if registration.is_new else "", due, link, picture, width)


def send_short_receipt(case: Case, *, to: ContactKind) -> Delivery | None:
    """Send the receipt where the person asked for it this minute."""
    point: ContactPoint | None = case.household.contact_points.shared().filter(kind=to).first()
    if point is None:
        return None
    home = case.household
    with translation.override(home.language):
        subject = _("We have written down what you need: %(reference)s") % {
            "reference": case.reference
        }
        body = _(
            "%(reference)s: we have written down what you need. "
            "A host contacts you at the latest %(due)s. Your page: %(link)s"
        ) % {"reference": case.reference, "due": due_in_words(case), "link": link_to(home)}
    return queue_delivery(
        household=home,
        contact_point=point,
        purpose="receipt",
        language=home.language,
        subject=subject,
        body=body,
    )


def tell_helper(registration: Registration) -> Delivery | None:
    """Tell somebody who asked for another exactly who is told what; never a link to anything."""
    address = registration.helper_address
    if not address:
        return None
    is_mail = "@" in address
    municipality = Municipality.objects.get(pk=1)
    with translation.override(registration.language):
        body = "\n\n".join(told_to_helper(registration))
        subject = _("Thank you for asking for somebody else")
        body += "\n\n" + _("You can phone us: %(phone)s") % {"phone": municipality.phone}
    return queue_delivery(
        household=registration.case.household,
        purpose="helper",
        language=registration.language,
        subject=subject,
        body=body,
        email=address if is_mail else "",
        phone="" if is_mail else address,
    )


def told_to_helper(registration: Registration) -> list[str]:
    """Who is told what when somebody asks for another; the same words on paper and by letter."""
    return [
        _("You have asked for somebody else. We get in touch with that person, not with you."),
        _("We tell that person that you asked, and what you told us."),
        _(
            "You are not told what becomes of it, and you get no way into their page. "
            "Ask them yourself."
        ),
    ]
