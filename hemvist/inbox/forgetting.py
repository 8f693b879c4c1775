"""What becomes of mail in time: what waits too long is sorted, what nobody needs is emptied."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.core.jobs import enqueue
from hemvist.inbox.actions import forget, leave_to_a_person
from hemvist.inbox.answering import forget_old_answers
from hemvist.inbox.models import IncomingMail, MailState
from hemvist.people.models import Household
from hemvist.people.shared_addresses import of_nobody_else

WAITS_TOO_LONG = timedelta(minutes=20)
NEVER_SORTED = timedelta(hours=24)
KEPT_WHEN_NOT_OURS = timedelta(days=30)
KEPT_WHEN_AUTOMATIC = timedelta(days=90)
AT_ONCE = 500


def sort_forgotten(*, at: datetime) -> int:
    """Ask again for mail whose job has vanished; after a day a person gets it as it is."""
    waiting = IncomingMail.objects.filter(
        state=MailState.RECEIVED, received_at__lt=at - WAITS_TOO_LONG
    )
    never = waiting.filter(received_at__lt=at - NEVER_SORTED)
    for pk in list(never.values_list("pk", flat=True)[:AT_ONCE]):
        leave_to_a_person(pk)
    found = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    for pk in found:
        enqueue("inbox.sort", mail=pk)
    return len(found)


def forget_old_mail(*, at: datetime) -> int:
    """Empty mail that was not for us after a month, and what machines sent after three."""
    old = IncomingMail.objects.filter(message=None).filter(
        Q(state=MailState.NOT_OURS, decided_at__lt=at - KEPT_WHEN_NOT_OURS)
        | Q(
            state__in=[MailState.AUTOMATIC, MailState.BOUNCE],
            received_at__lt=at - KEPT_WHEN_AUTOMATIC,
        )
    )
    with translation.override(settings.LANGUAGE_CODE):
        why = _("Its time was over; nothing of it is kept.")
    count = 0
    for mail in old[:AT_ONCE]:
        with transaction.atomic():
            forget(mail, why)
        count += 1
    forget_old_answers(at=at)
    return count


def remove_mail_of(household: Household) -> None:
    """Empty all mail of a household that is erased: in its cases, and not sorted yet.

    What is not sorted and from an address that others have too may be theirs, and waits on.
    """
    with translation.override(settings.LANGUAGE_CODE):
        why = _("It was to a case that has been erased; nothing of it is kept.")
    addresses = of_nobody_else(household).values("normalised")
    of_theirs = Q(case__household=household) | Q(case=None, sender__in=addresses)
    for mail in IncomingMail.objects.filter(of_theirs).exclude(state=MailState.EMPTIED):
        forget(mail, why)
