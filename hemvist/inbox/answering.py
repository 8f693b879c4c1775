"""The two answers a machine gives to a mail, and when it keeps silent (RFC 3834)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hemvist.casework.models import Case
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
MOST_IN_A_CASE = 3  # however many addresses they write from
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


def answer_erased(mail: IncomingMail, read: ReadMail, *, case: Case | None, at: datetime) -> None:
    """Tell somebody that what they answer has been erased, and how to begin again."""
    _answer(
        mail,
        read,
        case=case,
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
    mail: IncomingMail,
    read: ReadMail,
    *,
    at: datetime,
    words: Callable[[str], tuple[str, str]],
    case: Case | None = None,
) -> None:
    return_path = None if mail.envelope_from == "?" else mail.envelope_from
    if not may_be_answered(read.message, sender=read.sender, envelope_from=return_path):
        return
    if not _may_answer_today(read.sender, case, at=at):
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


def _may_answer_today(sender: str, case: Case | None, *, at: datetime) -> bool:
    """Whether this correspondent has got none within the day, nor too many others."""
    day = at.astimezone(ZONE).date()
    if AutomaticAnswer.objects.filter(on=day).count() >= MOST_A_DAY:
        return False
    yesterday = AutomaticAnswer.objects.filter(
        correspondent=_seal(sender), on=day - timedelta(days=1)
    )
    if yesterday.exists():
        return False
    places = [f"case {case.pk} {place}" for place in range(MOST_IN_A_CASE)] if case else []
    return _is_first(sender, on=day) and (
        case is None or any(_is_first(place, on=day) for place in places)
    )


def _is_first(whom: str, *, on: date) -> bool:
    """Whether nobody was answered so today; now somebody has been."""
    try:
        with transaction.atomic():
            AutomaticAnswer.objects.create(correspondent=_seal(whom), on=on)
    except IntegrityError:
        return False
    return True


def _seal(whom: str) -> str:
    return salted_hmac("hemvist.inbox.answering", whom, algorithm="sha256").hexdigest()


def forget_old_answers(*, at: datetime) -> None:
    """Remove what is older than anybody needs to know."""
    AutomaticAnswer.objects.filter(on__lt=(at - REMEMBERED).date()).delete()
