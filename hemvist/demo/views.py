"""The demo's mailbox: whatever it would have sent, on a page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hemvist.demo import mailbox


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
