"""A letter box of our own: mail servers hand mail over by LMTP or SMTP, and we keep it at once.

It takes mail for our own addresses only, and says yes only when the mail is committed; whatever
goes wrong before that is "try again", and the server that has it keeps it.
"""

import asyncio
import logging
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone

from hemvist.inbox.actions import Arrived, take_in
from hemvist.inbox.models import Mailbox
from hemvist.inbox.reading import MOST_BYTES
from hemvist.inbox.signs import own_addresses

log = logging.getLogger(__name__)
MOST_RECIPIENTS = 20
LONGEST_LINE = 1_000_000  # bytes; programs that write mail without breaking lines exist


class PatientSMTP(SMTP):
    """Takes lines longer than RFC 5321 allows, as other mail servers do: a no would bounce them."""

    line_length_limit = LONGEST_LINE


class PatientLMTP(LMTP):
    """The same by LMTP."""

    line_length_limit = LONGEST_LINE


class LetterBox:
    """Takes what is for us."""

    def __init__(self, identity: str) -> None:
        self.identity = identity[:200]

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Only our own addresses: this is no way to anybody else."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if not await sync_to_async(is_ours)(address):
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep it, and only then say so."""
        try:
            await sync_to_async(self._keep)(
                bytes(envelope.content), envelope.mail_from or "", envelope.rcpt_tos
            )
        except Exception:
            log.exception("letter box")
            return "451 4.3.0 Could not be kept now, try again later"
        return "250 2.0.0 Kept"

    def _keep(self, raw: bytes, sender: str, recipients: list[str]) -> None:
        close_old_connections()
        mailbox, _new = Mailbox.objects.get_or_create(identity=self.identity)
        arrived = Arrived(raw=raw, envelope_from=sender, envelope_to=" ".join(recipients))
        take_in(mailbox, arrived, at=timezone.now())


def is_ours(address: str) -> bool:
    """Whether mail for an address is for us, with or without something after a plus."""
    close_old_connections()
    local, _at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" in own_addresses()


async def serve(host: str, port: int, *, is_lmtp: bool) -> asyncio.Server:
    """Open the letter box."""
    box = LetterBox(f"{'lmtp' if is_lmtp else 'smtp'}:{host}:{port}")
    kind = PatientLMTP if is_lmtp else PatientSMTP
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: kind(box, data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, loop=loop),
        host,
        port,
    )
