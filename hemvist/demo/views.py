"""The demo's mailbox and telephones: whatever it would have sent, on a page."""

import uuid
from email.message import EmailMessage
from email.utils import parseaddr

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hemvist.demo import mailbox, telephones
from hemvist.demo.mailing import answer_to, bring, new_mail, report_on
from hemvist.messaging.models import DeliveryState
from hemvist.messaging.sms import Received, Report, delivery_of
from hemvist.texts.actions import sort_text, take_in, take_report

LONGEST, LONGEST_MAIL = 1_600, 20_000


@require_safe
@never_cache
def show_mailbox(request: HttpRequest) -> HttpResponse:
    """Every letter and text of the demo, newest first."""
    return render(request, "demo/mailbox.html", {"letters": mailbox.letters(settings.VAR)})


@require_safe
@never_cache
def show_letter(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One letter as plain text, with its links to follow."""
    try:
        letter = mailbox.letter(settings.VAR, kind, key)
    except mailbox.NoSuchLetter as error:
        raise Http404 from error
    trail = [(_("Sent mail"), reverse("demo:mailbox")), (letter.subject or letter.recipient, None)]
    return render(request, "demo/letter.html", {"letter": letter, "trail": trail})


@require_POST
def answer_by_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody answers a letter: a real mail comes in the way a mail server brings one."""
    letter = _message(key)
    sender, body = _typed(request, "sender"), request.POST.get("body", "")[:LONGEST_MAIL]
    if not body.strip():
        return redirect("demo:letter", "mail", key)
    if not _is_address(sender):
        messages.error(request, _("Write the address as name@example.org."))
        return redirect("demo:letter", "mail", key)
    name, address = parseaddr(str(letter["To"]))
    who = (name if sender == address else "", sender)
    bring(answer_to(letter, body=_plain(body), at=timezone.now(), sender=who))
    messages.success(request, _("The answer has come in. See what became of it on the desk."))
    return redirect("demo:mailbox")


@require_POST
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """A mail server says that there is nobody of that name."""
    letter, words = _message(key), "550 5.1.1 No such user here"
    path = str(letter["X-MailFrom"] or parseaddr(str(letter["From"]))[1])
    report = report_on(letter, return_path=path, words=words, at=timezone.now())
    bring(report, is_report=True)
    messages.success(request, _("The letter has come back. See what became of it on the desk."))
    return redirect("demo:mailbox")


@require_POST
def write_mail(request: HttpRequest) -> HttpResponse:
    """Somebody whom nobody knows writes to us."""
    sender, body = _typed(request, "sender"), request.POST.get("body", "")[:LONGEST_MAIL]
    if not _is_address(sender):
        messages.error(request, _("Write the address as name@example.org."))
    elif body.strip():
        to = str(settings.REPLY_ADDRESS or settings.DEFAULT_FROM_EMAIL)
        subject, words = _typed(request, "subject"), _plain(body)
        mail = new_mail(sender=("", sender), to=to, subject=subject, body=words, at=timezone.now())
        bring(mail)
        messages.success(request, _("The mail has come in. See what became of it on the desk."))
    return redirect("demo:mailbox")


def _message(key: str) -> EmailMessage:
    try:
        return mailbox.message(settings.VAR, key)
    except mailbox.NoSuchLetter as error:
        raise Http404 from error


def _typed(request: HttpRequest, field: str) -> str:
    """A line somebody typed, fit for a header."""
    return " ".join(_plain(request.POST.get(field, "")).split())[:200]


def _plain(text: str) -> str:
    """Without what no mail can carry."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return text.replace("\r\n", "\n")


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@require_safe
@never_cache
def show_telephones(request: HttpRequest) -> HttpResponse:
    """Every telephone of the demo; one can write back as its owner."""
    found = telephones.telephones(settings.VAR / "sms")
    return render(request, "demo/telephones.html", {"telephones": found, "ours": settings.SMS_FROM})


@require_POST
def answer_by_text(request: HttpRequest) -> HttpResponse:
    """A text from a telephone of the demo comes in the way a real one would."""
    sender, body = request.POST.get("number", "")[:40], request.POST.get("body", "")[:LONGEST]
    if sender.strip() and body.strip():
        told = Received(uuid.uuid4().hex, sender, settings.SMS_FROM, body)
        text, _is_new = take_in(told, at=timezone.now())
        sort_text(text)
    return redirect("demo:telephones")


@require_POST
def say_arrived(request: HttpRequest) -> HttpResponse:
    """What the SMS service would report: that a text arrived, or did not."""
    pk = delivery_of(request.POST.get("delivery", ""))
    if pk is not None:
        failed = "failed" in request.POST
        state = DeliveryState.FAILED if failed else DeliveryState.DELIVERED
        take_report(pk, Report(state), at=timezone.now())
    return redirect("demo:telephones")
