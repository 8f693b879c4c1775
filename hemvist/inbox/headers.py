"""Headers of a mail as text, whatever alphabet and however broken."""

import re
from email.errors import MessageError
from email.header import Header, decode_header
from email.message import Message
from email.utils import getaddresses
from typing import Any

from hemvist.inbox.letters_of_text import decoded, readable

LONGEST = 8_000
ADDRESS = re.compile(r"[^\s@<>\"(),:;]{1,64}@[^\s@<>\"(),:;]{1,253}")
ENCODED = "=?"


def header_text(message: "Message[str, str] | None", name: str) -> str:
    """A header on one line; all of its kind, if there are several. Without a mail, a value."""
    values: list[Any] = [name] if message is None else _all(message, name)
    text = " ".join(_one(value) for value in values)
    return " ".join(readable(text.replace("\n", " ")).split())


def _all(message: "Message[str, str]", name: str) -> list[Any]:
    try:
        return (message.get_all(name) or [])[:20]
    except (ValueError, LookupError, TypeError, AttributeError):
        return []


def _one(value: Any) -> str:
    if isinstance(value, Header):
        value = str(value)
    text = str(value)[:LONGEST]
    text = decoded(text.encode("utf-8", "surrogateescape"), "utf-8")
    if ENCODED not in text:
        return text
    try:
        pieces = decode_header(text)
    except (MessageError, ValueError, LookupError, UnicodeError):
        return text
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "utf-8")
        for piece, charset in pieces
    )


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Names and addresses in a header's text, in order; the addresses in lower case."""
    try:
        found = getaddresses([text[:LONGEST]])
    except (ValueError, IndexError, TypeError, RecursionError):
        found = []
    known = [(name.strip(), ad.lower()) for name, ad in found if ADDRESS.fullmatch(ad)]
    return known or [("", ad.lower()) for ad in ADDRESS.findall(text[:LONGEST])]


def one_address(text: str) -> tuple[str, str]:
    """Who wrote it: name and address. Of several there is none: nobody may choose."""
    found = addresses_in(text)
    if len({address for _name, address in found}) != 1:
        return text[:200], ""
    return found[0][0] or found[0][1], found[0][1][:254]
