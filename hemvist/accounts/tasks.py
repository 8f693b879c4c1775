"""Letters about signing in. The link is made here, when it is sent, and kept nowhere."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hemvist.accounts.models import User
from hemvist.core.models import Municipality

NOTICES = {
    "password_changed",
    "password_reset",
    "password_set",
    "totp_activated",
    "totp_deactivated",
    "webauthn_added",
    "webauthn_removed",
    "recovery_codes_generated",
    "second_factor_removed",
}
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="accounts.send_link", retry=RETRY)
def send_link(user: int, reason: str) -> None:
    """Send the link to choose a password, if the person still has access."""
    person = User.objects.get(pk=user)
    if person.is_active:
        token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
        uid = user_pk_to_url_str(person)
        address = reverse("account_reset_password_from_key", args=[uid, token])
        template = "invitation" if reason == "invitation" else "reset"
        _send(person, template, link=settings.SITE_URL + address)


@app.task(name="accounts.send_notice", retry=RETRY)
def send_notice(user: int, notice: str) -> None:
    """Tell a person that how they sign in was changed, in case it was not they who did it."""
    if notice in NOTICES:
        _send(User.objects.get(pk=user), "notice", notice=notice)


def _send(person: User, template: str, **context: str) -> None:
    with translation.override(person.language):
        words = {
            "person": person,
            "municipality": Municipality.objects.filter(pk=1).first(),
            "site": settings.SITE_URL,
            "sign_in": settings.SITE_URL + reverse("account_login"),
            **context,
        }
        subject = render_to_string(f"accounts/mail/{template}_subject.txt", words)
        body = render_to_string(f"accounts/mail/{template}.txt", words)
    EmailMessage(" ".join(subject.split()), body, to=[person.email]).send()
