"""Reads what the demo has sent: e-mail kept by its mail server, texts kept as files."""

import email
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from heapq import nlargest
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEWEST = 200
WORDS: dict[str, Promise] = {"mail": _("E-mail"), "text": _("Text message")}


@dataclass(frozen=True)
class Letter:
    """One thing that was sent, by e-mail or as a text message."""

    kind: str
    key: str
    sender: str
    recipient: str
    subject: str
    at: datetime
    body: str
    language: str = ""

    @property
    def address(self) -> str:
        """Whose it is, without the name."""
        return parseaddr(self.recipient)[1]

    @property
    def kind_in_words(self) -> Promise:
        """How it went out."""
        return WORDS[self.kind]


class NoSuchLetter(Exception):
    """There is no such letter here, or no longer."""


def letters(var: Path) -> list[Letter]:
    """The newest letters of both kinds, newest first."""
    return [_read(kind, path) for kind, path in nlargest(NEWEST, _files(var), key=_sent_at)]


def letter(var: Path, kind: str, key: str) -> Letter:
    """One letter. Raises NoSuchLetter."""
    for found, path in _files(var):
        if (found, path.name) == (kind, key):
            return _read(kind, path)
    raise NoSuchLetter


def message(var: Path, key: str) -> EmailMessage:
    """One e-mail whole, to be answered. Raises NoSuchLetter."""
    for kind, path in _files(var):
        if (kind, path.name) == ("mail", key):
            return email.message_from_bytes(path.read_bytes(), policy=default)
    raise NoSuchLetter


def _files(var: Path) -> Iterator[tuple[str, Path]]:
    for folder in (var / "mail" / "new", var / "mail" / "cur"):
        yield from (("mail", path) for path in folder.glob("*") if path.is_file())
    yield from (("text", path) for path in (var / "sms").glob("[!.]*.json"))


def _sent_at(file: tuple[str, Path]) -> float:
    return file[1].stat().st_mtime


def _read(kind: str, path: Path) -> Letter:
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if kind == "text":
        text = json.loads(path.read_text(encoding="utf-8"))
        return Letter(kind, path.name, text["from"], text["to"], "", at, text["body"])
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    return Letter(
        kind,
        path.name,
        sender=str(message.get("From", "")),
        recipient=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        at=at,
        body=_plain_text(message),
        language=str(message.get("Content-Language", "")),
    )


def _plain_text(message: EmailMessage) -> str:
    """The part in plain text; a part in HTML is shown as it is written and never run."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, KeyError):  # an alphabet or a kind that Python does not know
        return part.as_string()
