"""How allauth signs our staff in: no sign-up, strict limits, letters by the worker.

Letters are jobs and not rows of messaging's outbox: accounts lies below messaging, and a link
that sets a password should not rest in a table. The job holds a number; the worker makes the
link when it sends, from SITE_URL and never from the Host header of a request.
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemvist.accounts import actions
from hemvist.accounts.models import Role
from hemvist.core.models import Municipality

LANGUAGE_SECONDS = 365 * 24 * 60 * 60
START_PAGES: dict[str, str] = {
    Role.HOST: "desk:home",
    Role.COORDINATOR: "desk:home",
    Role.CITIZEN_SERVICES: "desk:home",
    Role.SERVICE_POINT: "desk:home",
    Role.RECEIVER: "referrals:inbox",
    Role.EDITOR: "wagtailadmin_home",
    Role.AUDITOR: "audit:log",
}
SECOND_FACTOR_NOTICES = {
    "totp_activated",
    "totp_deactivated",
    "webauthn_added",
    "webauthn_removed",
    "recovery_codes_generated",
}


class StaffAdapter(DefaultAccountAdapter):
    """Our answers where allauth asks."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait 15 minutes and try again. If you need to"
            " get in sooner, ask your coordinator to let you in."
        ),
        "email_password_mismatch": _(
            "The e-mail address or the password is wrong. Check both and try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account by themselves; a coordinator invites."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page where this person's work is."""
        role = getattr(request.user, "role", "")
        return reverse(START_PAGES.get(role, "accounts:welcome"))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Greet in the colleague's own language, unless this browser has chosen another."""
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            answer.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=LANGUAGE_SECONDS,
                samesite="Lax",
                secure=settings.PRODUCTION,
            )
        return answer

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse when an address has been tried too often, from here or from anywhere."""
        super().pre_authenticate(request, **credentials)
        usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_anywhere",
            key=_attempts_on(credentials),
        )
        if not usage:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage.extend(usage.usage)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{_attempts_on(credentials)}:{ratelimit.get_ip(request)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that it was tried; the same work whether we know the address or not."""
        actions.note_failed_sign_in(credentials.get("email", ""))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in and write down that it happened."""
        super().login(request, user)
        actions.note_sign_in(user)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Ask for the password of the account's one address."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def set_password(self, user: Any, password: str) -> None:
        """Set it and forget earlier failures: whoever has the mailbox has shown who they are."""
        super().set_password(user, password)
        actions.forget_failures(user)
        actions.note_new_password(user)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Ask the worker for the letter; a deactivated account gets none."""
        if user.is_active:
            actions.ask_for_link(user, reason="reset")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person by letter that how they sign in has been changed."""
        notice = template_prefix.rsplit("/", 1)[-1]
        actions.ask_for_notice(user, notice=notice)
        if notice in SECOND_FACTOR_NOTICES:
            actions.note_second_factor(user, notice=notice)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing else is sent: a stranger's address never gets mail from the staff's door."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """One-time codes and passkeys under the municipality's name, secrets encrypted at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "That is not the code the app shows now. Wait for the next one and write that."
        ),
    }

    def get_totp_issuer(self) -> str:
        """What the person's authenticator app calls us."""
        return self._get_site_name()

    def _get_site_name(self) -> str:
        municipality = Municipality.objects.filter(pk=1).first()
        return municipality.name if municipality else "Hemvist"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one where a second factor is required; add another first."""
        others = type(authenticator).objects.filter(
            user=authenticator.user, type__in=["totp", "webauthn"]
        )
        return not settings.REQUIRE_MFA or others.exclude(pk=authenticator.pk).exists()

    def encrypt(self, text: str) -> str:
        """Keep a secret so that a copy of the database does not give it away."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret, also one written under an earlier key."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _attempts_on(credentials: dict[str, Any]) -> str:
    email = actions.normal(credentials.get("email", ""))
    return f"{email}:{actions.failures_forgotten(email)}"


def _box() -> MultiFernet:
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"hemvist.accounts.second-factor{key}".encode()) for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest.digest())) for digest in digests])
