"""Letters by e-mail: how they look, what their headers say, and how they leave the house."""

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hemvist.core.models import Municipality
from hemvist.core.prepared import Prepared
from hemvist.core.translated import spoken
from hemvist.messaging import group_mail, thread
from hemvist.messaging.attached import attached_to
from hemvist.messaging.lines import line
from hemvist.messaging.models import AUTOMATIC_ANSWER, Delivery
from hemvist.messaging.refusals import Refused, from_smtp
from hemvist.messaging.reply_addresses import bounce_address, reply_address
from hemvist.messaging.smtp import return_path_of_answers

# Beside the words in it, this is how we know the line again when it comes back in an answer.
MARK = "~~~~"
_municipality = Prepared(lambda pk: Municipality.objects.filter(pk=pk), pk=-1)


def send_mail(delivery: Delivery) -> None:
    """Hand one letter to the mail server. Raises TryAgain or Refused."""
    letter = letter_for(delivery)
    try:
        with line() as connection:
            letter.connection = connection
            letter.send()
    except ValueError as error:  # a line break in a header, or letters no address can have
        raise Refused(
            _("The address is not written as an e-mail address."), is_the_address=True
        ) from error
    except OSError as error:  # smtplib's errors are OSErrors too
        raise from_smtp(error) from error


def letter_for(delivery: Delivery) -> EmailMultiAlternatives:
    """The letter in plain text and in the municipality's look, with its headers.

    The same delivery always makes the same Message-ID: sent twice, a mail program shows it once.
    """
    (municipality,) = _municipality(pk=1)
    language = delivery.language
    with translation.override(language):
        service = spoken(municipality.service_names)[0] or municipality.name
        context = {
            "delivery": delivery,
            "paragraphs": delivery.body.split("\n\n"),
            "municipality": municipality,
            "service": service,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "marker": marker_line() if delivery.message and settings.REPLY_ADDRESS else "",
            "leave_out": group_mail.headers_of(delivery).get("List-Unsubscribe", "").strip("<>"),
        }
        letter = EmailMultiAlternatives(
            subject=one_line(delivery.subject),
            body=render_to_string("messaging/mail.txt", context),
            from_email=_return_path(delivery),
            to=[delivery.address],
            reply_to=[_answer_to(delivery) or municipality.email],
            headers={"From": _sender(service), **_headers(delivery)},
        )
        letter.attach_alternative(render_to_string("messaging/mail.html", context), "text/html")
        for name, content, kind in attached_to(delivery):
            letter.attach(name, content, kind)
    return letter


def _return_path(delivery: Delivery) -> str:
    if delivery.purpose == AUTOMATIC_ANSWER:
        return return_path_of_answers()
    return bounce_address(delivery.pk) or settings.DEFAULT_FROM_EMAIL


def marker_line() -> str:
    """The line over which one answers; what is below it when it comes back, we have said."""
    words = _("Write your answer above this line")
    return f"{MARK} {words} {MARK}"


def _answer_to(delivery: Delivery) -> str:
    """The address of the conversation it is about; of the household's newest, if it names none."""
    if delivery.message is not None:
        return reply_address(delivery.message.conversation_id)
    if delivery.household is None:
        return ""
    newest = delivery.household.conversations.order_by("-pk").first()
    return reply_address(newest.pk) if newest else ""


def _headers(delivery: Delivery) -> dict[str, str]:
    """RFC 3834: what no human wrote says so, and is answered by no machine."""
    headers = {
        "Message-ID": delivery.mail_id,
        "Content-Language": delivery.language,
        **thread.headers_of(delivery),
        **group_mail.headers_of(delivery),
    }
    if delivery.is_automatic:
        kind = "auto-replied" if delivery.purpose == AUTOMATIC_ANSWER else "auto-generated"
        headers |= {"Auto-Submitted": kind, "X-Auto-Response-Suppress": "All"}
    return headers


def _sender(name: str) -> str:
    return formataddr((one_line(name), settings.DEFAULT_FROM_EMAIL))


def one_line(text: str) -> str:
    """A text without line breaks and control characters, fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
