"""Whether a machine wrote a mail (RFC 3834), and whether a machine may answer it.

Two questions. What no human wrote is shown and starts no clock. What a human may have written is
treated as a human's, but gets no automatic answer if anything at all speaks against one.
"""

from email.message import Message

from django.conf import settings

from hemvist.core.context import our_municipality
from hemvist.inbox.headers import header_text
from hemvist.messaging.reply_addresses import BOUNCE, numbers_in

NO_ANSWER_TO = {"bulk", "junk", "list", "auto_reply"}
LIST_HEADERS = ("List-Id", "List-Post", "List-Unsubscribe", "X-Auto-Response-Suppress")
REPLIES_BY_MACHINE = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From")
NOBODY = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply")


def is_automatic(message: "Message[str, str]", *, envelope_from: str | None) -> bool:
    """Whether no human wrote it. `envelope_from` is empty for a null return path, None unknown."""
    said = header_text(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if said and said != "no":
        return True
    if message.get_content_type() == "multipart/report":
        return True
    if header_text(message, "Precedence").lower() == "auto_reply":
        return True
    if any(header_text(message, name) for name in REPLIES_BY_MACHINE):
        return True
    return _return_path(message, envelope_from) == ""


def is_own(sender: str) -> bool:
    """Whether it says that we wrote it."""
    return sender in own_addresses() or any(numbers_in(sender, use=BOUNCE))


def may_be_answered(
    message: "Message[str, str]", *, sender: str, envelope_from: str | None
) -> bool:
    """Whether a machine may answer it."""
    if not sender or is_own(sender) or is_automatic(message, envelope_from=envelope_from):
        return False
    if header_text(message, "Precedence").lower() in NO_ANSWER_TO:
        return False
    if any(header_text(message, name) for name in LIST_HEADERS):
        return False
    local = sender.partition("@")[0]
    return not local.startswith(NOBODY) and not local.startswith("owner-")


def own_addresses() -> set[str]:
    """The addresses we write from or receive at, as we know them."""
    municipality = our_municipality()
    known = [
        settings.DEFAULT_FROM_EMAIL,
        settings.REPLY_ADDRESS,
        settings.BOUNCE_ADDRESS,
        settings.ENQUIRY_ADDRESS,
        municipality.email if municipality else "",
    ]
    return {address.lower() for address in known if address}


def _return_path(message: "Message[str, str]", envelope_from: str | None) -> str | None:
    if envelope_from is not None:
        return envelope_from.strip("<> ").lower()
    if message.get("Return-Path") is None:
        return None
    return header_text(message, "Return-Path").strip("<> ").lower()
