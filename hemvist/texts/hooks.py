"""The two addresses that the SMS service calls: a text has come, and what became of one.

They stand outside the protection against forms of other sites, since no browser calls them; who
calls shows a secret instead. Nothing is done here but to write down what was told.
"""

import base64
import hmac
import logging
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hemvist.core.limits import is_too_often, network_of
from hemvist.messaging.sms import NotUnderstood, carrier, delivery_of
from hemvist.texts.actions import take_in, take_report

View = Callable[[HttpRequest], HttpResponse]
WRONG_KEYS_AN_HOUR = 30
CALLS_AN_HOUR = 20_000
log = logging.getLogger(__name__)


def from_the_service(view: View) -> View:
    """Let in who shows the secret, in the address or as a password; to others there is nothing."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        network, known = network_of(request), _shows_secret(request)
        what, times = ("texts", CALLS_AN_HOUR) if known else ("texts-wrong", WRONG_KEYS_AN_HOUR)
        if is_too_often(what, network, times=times):
            return HttpResponse(status=429, headers={"Retry-After": "600"})
        if not known:
            raise Http404
        try:
            return view(request)
        except NotUnderstood:
            return HttpResponse(status=400)

    return guarded


@from_the_service
def incoming(request: HttpRequest) -> HttpResponse:
    """A text has come. The answer is empty: words in it would be sent back as a text."""
    take_in(carrier().received(_told(request)), at=timezone.now())
    return HttpResponse(status=200)


@from_the_service
def report(request: HttpRequest) -> HttpResponse:
    """What became of a text. One that never was is noted and answered alike: no more tries."""
    told = carrier().report(_told(request))
    pk = delivery_of(request.GET.get("delivery", ""))
    if pk is None or not take_report(pk, told, at=timezone.now()):
        log.warning("A report came for a text that we did not send.")
    return HttpResponse(status=204)


def _told(request: HttpRequest) -> dict[str, str]:
    return {name: str(request.POST.get(name, "")) for name in request.POST}


def _shows_secret(request: HttpRequest) -> bool:
    """Whether the secret was shown; without one nobody is let in."""
    secret = settings.SMS_SECRET.encode()
    shown = [request.GET.get("key", ""), _password(request)]
    # Both are compared, and each takes as long right or wrong.
    same = [hmac.compare_digest(one.encode("utf-8", "replace"), secret) for one in shown]
    return bool(secret) and any(same)


def _password(request: HttpRequest) -> str:
    kind, _space, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(told, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""
