"""A letter box for a mail server on the same network: LMTP or SMTP, until asked to stop."""

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hemvist.inbox.listening import serve


class Command(BaseCommand):
    """`manage.py listen_mail`, at HEMVIST_MAIL_LISTEN."""

    help = "Takes mail by LMTP or SMTP at the address HEMVIST_MAIL_LISTEN names."

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen until stopped."""
        kind, _colon, where = settings.MAIL_LISTEN.partition("://")
        host, _colon, port = where.rpartition(":")
        if kind not in {"lmtp", "smtp"} or not port.isdecimal():
            raise CommandError(
                "HEMVIST_MAIL_LISTEN must be like lmtp://127.0.0.1:2526; see docs/running/mail.md."
            )
        asyncio.run(self._listen(host or "127.0.0.1", int(port), is_lmtp=kind == "lmtp"))

    async def _listen(self, host: str, port: int, *, is_lmtp: bool) -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        async with await serve(host, port, is_lmtp=is_lmtp):
            await stopped.wait()
