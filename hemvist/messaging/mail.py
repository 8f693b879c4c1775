"""Letters by e-mail: how they look, what their headers say, and how they leave the house."""

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hemvist.core.models import Municipality
from hemvist.core.translated import spoken
from hemvist.messaging.models import Delivery
from hemvist.messaging.refusals import Refused, from_smtp


def send_mail(delivery: Delivery) -> None:
    """Hand one letter to the mail server. Raises TryAgain or Refused."""
    letter = letter_for(delivery)
    letter.connection = get_connection(fail_silently=False)
    try:
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
    municipality = Municipality.objects.get(pk=1)
    language = delivery.language
    with translation.override(language):
        service = spoken(municipality.service_names)[0] or municipality.name
        context = {
            "delivery": delivery,
            "paragraphs": delivery.body.split("\n\n"),
            "municipality": municipality,
            "service": service,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        }
        letter = EmailMultiAlternatives(
            subject=one_line(delivery.subject),
            body=render_to_string("messaging/mail.txt", context),
            from_email=_sender(service),
            to=[delivery.address],
            reply_to=[municipality.email],
            headers=_headers(delivery),
        )
        letter.attach_alternative(render_to_string("messaging/mail.html", context), "text/html")
    return letter


def _headers(delivery: Delivery) -> dict[str, str]:
    headers = {"Message-ID": delivery.mail_id, "Content-Language": delivery.language}
    if delivery.is_automatic:
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    return headers


def _sender(name: str) -> str:
    return formataddr((one_line(name), settings.DEFAULT_FROM_EMAIL))


def one_line(text: str) -> str:
    """A text without line breaks and control characters, fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
