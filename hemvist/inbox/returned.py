"""Letters that come back: what a delivery report says (RFC 3464), and of which letter.

The address it came back to names the letter, whatever a mail system writes into its report. Only
for the rest the report has to be understood.
"""

import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from typing import Any

from hemvist.inbox.headers import header_text
from hemvist.inbox.reading import MESSAGE_ID, ReadMail
from hemvist.messaging.models import Delivery
from hemvist.messaging.refusals import explained
from hemvist.messaging.reply_addresses import BOUNCE, numbers_in

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.\d{1,3}\b")
CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")
DELAYED = re.compile(
    r"delayed|will (?:be )?retr|still trying|warning|försenad|temporar|not yet been delivered", re.I
)
# RFC 3463: subjects 1 and 2 are about the address and its mailbox.
ABOUT_THE_ADDRESS = {"1", "2"}
LONGEST_REASON = 200


class Fate(StrEnum):
    """What a report says has become of a letter."""

    RETURNED = "returned"
    DELAYED = "delayed"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class Report:
    """A report about a letter of ours; `delivery` is none for one that never was."""

    fate: Fate
    reason: str
    is_the_address: bool
    delivery: Delivery | None


def report_of(read: ReadMail, *, recipients: str, is_automatic: bool) -> Report | None:
    """What a mail reports; none for a mail that is no report.

    What a machine sends to the address of a returned letter is one, in whatever form.
    """
    named = next(numbers_in(recipients, use=BOUNCE), None)
    is_report = _is_report(read.message)
    if not is_report and not (named is not None and is_automatic):
        return None
    fields = _fields(read.message)
    text = fields.get("diagnostic-code", "") or read.text
    fate, status = _fate(fields, read)
    about_address = status[2] in ABOUT_THE_ADDRESS if status else not is_report
    reason = " ".join(text.partition(";")[2].split() or text.split())[:LONGEST_REASON]
    reason = explained(reason, status=status[0] if status else "")
    return Report(fate, reason, about_address and fate == Fate.RETURNED, _delivery(read, named))


def _is_report(message: "Message[str, str]") -> bool:
    return message.get_content_type() == "multipart/report" or any(
        one.get_content_type() == "message/delivery-status" for one in _parts(message)
    )


def _parts(message: "Message[str, str]") -> list["Message[str, str]"]:
    content: Any = message.get_payload() if message.is_multipart() else []
    return [one for one in content[:20] if isinstance(one, Message)]


def _fields(message: "Message[str, str]") -> dict[str, str]:
    """The fields of a report, of the first recipient that has them."""
    fields: dict[str, str] = {}
    for part in _parts(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in [part, *_parts(part)]:
            for name in ("Action", "Status", "Diagnostic-Code", "Original-Message-ID"):
                fields.setdefault(name.lower(), "")
                fields[name.lower()] = fields[name.lower()] or header_text(block, name)
    return {name: value for name, value in fields.items() if value}


def _fate(fields: dict[str, str], read: ReadMail) -> tuple[Fate, "re.Match[str] | None"]:
    action = fields.get("action", "").lower()
    status = STATUS.search(fields.get("status", "")) or STATUS.search(read.text[:5_000])
    if action in {"delivered", "relayed", "expanded"}:
        return Fate.ARRIVED, status
    if action == "delayed" or (not action and _sounds_delayed(status, read)):
        return Fate.DELAYED, status
    return Fate.RETURNED, status


def _sounds_delayed(status: "re.Match[str] | None", read: ReadMail) -> bool:
    if status:
        return status[1] == "4"
    code = CODE.search(read.text[:5_000])
    if code:
        return code[1] == "4"
    return bool(DELAYED.search(f"{read.subject} {read.text[:1_000]}"))


def _delivery(read: ReadMail, named: int | None) -> Delivery | None:
    if named is not None:
        return Delivery.objects.filter(pk=named).first()
    ids = [*read.references, *_returned_ids(read)]
    return Delivery.objects.filter(mail_id__in=ids[:50]).first() if ids else None


def _returned_ids(read: ReadMail) -> list[str]:
    """The Message-IDs in what came back: the letter itself, its headers, or its text."""
    found = []
    for part in read.parts:
        if part.kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            found += MESSAGE_ID.findall(part.content[:20_000].decode("ascii", "replace"))
    found += MESSAGE_ID.findall(read.text[:20_000])
    original = _fields(read.message).get("original-message-id", "")
    return list(dict.fromkeys([*MESSAGE_ID.findall(original), *found]))
