"""Text messages: who carries them is a setting, what they say is not its concern.

A carrier takes texts out, and understands what its own service tells us: that one has arrived,
or that somebody has written back.
"""

import base64
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hemvist.messaging.models import Delivery, DeliveryState
from hemvist.messaging.refusals import Refused, TryAgain
from hemvist.messaging.segments import plain_lines

TIMEOUT = 20
SALT = "hemvist.messaging.sms"


class NotUnderstood(ValueError):
    """What came is not what the service sends."""


@dataclass(frozen=True)
class Received:
    """A text that somebody sent us, as the service tells it."""

    number: str
    sender: str
    to: str
    body: str


@dataclass(frozen=True)
class Report:
    """What became of a text we sent."""

    state: DeliveryState
    reason: str = ""


class Carrier(Protocol):
    """Whoever takes a text message to a telephone, and brings one back."""

    def send(self, *, to: str, body: str, report_to: str) -> str:
        """Hand over one text; says the service's number of it. Raises TryAgain or Refused."""

    def received(self, told: Mapping[str, str]) -> Received:
        """Understand a text that came. Raises NotUnderstood."""

    def report(self, told: Mapping[str, str]) -> Report:
        """Understand what became of a text. Raises NotUnderstood."""


class Told:
    """How 46elks tells, which the file-backed carrier tells alike."""

    def received(self, told: Mapping[str, str]) -> Received:
        """Understand a text that came."""
        number, sender = told.get("id", ""), told.get("from", "")
        if not number or not sender or "message" not in told:
            raise NotUnderstood
        return Received(number[:80], sender[:40], told.get("to", "")[:40], told["message"])

    def report(self, told: Mapping[str, str]) -> Report:
        """Understand what became of a text; the service names three states."""
        status = told.get("status", "")
        if status == "failed":
            why = " ".join(told.get("reason", "").split())[:200]
            return Report(DeliveryState.FAILED, why)
        known = {"sent": DeliveryState.SENT, "delivered": DeliveryState.DELIVERED}
        if status not in known:
            raise NotUnderstood
        return Report(known[status])


class FileCarrier(Told):
    """Writes each text to a file: for the demo and for tests; nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, *, to: str, body: str, report_to: str) -> str:
        """Write one text as JSON; whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        now, number = timezone.now(), uuid.uuid4().hex
        text = {
            "id": number,
            "to": to,
            "from": settings.SMS_FROM,
            "body": body,
            "at": now.isoformat(),
            "report_to": report_to,
        }
        name = f"{now:%Y%m%dT%H%M%S%f}-{number[:8]}.json"
        unfinished = self.folder / f".{name}"
        unfinished.write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
        unfinished.rename(self.folder / name)
        return number


class Elks46Carrier(Told):
    """46elks (Uppsala): one HTTP request a text, with a user name and a password."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self.credentials = base64.b64encode(f"{user}:{password}".encode()).decode()

    def send(self, *, to: str, body: str, report_to: str) -> str:
        """Hand over one text. A number it will not take is 400 or 403 with the reason in words."""
        fields = {"from": settings.SMS_FROM, "to": to, "message": body}
        if report_to:
            fields["whendelivered"] = report_to
        request = urllib.request.Request(  # noqa: S310 - the address is a setting
            self.url,
            data=urlencode(fields).encode(),
            headers={"Authorization": f"Basic {self.credentials}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                return _number_in(answer.read(10_000))
        except urllib.error.HTTPError as error:
            with error:
                words = error.read(300).decode("utf-8", "replace")
            raise _answered(error.code, words) from error
        except OSError as error:
            raise TryAgain(_("The SMS service could not be reached.")) from error


def _number_in(answer: bytes) -> str:
    try:
        told = json.loads(answer)
    except ValueError:
        return ""
    return str(told.get("id") or "")[:80] if isinstance(told, dict) else ""


def _answered(code: int, answer: str) -> TryAgain | Refused:
    words = _("The SMS service answered: %(answer)s") % {
        "answer": f"{code} {' '.join(answer.split())}"
    }
    # 401 and 402 are ours to put right (password, money); 429 and 5xx pass by themselves.
    if code in {400, 403, 404, 422}:
        return Refused(words, is_the_address=code == 400)
    return TryAgain(words)


def carrier() -> Carrier:
    """The carrier this installation has chosen."""
    if settings.SMS_CARRIER == "46elks":
        return Elks46Carrier(settings.ELKS_URL, settings.ELKS_USER, settings.ELKS_PASSWORD)
    return FileCarrier(settings.VAR / "sms")


def send_text(delivery: Delivery) -> None:
    """Hand one text to the carrier, and keep its number of it. Raises TryAgain or Refused."""
    delivery.provider_id = carrier().send(
        to=delivery.address, body=plain_lines(delivery.body), report_to=report_address(delivery)
    )


def report_address(delivery: Delivery) -> str:
    """Where the service tells what became of a text; nowhere, when nobody could believe it.

    It names the delivery, not the service's number: a report can be here before we have that.
    """
    if not settings.SMS_SECRET and settings.PRODUCTION:
        return ""
    name = urlencode({"key": settings.SMS_SECRET, "delivery": report_token(delivery)})
    return f"{settings.SITE_URL}{reverse('hooks:report')}?{name}"


def report_token(delivery: Delivery) -> str:
    """The signed name of a delivery in the address of its reports."""
    return signing.Signer(salt=SALT).sign(str(delivery.pk))


def delivery_of(token: str) -> int | None:
    """The number of the delivery that a token names, if we have signed it."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def takes_answers() -> bool:
    """Whether one can answer our texts: a number takes answers, a name as sender does not."""
    return str(settings.SMS_FROM).startswith("+")
