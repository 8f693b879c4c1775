"""Text messages: who carries them is a setting, what they say is not its concern."""

import base64
import json
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hemvist.messaging.refusals import Refused, TryAgain

TIMEOUT = 20


class Carrier(Protocol):
    """Whoever takes a text message to a telephone."""

    def send(self, *, to: str, body: str) -> None:
        """Hand over one text. Raises TryAgain or Refused."""


class FileCarrier:
    """Writes each text to a file: for the demo and for tests; nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, *, to: str, body: str) -> None:
        """Write one text as JSON; whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        now = timezone.now()
        text = {"to": to, "from": settings.SMS_FROM, "body": body, "at": now.isoformat()}
        name = f"{now:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}.json"
        unfinished = self.folder / f".{name}"
        unfinished.write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
        unfinished.rename(self.folder / name)


class Elks46Carrier:
    """46elks (Uppsala): one HTTP request a text, with a user name and a password."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url
        self.credentials = base64.b64encode(f"{user}:{password}".encode()).decode()

    def send(self, *, to: str, body: str) -> None:
        """Hand over one text. A number it will not take is 400 or 403 with the reason in words."""
        request = urllib.request.Request(  # noqa: S310 - the address is a setting
            self.url,
            data=urlencode({"from": settings.SMS_FROM, "to": to, "message": body}).encode(),
            headers={"Authorization": f"Basic {self.credentials}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                words = error.read(300).decode("utf-8", "replace")
            raise _answered(error.code, words) from error
        except OSError as error:
            raise TryAgain(_("The SMS service could not be reached.")) from error


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
