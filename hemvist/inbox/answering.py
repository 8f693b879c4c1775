"""The two answers a machine gives to a mail, and when it keeps silent (RFC 3834)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE
from hemvist.inbox.guessing import language_of
from hemvist.inbox.models import AutomaticAnswer, IncomingMail
from hemvist.inbox.reading import ReadMail
from hemvist.inbox.signs import may_be_answered
from hemvist.messaging.actions import queue_delivery
from hemvist.messaging.models import AUTOMATIC_ANSWER

# However many strangers write in a loop: beyond this the rest of the day is silent.
MOST_A_DAY = 200
REMEMBERED = timedelta(days=31)


def acknowledge(mail: IncomingMail, read: ReadMail, *, at: datetime) -> None:
    """Tell somebody new that their mail has come, where the municipality wants that."""
    if not settings.ANSWER_NEW_MAIL:
        return
    _answer(
        mail,
        read,
        at=at,
        words=lambda phone: (
            _("We have got your mail"),
            _(
                "Thank you. A person reads your mail and answers it. If it is urgent, telephone "
                "us: %(phone)s."
            )
            % {"phone": phone},
        ),
    )


def answer_erased(mail: IncomingMail, read: ReadMail, *, at: datetime) -> None:
    """Tell somebody that what they answer has been erased, and how to begin again."""
    _answer(
        mail,
        read,
        at=at,
        words=lambda phone: (
            _("What you answered has been erased"),
            _(
                "Your mail answers a case of which we have erased everything, as was asked. So "
                "nobody has read it, and nothing of it is kept. If you want to begin again, you "
                "are welcome to: telephone us on %(phone)s, or use the form on our site."
            )
            % {"phone": phone},
        ),
    )


def _answer(
    mail: IncomingMail, read: ReadMail, *, at: datetime, words: Callable[[str], tuple[str, str]]
) -> None:
    return_path = None if mail.envelope_from == "?" else mail.envelope_from
    if not may_be_answered(read.message, sender=read.sender, envelope_from=return_path):
        return
    if not _is_first_today(read.sender, at=at):
        return
    language = language_of(read.text)
    with translation.override(language):
        subject, body = words(Municipality.objects.get(pk=1).phone)
    queue_delivery(
        purpose=AUTOMATIC_ANSWER,
        language=language,
        subject=subject,
        body=body,
        email=read.sender,
    )


def _is_first_today(sender: str, *, at: datetime) -> bool:
    """Whether this correspondent has got none within the day, nor too many others."""
    day = at.astimezone(ZONE).date()
    if AutomaticAnswer.objects.filter(on=day).count() >= MOST_A_DAY:
        return False
    seal = salted_hmac("hemvist.inbox.answering", sender, algorithm="sha256").hexdigest()
    yesterday = AutomaticAnswer.objects.filter(correspondent=seal, on=day - timedelta(days=1))
    if yesterday.exists():
        return False
    try:
        with transaction.atomic():
            AutomaticAnswer.objects.create(correspondent=seal, on=day)
    except IntegrityError:
        return False
    return True


def forget_old_answers(*, at: datetime) -> None:
    """Remove what is older than anybody needs to know."""
    AutomaticAnswer.objects.filter(on__lt=(at - REMEMBERED).date()).delete()
