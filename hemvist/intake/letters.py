"""The letters of the enquiry: the receipt, and the link to go on later."""

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.casework.models import Case
from hemvist.core.context import ours
from hemvist.core.dates import full_day, time_of_day
from hemvist.messaging.actions import any_contact_point, queue_delivery
from hemvist.messaging.models import Delivery
from hemvist.people.links import link_to
from hemvist.people.models import ContactKind


def due_in_words(case: Case) -> str:
    """By when a host has made the first contact; the whole day, for a letter is read later."""
    due = case.first_contact_due_at
    return _("%(day)s at %(time)s") % {
        "day": full_day(due, with_year=False),
        "time": time_of_day(due),
    }


def send_receipt(case: Case) -> Delivery | None:
    """Send reference, promise and the link to their own page, in the language they chose.

    It goes to an address they gave this minute, also when they want to be called from then on.
    """
    household = case.household
    point = any_contact_point(household)
    if point is None:
        return None
    with translation.override(household.language):
        subject = _("We have your enquiry: %(reference)s") % {"reference": case.reference}
        short = point.kind == ContactKind.PHONE
        body = _text_message(case) if short else "\n\n".join(_letter(case))
    return queue_delivery(
        household=household,
        contact_point=point,
        purpose="receipt",
        language=household.language,
        subject=subject,
        body=body,
    )


def _letter(case: Case) -> list[str]:
    name, phone = ours().name, ours().phone
    return [
        _("Thank you. We have your enquiry about moving to %(place)s.") % {"place": name},
        _("Your reference: %(reference)s") % {"reference": case.reference},
        _("What happens next: a host gets in touch with you, at the latest %(due)s.")
        % {"due": due_in_words(case)},
        _(
            "On your own page you see what happens, and there you can write to us if you forgot "
            "something or change your mind: %(link)s"
        )
        % {"link": link_to(case.household)},
        _("The link is yours alone. Do not pass it on."),
        _("You can also phone us: %(phone)s") % {"phone": phone},
    ]


def _text_message(case: Case) -> str:
    return _(
        "%(reference)s: we have your enquiry. A host contacts you by %(day)s. Your page: %(link)s"
    ) % {
        "reference": case.reference,
        "day": full_day(case.first_contact_due_at, with_year=False),
        "link": link_to(case.household),
    }


def resume_letter(link: str, *, days: int) -> tuple[str, str]:
    """Subject and text of the letter that leads back to an enquiry not sent yet."""
    paragraphs = [
        _("Here is the link to go on with your enquiry: %(link)s") % {"link": link},
        _(
            "We keep your answers for %(days)d days after you last changed them. "
            "Then they are deleted."
        )
        % {"days": days},
        _("If you did not ask for this letter, you do not have to do anything."),
    ]
    return _("Go on with your enquiry"), "\n\n".join(paragraphs)
