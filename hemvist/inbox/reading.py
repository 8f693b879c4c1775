"""A mail read: headers, text and parts, whatever somebody has sent and however broken.

Nothing here raises for a mail, however it is made, and nothing is without bounds: the depth,
the number of parts, the length of a text. What cannot be read is said, never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import Any

from hemvist.inbox.headers import addresses_in, header_text, one_address
from hemvist.inbox.html_text import text_of_html
from hemvist.inbox.letters_of_text import decoded, readable
from hemvist.inbox.wrapping import notices_of, opened_winmail

MOST_BYTES = 30 * 1024 * 1024
MOST_MULTIPARTS, MOST_BOUNDARIES = 60, 2_000
MOST_DEPTH, MOST_PARTS = 20, 200
LONGEST_TEXT = 200_000
MESSAGE_ID = re.compile(r"<[^<>\s]{3,240}>")
TOO_TANGLED = "tangled"


@dataclass(frozen=True)
class Part:
    """Something that came along; `content` is what it is when taken out of its wrapping."""

    name: str
    kind: str
    content: bytes = field(repr=False)
    is_inline: bool = False

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)

    @property
    def is_calendar(self) -> bool:
        """Whether it is an invitation or an answer to one."""
        return self.kind == "text/calendar"


@dataclass(frozen=True)
class ReadMail:
    """What a mail says. `notices` are codes of what could not be read; `wrapping.NOTICES` says."""

    message: "Message[str, str]" = field(repr=False)
    mail_id: str
    sender: str
    sender_name: str
    subject: str
    sent_at: datetime | None
    text: str = field(repr=False)
    html: str = field(repr=False)
    parts: tuple[Part, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def references(self) -> list[str]:
        """The Message-IDs it says it answers, the nearest first."""
        said = (
            header_text(self.message, "In-Reply-To")
            + " "
            + " ".join(reversed(header_text(self.message, "References").split()))
        )
        return list(dict.fromkeys(MESSAGE_ID.findall(said)))[:50]

    @property
    def recipients(self) -> str:
        """Everything that stands in a header about whom it was brought to."""
        names = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", "Resent-To")
        return " ".join(header_text(self.message, name) for name in names)


def read_mail(raw: bytes) -> ReadMail:
    """Read a mail. It never raises; what is not a mail at all has only a text."""
    message, notices = _parsed(raw)
    found = Found()
    if not notices:
        _collect(message, found, 0)
    notices += [*found.notices, *notices_of(message, found.text)]
    html = found.html[:LONGEST_TEXT]
    text = found.text if found.text.strip() else text_of_html(html)
    if TOO_TANGLED in notices:
        text = readable(raw[:LONGEST_TEXT].decode("utf-8", "replace"))
    name, sender = one_address(header_text(message, "From"))
    identity = MESSAGE_ID.search(header_text(message, "Message-ID"))
    return ReadMail(
        message=message,
        mail_id=identity[0] if identity else "",
        sender=sender,
        sender_name=name[:200],
        subject=header_text(message, "Subject")[:300],
        sent_at=_moment(header_text(message, "Date")),
        text=text[:LONGEST_TEXT].strip("\n"),
        html=html,
        parts=tuple(found.parts),
        notices=tuple(dict.fromkeys(notices)),
    )


def _parsed(raw: bytes) -> tuple["Message[str, str]", list[str]]:
    """The mail taken apart, or only its headers where taking apart would never end."""
    lowered = raw.lower()
    nested = lowered.count(b"multipart/") + lowered.count(b"message/rfc822")
    if nested <= MOST_MULTIPARTS and raw.count(b"\n--") <= MOST_BOUNDARIES:
        try:
            return message_from_bytes(raw), []
        except (RecursionError, ValueError, LookupError, IndexError, AttributeError, TypeError):
            pass
    return BytesHeaderParser().parsebytes(raw.partition(b"\n\n")[0] + b"\n\n"), [TOO_TANGLED]


@dataclass
class Found:
    """What has been found so far."""

    text: str = ""
    html: str = ""
    parts: list[Part] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Add a piece of text, a line apart from the one before."""
        if text.strip() and len(self.text) < LONGEST_TEXT:
            self.text += ("\n\n" if self.text.strip() else "") + text


def _collect(
    part: "Message[str, str]", found: Found, depth: int, *, is_choice: bool = False
) -> None:
    """Go through a part and those in it, in order; `is_choice` for ways to say the same."""
    if depth > MOST_DEPTH or len(found.parts) > MOST_PARTS:
        found.notices.append(TOO_TANGLED)
        return
    kind = part.get_content_type()
    if part.is_multipart() and kind == "multipart/alternative":
        _collect_choice(part, found, depth)
        return
    if part.is_multipart() and kind != "message/rfc822":
        for one in _children(part):
            _collect(one, found, depth + 1, is_choice=is_choice)
        return
    if kind == "message/rfc822":
        found.parts.append(Part(_name(part) or "message.eml", kind, _as_bytes(part)))
        return
    _take(part, kind, found, is_choice=is_choice)


def _collect_choice(part: "Message[str, str]", found: Found, depth: int) -> None:
    """Of several ways to say the same the plain one is read, and the other kept to be shown."""
    ways = Found()
    for one in _children(part):
        _collect(one, ways, depth + 1, is_choice=True)
    found.say(ways.text if ways.text.strip() else text_of_html(ways.html))
    found.html += ways.html
    found.parts += ways.parts
    found.notices += ways.notices


def _children(part: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """The parts of a multipart."""
    content: Any = part.get_payload()
    if isinstance(content, list):
        yield from (one for one in content[: MOST_PARTS + 1] if isinstance(one, Message))


def _take(part: "Message[str, str]", kind: str, found: Found, *, is_choice: bool) -> None:
    content = _content(part)
    name = _name(part)
    is_attached = part.get_content_disposition() == "attachment" or bool(name)
    if kind == "text/plain" and not is_attached:
        found.say(_text(part, content))
    elif kind == "text/html" and not is_attached:
        html = _text(part, content)
        found.html += html
        if not is_choice:
            found.say(text_of_html(html))
    elif kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        _open_winmail(content, found)
    elif content.strip() or is_attached:
        is_inline = (
            part.get("Content-ID") is not None and part.get_content_disposition() != "attachment"
        )
        found.parts.append(Part(name, kind, content, is_inline))


def _open_winmail(content: bytes, found: Found) -> None:
    opened = opened_winmail(content)
    if opened is None:
        found.notices.append("winmail")
        found.parts.append(Part("winmail.dat", "application/ms-tnef", content))
        return
    text, html, files = opened
    found.text = found.text if found.text.strip() else text
    found.html = found.html or html
    kind = "application/octet-stream"
    found.parts += [Part(name, kind, inside) for name, inside in files]


def _content(part: "Message[str, str]") -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError):
        content = None
    if isinstance(content, bytes):
        return content
    plain = part.get_payload()
    return str(plain).encode("utf-8", "surrogateescape") if isinstance(plain, str) else b""


def _text(part: "Message[str, str]", content: bytes) -> str:
    try:
        charset = part.get_content_charset() or ""
    except (ValueError, LookupError, UnicodeError, TypeError):
        charset = ""
    return readable(decoded(content[:LONGEST_TEXT], charset)).replace("\r\n", "\n")


def _name(part: "Message[str, str]") -> str:
    try:
        return header_text(None, part.get_filename() or "")[:160]
    except (ValueError, LookupError, UnicodeError, TypeError, AttributeError):
        return ""


def _as_bytes(part: "Message[str, str]") -> bytes:
    try:
        inside: Any = part.get_payload()
        return bytes(inside[0].as_bytes()) if isinstance(inside, list) and inside else b""
    except (ValueError, LookupError, UnicodeError, TypeError, AttributeError, RecursionError):
        return b""


def _moment(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said) if said else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def addresses_of(read: ReadMail) -> set[str]:
    """Every address it says it is to."""
    return {address for _name, address in addresses_in(read.recipients)}
