"""Fetching mail by IMAP: each is kept here before it is moved or deleted there.

Killed at any moment, the next look goes on: what was not kept is still there unread, what was
kept but not moved is known by its number and only moved.
"""

import imaplib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from hemvist.inbox.actions import Arrived, take_in
from hemvist.inbox.models import IncomingMail, Mailbox
from hemvist.inbox.reading import MOST_BYTES

TIMEOUT = 60
AT_ONCE, PUT_AWAY_AT_ONCE = 200, 20
BEGINNING = 64 * 1024  # what is fetched of a mail that is too large
UID, SIZE = re.compile(rb"\bUID (\d+)"), re.compile(rb"RFC822\.SIZE (\d+)")
MOVE, DELETE, KEEP = "move", "delete", "keep"


class MailboxIsAway(Exception):
    """The mail server cannot be reached, or does not let us in; the words say which."""


@dataclass(frozen=True)
class Account:
    """A mailbox on a server, and what becomes there of a mail that is safely here."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    after: str = MOVE
    done_folder: str = "Hemvist"
    is_encrypted: bool = True

    @property
    def identity(self) -> str:
        """What makes this mailbox this one."""
        return f"imap:{self.user}@{self.host}/{self.folder}"[:200]


def configured() -> Account | None:
    """The mailbox of this installation; none where no mail is fetched."""
    if not settings.IMAP_HOST:
        return None
    return Account(
        host=settings.IMAP_HOST,
        port=settings.IMAP_PORT,
        user=settings.IMAP_USER,
        password=settings.IMAP_PASSWORD,
        folder=settings.IMAP_FOLDER,
        after=settings.IMAP_AFTER,
        done_folder=settings.IMAP_DONE_FOLDER,
        is_encrypted=settings.IMAP_TLS,
    )


@contextmanager
def opened(account: Account) -> Iterator[BaseMailBox]:
    """A mailbox, ready to be read. Raises MailboxIsAway."""
    kind = MailBox if account.is_encrypted else MailBoxUnencrypted
    try:
        box = kind(account.host, account.port, timeout=TIMEOUT)
        try:
            box.login(account.user, account.password, initial_folder=account.folder)
        except BaseException:
            box.client.shutdown()
            raise
        with box:
            yield box
    except (OSError, ImapToolsError, imaplib.IMAP4.error) as trouble:
        raise MailboxIsAway(str(trouble)[:200]) from trouble


def fetch_new(box: BaseMailBox, account: Account) -> int:
    """Take in all that is new, and put away there what is here; says how many were new."""
    mailbox = _mailbox(box, account)
    numbers = _numbers(box, account, mailbox)
    here = _here(mailbox, numbers)
    sizes = _sizes(box, [uid for uid in numbers if uid not in here])
    count = 0
    for begin in range(0, len(numbers), PUT_AWAY_AT_ONCE):
        some = numbers[begin : begin + PUT_AWAY_AT_ONCE]
        for uid in some:
            arrived = None if uid in here else _fetched(box, uid, size=sizes.get(uid))
            if arrived is not None:  # else somebody was quicker: it is here, or moved there
                count += take_in(mailbox, arrived, at=timezone.now()) is not None
                here[uid] = arrived.is_whole
        _put_away(box, account, [uid for uid in some if here.get(uid)])
    return count


def _here(mailbox: Mailbox, numbers: Sequence[int]) -> dict[int, bool]:
    """Which of these are here already, and whether all of each is."""
    found = IncomingMail.objects.filter(
        mailbox=mailbox, uid_validity=mailbox.uid_validity, uid__in=numbers
    )
    rows = found.values_list("uid", "is_whole")
    return {uid: is_whole for uid, is_whole in rows if uid is not None}


def _mailbox(box: BaseMailBox, account: Account) -> Mailbox:
    """The row of a mailbox; begun anew when the server numbers its mail anew."""
    mailbox, _new = Mailbox.objects.get_or_create(identity=account.identity)
    validity = int(box.folder.status(account.folder, ["UIDVALIDITY"])["UIDVALIDITY"])
    if mailbox.uid_validity != validity:
        mailbox.uid_validity, mailbox.last_uid = validity, 0
        mailbox.save(update_fields=["uid_validity", "last_uid"])
    return mailbox


def _numbers(box: BaseMailBox, account: Account, mailbox: Mailbox) -> list[int]:
    """The numbers to look at, the oldest first; where mail stays there, only those not seen."""
    first = mailbox.last_uid + 1 if account.after == KEEP else 1
    found = sorted(int(uid) for uid in box.uids(f"UID {first}:*"))
    # "5:*" gives the last one even when it is 3.
    return [uid for uid in found if uid >= first][:AT_ONCE]


def _fetched(box: BaseMailBox, uid: int, *, size: int | None) -> Arrived | None:
    if size is None:
        return None
    if size > MOST_BYTES:
        raw = _part(box, uid, f"BODY.PEEK[]<0.{BEGINNING}>")
        return Arrived(raw=raw, uid=uid, is_whole=False) if raw else None
    raw = _part(box, uid, "BODY.PEEK[]")
    return Arrived(raw=raw, uid=uid) if raw is not None else None


def _sizes(box: BaseMailBox, numbers: Sequence[int]) -> dict[int, int]:
    """How large each is; what is gone has none."""
    if not numbers:
        return {}
    _said, answer = box.client.uid("fetch", ",".join(map(str, numbers)), "(UID RFC822.SIZE)")
    lines = [line for line in answer if isinstance(line, bytes)]
    found = ((UID.search(line), SIZE.search(line)) for line in lines)
    return {int(uid[1]): int(size[1]) for uid, size in found if uid and size}


def _part(box: BaseMailBox, uid: int, what: str) -> bytes | None:
    _said, answer = box.client.uid("fetch", str(uid), f"({what})")
    return next((line[1] for line in answer if isinstance(line, tuple)), None)


def _put_away(box: BaseMailBox, account: Account, numbers: Sequence[int]) -> None:
    """What the privacy rule says becomes of mail there, now that it is here."""
    if not numbers or account.after == KEEP:
        return
    some = [str(uid) for uid in numbers]
    if account.after == DELETE:
        box.delete(some)
        return
    if not box.folder.exists(account.done_folder):
        box.folder.create(account.done_folder)
    box.move(some, account.done_folder)
