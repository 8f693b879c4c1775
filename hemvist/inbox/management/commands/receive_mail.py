"""Fetches mail until asked to stop: waits for the mail server's word, or looks now and then."""

import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections, connections
from imap_tools import BaseMailBox

from hemvist.core.jobs import DATABASE_IS_AWAY
from hemvist.inbox.fetching import Account, MailboxIsAway, configured, fetch_new, opened

# Then it looks anyhow: what comes between a look and the waiting may be told of before we listen.
IDLE_FOR = 60
AGAIN_AFTER = (5, 15, 60, 180)


class Stopped(Exception):
    """Somebody asked us to end."""


class Command(BaseCommand):
    """`manage.py receive_mail`; with --once, what is there now and no more."""

    help = "Fetches mail by IMAP, as the settings HEMVIST_IMAP_* say."

    def add_arguments(self, parser: CommandParser) -> None:
        """How often."""
        parser.add_argument("--once", action="store_true", help="look once and end")
        parser.add_argument(
            "--poll", type=int, default=0, help="look every so many seconds instead of waiting"
        )

    def handle(self, *args: Any, once: bool, poll: int, **options: Any) -> None:
        """Fetch until stopped; what is away, mailbox or database, is tried again, ever later."""
        account = configured()
        if account is None:
            raise CommandError("HEMVIST_IMAP_HOST names no mail server; see docs/running/mail.md.")
        if once:
            with opened(account) as box:
                self.stdout.write(f"{fetch_new(box, account)} new")
            return
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        try:
            self._go_on(account, poll)
        except Stopped:
            return

    def _stop(self, number: int, frame: FrameType | None) -> None:
        raise Stopped

    def _go_on(self, account: Account, poll: int) -> None:
        failures = 0
        while True:
            try:
                with opened(account) as box:
                    for _ in self._looks(box, account, poll):
                        failures = 0
            except (MailboxIsAway, *DATABASE_IS_AWAY) as trouble:
                what = "mailbox" if isinstance(trouble, MailboxIsAway) else "database"
                wait = AGAIN_AFTER[min(failures, len(AGAIN_AFTER) - 1)]
                failures += 1
                self.stderr.write(f"The {what} is away ({trouble}); again in {wait} s.")
                connections.close_all()
                time.sleep(wait)

    def _looks(self, box: BaseMailBox, account: Account, poll: int) -> Iterator[None]:
        """One look after the other, each when there may be something new."""
        while True:
            close_old_connections()
            while fetch_new(box, account):
                pass
            yield
            if poll or "IDLE" not in box.client.capabilities:
                time.sleep(poll or 60)
                box.client.noop()
            else:
                box.idle.wait(timeout=IDLE_FOR)
