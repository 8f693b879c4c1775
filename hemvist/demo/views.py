"""The demo's mailbox and telephones: whatever it would have sent, on a page."""

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hemvist.demo import mailbox, telephones
from hemvist.messaging.models import DeliveryState
from hemvist.messaging.sms import Received, Report, delivery_of
from hemvist.texts.actions import sort_text, take_in, take_report

LONGEST = 1_600


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
