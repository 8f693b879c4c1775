"""What is asked of every request from a member of staff: a fresh session, a second factor."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

SIGNED_IN_AT = "staff_signed_in_at"
SEEN_AT = "staff_seen_at"
HAS_SECOND_FACTOR = "staff_has_second_factor"
# What may be reached without a second factor: setting one up, and leaving.
OPEN_NAMES = {"account_logout", "account_reauthenticate", "set_language", "health"}

Answer = Callable[[HttpRequest], HttpResponseBase]


def end_old_sessions(get_response: Answer) -> Answer:
    """Sign a person out after an hour without a sign of life, and after ten hours in any case."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _has_session(request) and request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(
                request,
                _("You were signed out because you had been away for a while. Sign in again."),
            )
            return _to_sign_in(request)
        return get_response(request)

    return answer


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _is_over(request: HttpRequest) -> bool:
    """Whether a limit is passed; notes at most once a minute that the person is here."""
    now = int(time.time())
    signed_in_at = request.session.setdefault(SIGNED_IN_AT, now)
    seen_at = request.session.setdefault(SEEN_AT, now)
    if now - seen_at > 60 * settings.STAFF_IDLE_MINUTES:
        return True
    if now - signed_in_at > 60 * settings.STAFF_SESSION_MINUTES:
        return True
    if now - seen_at >= 60:
        request.session[SEEN_AT] = now
    return False


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    page = request.get_full_path() if request.method == "GET" else reverse("accounts:start")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": redirect_to_login(page).url})
    return redirect_to_login(page)


def lead_to_second_factor(get_response: Answer) -> Answer:
    """Where it is required, let nobody work who has only a password."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if (
            settings.REQUIRE_MFA
            and _has_session(request)
            and request.user.is_authenticated
            and not _is_open(request)
            and not _has_second_factor(request)
        ):
            messages.info(
                request,
                _("Before you start, add a passkey or an authenticator app to your account."),
            )
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return answer


def _is_open(request: HttpRequest) -> bool:
    try:
        name = resolve(request.path_info).url_name or ""
    except Exception:  # an address that is none gets its 404 from the view layer
        return True
    return name.startswith("mfa_") or name in OPEN_NAMES


def _has_second_factor(request: HttpRequest) -> bool:
    if not request.session.get(HAS_SECOND_FACTOR):
        if not is_mfa_enabled(request.user, types=["totp", "webauthn"]):
            return False
        request.session[HAS_SECOND_FACTOR] = True
    return True


class FormMistakes:
    """Answer 422 where a form of allauth comes back with mistakes, as our own forms do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through; the work is in `process_template_response`."""
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Look at the form that is about to be shown."""
        form = (response.context_data or {}).get("form")
        if not request.path_info.startswith(reverse("account_login").removesuffix("login/")):
            return response  # Wagtail's own scripts expect what Wagtail answers
        if request.method == "POST" and response.status_code == 200 and getattr(form, "errors", {}):
            response.status_code = 422
        return response
