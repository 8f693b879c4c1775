"""What a message comes to when it goes as a text message: its parts, with what stands after it."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.casework.models import Case
from hemvist.messaging.discretion import keeps_content_out
from hemvist.messaging.segments import Parts, parts_of
from hemvist.messaging.sending import LONGEST_SMS
from hemvist.messaging.sms import takes_answers
from hemvist.people.links import link_to
from hemvist.people.models import ContactKind, ContactPoint


@dataclass(frozen=True)
class Texting:
    """The parts a text takes now; `tail` is what is put after the words, `longest` the most."""

    parts: Parts
    tail: str
    longest: int
    is_too_long: bool
    takes_answers: bool


def texting_of(case: Case, point: ContactPoint | None, *, body: str) -> Texting | None:
    """What a message in a case would be as a text; None when it goes another way.

    None too where a text says only that there is a message.
    """
    if point is None or point.kind != ContactKind.PHONE or keeps_content_out(case.household):
        return None
    with translation.override(case.household.language):
        link = _("Read and answer on your own page: %(link)s") % {"link": link_to(case.household)}
    tail = f"\n\n{link}"
    whole = body + tail
    return Texting(parts_of(whole), tail, LONGEST_SMS, len(whole) > LONGEST_SMS, takes_answers())
