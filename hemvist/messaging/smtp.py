"""SMTP as Django speaks it; automatic answers with an empty return path (RFC 3834, 3.3).

Then nothing ever comes back of them, and two machines have nothing to talk about.
"""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail.backends import smtp

OURS = "hemvist.messaging.smtp.EmailBackend"
# What a letter says whose return path shall be empty; no address can be this.
NOWHERE = "nowhere@empty.invalid"


class EmptyReturnPath:
    """Says MAIL FROM:<> for a letter from nowhere."""

    def sendmail(self, from_addr: str, to_addrs: Any, msg: Any, *options: Any) -> Any:
        """Hand over a letter. A server that lets us write only as ourselves gets our address."""
        send: Any = super().sendmail  # type: ignore[misc]
        if from_addr != NOWHERE:
            return send(from_addr, to_addrs, msg, *options)
        try:
            return send("", to_addrs, msg, *options)
        except smtplib.SMTPSenderRefused as refusal:
            if refusal.smtp_code < 500:
                raise
            return send(settings.DEFAULT_FROM_EMAIL, to_addrs, msg, *options)


class Plain(EmptyReturnPath, smtplib.SMTP):
    """With or without STARTTLS."""


class Encrypted(EmptyReturnPath, smtplib.SMTP_SSL):
    """TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's, with these."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks with the server."""
        return Encrypted if self.use_ssl else Plain


def return_path_of_answers() -> str:
    """The return path of an automatic answer: an empty one where the way out can do it."""
    return NOWHERE if settings.EMAIL_BACKEND == OURS else settings.DEFAULT_FROM_EMAIL
