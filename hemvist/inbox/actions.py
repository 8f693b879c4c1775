"""Taking mail in, putting it where it belongs, and what a person decides about the rest.

First a mail is kept, whole, in one short transaction with its number; only then the mail server
is told that we have it. Everything else is done to what is kept, and can be done again.
"""

import hashlib
import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, record
from hemvist.casework.models import Case
from hemvist.core.jobs import DATABASE_IS_AWAY, enqueue
from hemvist.core.prepared import Prepared
from hemvist.core.read_once import reading_once
from hemvist.documents.actions import private_store, stored
from hemvist.inbox.answering import acknowledge, answer_erased
from hemvist.inbox.guessing import language_of
from hemvist.inbox.headers import one_address
from hemvist.inbox.landing import land, land_quietly, take_out
from hemvist.inbox.matching import (
    Match,
    case_of_letter,
    is_on_the_case,
    match,
    protected_case_of,
)
from hemvist.inbox.models import IncomingMail, Mailbox, MailState
from hemvist.inbox.quoting import fold
from hemvist.inbox.reading import ReadMail, read_mail
from hemvist.inbox.returned import Report, report_of
from hemvist.inbox.signs import is_automatic, is_own
from hemvist.inbox.wrapping import NOTICES
from hemvist.intake.opening import Told, open_told_case
from hemvist.messaging.returning import has_arrived, has_returned, is_delayed
from hemvist.people.actions import Contact, HouseholdIsErased

HEADERS_AT_MOST = 64_000
log = logging.getLogger(__name__)
WRITTEN = re.compile(
    rb"^(from|date|subject|message-id):.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE
)


class IsDecided(Exception):
    """A colleague has decided meanwhile, or there is nothing to take back."""


class CannotBeTakenBack(Exception):
    """What came of it is a case of its own by now; that is ended or erased as any other."""


@dataclass(frozen=True)
class Arrived:
    """A mail as a server gives it; the envelope where the server knows it, the number by IMAP."""

    raw: bytes
    envelope_from: str | None = None
    envelope_to: str = ""
    uid: int | None = None
    is_whole: bool = True


@transaction.atomic
def take_in(mailbox: Mailbox, arrived: Arrived, *, at: datetime) -> IncomingMail | None:
    """Keep a mail, once. None for one that is here already, by number or by content.

    Whoever calls tells the mail server only when this has been committed.
    """
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if arrived.uid is not None:
        mailbox.last_uid = max(mailbox.last_uid, arrived.uid)
    mailbox.looked_at = at
    mailbox.save(update_fields=["last_uid", "looked_at"])
    digest = digest_of(arrived.raw)
    if IncomingMail.objects.filter(digest=digest).exists():
        return None
    sender = None if arrived.envelope_from is None else arrived.envelope_from.strip("<> ")
    with stored(arrived.raw, kind="mail-") as stored_as:
        mail = IncomingMail.objects.create(
            mailbox=mailbox,
            uid_validity=mailbox.uid_validity if arrived.uid is not None else None,
            uid=arrived.uid,
            digest=digest,
            stored_as=stored_as,
            size=len(arrived.raw),
            envelope_from="?" if sender is None else sender[:320],
            envelope_to=arrived.envelope_to[:5_000],
            received_at=at,
            is_whole=arrived.is_whole,
        )
        enqueue("inbox.sort", mail=mail.pk)
    return mail


def digest_of(raw: bytes) -> str:
    """What makes a mail this mail: what its writer wrote, without what servers put on top."""
    plain = raw.replace(b"\r\n", b"\n")
    head, _gap, body = plain.partition(b"\n\n")
    written = sorted(found[0].strip().lower() for found in WRITTEN.finditer(head[:200_000]))
    content = hashlib.sha256(b"\n".join(written))
    content.update(b"\n\n" + body.rstrip())
    return content.hexdigest()


def raw_of(mail: IncomingMail) -> bytes:
    """The mail as it came; nothing of one that was emptied."""
    if not mail.stored_as:
        return b""
    with private_store().open(mail.stored_as) as content:
        return bytes(content.read())


def sort_mail(pk: int, *, at: datetime) -> None:
    """Put a mail that came where it belongs; whatever goes wrong, a person sees it.

    Doing it twice is doing it once.
    """
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE), reading_once():
            mail = _received(pk)
            if mail is not None:
                _sort(mail, read_mail(raw_of(mail)), at=at)
    except (OSError, MemoryError, *DATABASE_IS_AWAY):
        raise  # the store or the database is in trouble, not the mail: it is tried again
    except Exception:
        log.exception("mail %s", pk)
        leave_to_a_person(pk)


def leave_to_a_person(pk: int) -> None:
    """Put what cannot be understood among the unsorted.

    What says that it is from a protected household is for those named for it alone.
    """
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        mail = _received(pk)
        if mail is not None:
            why = _("It could not be understood by itself.")
            said = (envelope_from(mail) or "", _said_sender(mail))
            hidden = next(filter(None, map(protected_case_of, said)), None)
            _set_aside(mail, MailState.UNSORTED, why, hidden)


def _said_sender(mail: IncomingMail) -> str:
    """The address after From, read as plainly as can be; none where even that cannot be read."""
    with suppress(Exception):
        headers = BytesHeaderParser().parsebytes(raw_of(mail)[:HEADERS_AT_MOST])
        return one_address(str(headers["From"] or ""))[1]
    return ""


def _received(pk: int) -> IncomingMail | None:
    return next(iter(_waiting(pk=pk)), None)


_waiting = Prepared(
    lambda pk: (
        IncomingMail.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk, state=MailState.RECEIVED)
        .order_by()
    ),
    pk=-1,
)


def _sort(mail: IncomingMail, read: ReadMail, *, at: datetime) -> None:
    describe(mail, read)
    recipients = f"{mail.envelope_to} {read.recipients}"
    machine = is_automatic(read.message, envelope_from=envelope_from(mail))
    report = report_of(read, recipients=recipients, is_automatic=machine)
    if report is not None:
        _take_report(mail, report, at=at)
        return
    found = match(read, recipients=recipients)
    if found.erased:
        _empty(mail, read, found, at=at)
    elif machine or is_own(read.sender):
        _take_automatic(mail, read, found, at=at)
    elif found.case is not None:
        _take_answer(mail, read, found.case, at=at)
    else:
        _take_new(mail, read, found, recipients, at=at)


def describe(mail: IncomingMail, read: ReadMail) -> None:
    """Write down of a mail what a list shows."""
    mail.mail_id = read.mail_id
    mail.sender, mail.sender_name, mail.subject = read.sender, read.sender_name, read.subject
    mail.words = " ".join(fold(read.text).said.split())[:300]
    mail.language = language_of(read.text)
    codes = [*read.notices, *([] if mail.is_whole else ["too_large"])]
    mail.why = " ".join(str(NOTICES[code]) for code in codes)[:300]


def envelope_from(mail: IncomingMail) -> str | None:
    """The return path; none where the server did not say."""
    return None if mail.envelope_from == "?" else mail.envelope_from


def _set_aside(mail: IncomingMail, state: MailState, why: str, case: Case | None = None) -> None:
    mail.state, mail.case = state, case
    mail.why = " ".join(part for part in (why, mail.why) if part)[:300]
    mail.save()


def _take_report(mail: IncomingMail, report: Report, *, at: datetime) -> None:
    """What became of a letter of ours; of one that never was, a line and nothing else."""
    if report.delivery is None:
        _set_aside(mail, MailState.BOUNCE, _("It is about a letter that we never sent."))
        return
    deed = {"returned": has_returned, "delayed": is_delayed, "arrived": has_arrived}[report.fate]
    deed(report.delivery, reason=report.reason, is_the_address=report.is_the_address, at=at)
    case = case_of_letter(report.delivery)
    why = {
        "returned": _("A letter of ours came back."),
        "delayed": _("A letter of ours is late; the mail servers go on trying."),
        "arrived": _("A letter of ours has arrived."),
    }[report.fate]
    _set_aside(mail, MailState.BOUNCE, why, case)


def _take_automatic(mail: IncomingMail, read: ReadMail, found: Match, *, at: datetime) -> None:
    case = found.case
    if is_own(read.sender):
        _set_aside(mail, MailState.AUTOMATIC, _("It says that we wrote it ourselves."))
    elif case is not None and is_on_the_case(read.sender, case):
        land_quietly(mail, read, case, at=at)
        mail.save()
    else:
        case = case or found.hidden or protected_case_of(read.sender)
        _set_aside(mail, MailState.AUTOMATIC, _("A machine wrote it."), case)


def _take_answer(mail: IncomingMail, read: ReadMail, case: Case, *, at: datetime) -> None:
    if not is_on_the_case(read.sender, case):
        who = _("The sender is not known in the case it answers.")
        _set_aside(mail, MailState.UNVERIFIED, who, case)
        return
    if not mail.is_whole:
        _set_aside(mail, MailState.UNSORTED, "", case)
        return
    try:
        land(mail, read, case, by=Actor.RESIDENT, at=at)
    except HouseholdIsErased:
        _empty(mail, read, Match(case, erased=True), at=at)
        return
    mail.save()


def _take_new(
    mail: IncomingMail, read: ReadMail, found: Match, recipients: str, *, at: datetime
) -> None:
    """Mail that answers nothing of ours: an enquiry at its own address, else for a person."""
    hidden = protected_case_of(read.sender)
    if hidden is not None:
        who = _("It answers nothing of ours, but its sender's address is in this case.")
        _set_aside(mail, MailState.UNVERIFIED, who, hidden)
        return
    if found.several:
        about = _("It answers letters in several cases.")
        _set_aside(mail, MailState.UNSORTED, about, found.hidden)
        return
    own = settings.ENQUIRY_ADDRESS.lower()
    is_new = bool(own) and own in recipients.lower() and mail.is_whole
    if is_new and read.sender and not _is_known(read.sender):
        open_from(mail, read, name=read.sender_name, language=mail.language, by=None, at=at)
        mail.save()
        return
    _set_aside(mail, MailState.UNSORTED, "")
    acknowledge(mail, read, at=at)


def _is_known(sender: str) -> bool:
    points = {"household__contact_points__normalised": sender}
    return Case.objects.open().filter(**points).exists()


def open_from(
    mail: IncomingMail,
    read: ReadMail,
    *,
    name: str,
    language: str,
    by: User | None,
    at: datetime,
) -> Case:
    """Make a mail the enquiry of a new household; the promise runs from when it came."""
    told = Told(
        name=name[:200],
        contact=Contact(channels=["email"], language=language, email=read.sender),
        text="",
    )
    actor = by or Actor.RESIDENT
    case = open_told_case(told, at=mail.received_at, language=language, source="mail", by=actor)
    land(mail, read, case, by=actor, at=at)
    mail.state = MailState.ENQUIRY
    return case


def _empty(mail: IncomingMail, read: ReadMail, found: Match, *, at: datetime) -> None:
    """Keep nothing of a mail to a household that has been erased, and tell its writer so."""
    answer_erased(mail, read, case=found.case, at=at)
    forget(mail, _("It was to a case that has been erased; nothing of it is kept."))


def forget(mail: IncomingMail, why: str) -> None:
    """Empty a mail of all but the seal by which it would be known again."""
    stored_as = mail.stored_as
    mail.state, mail.why, mail.case, mail.message = MailState.EMPTIED, why, None, None
    for name in ("stored_as", "envelope_from", "envelope_to", "mail_id", "sender", "sender_name"):
        setattr(mail, name, "")
    mail.subject = mail.words = mail.language = ""
    mail.before = {}
    mail.save()
    if stored_as:
        transaction.on_commit(lambda: private_store().delete(stored_as))


@transaction.atomic
def attach_mail(mail: IncomingMail, *, case: Case, by: User, at: datetime) -> Case:
    """A person says that a mail belongs to a case. Raises IsDecided, HouseholdIsErased."""
    mail = _undecided(mail, by=by, at=at)
    read = read_mail(raw_of(mail))
    is_theirs = is_on_the_case(read.sender, case)
    land(mail, read, case, by=by, at=at, is_own=is_theirs)
    mail.save()
    return mail.case or case


@transaction.atomic
def make_enquiry(mail: IncomingMail, *, name: str, language: str, by: User, at: datetime) -> Case:
    """A person says that a mail is somebody new. Raises IsDecided."""
    mail = _undecided(mail, by=by, at=at)
    read = read_mail(raw_of(mail))
    case = open_from(mail, read, name=name, language=language, by=by, at=at)
    mail.save()
    return case


@transaction.atomic
def set_aside(mail: IncomingMail, *, by: User, at: datetime) -> None:
    """A person says that a mail is not for us; it is kept for a month, and nobody is answered.

    Raises IsDecided.
    """
    mail = _undecided(mail, by=by, at=at)
    mail.state = MailState.NOT_OURS
    mail.save()
    record("mail.set_aside", mail, by=by, at=at)


@transaction.atomic
def take_back(mail: IncomingMail, *, by: User, at: datetime) -> None:
    """Undo where a mail was put: it waits to be decided again.

    Raises IsDecided when there is nothing to undo, CannotBeTakenBack for a case it opened.
    """
    mail = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.state == MailState.ENQUIRY:
        raise CannotBeTakenBack
    if not mail.may_be_taken_back:
        raise IsDecided
    take_out(mail, by=by, at=at)
    mail.state, mail.decided_by, mail.decided_at, mail.landed_at = MailState.UNSORTED, by, at, None
    hidden = mail.case if mail.case and mail.case.household.is_protected else None
    mail.case = hidden
    mail.why = ""
    mail.save()
    record("mail.taken_back", mail, by=by, at=at)


def _undecided(mail: IncomingMail, *, by: User, at: datetime) -> IncomingMail:
    mail = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if not mail.may_be_decided:
        raise IsDecided
    mail.decided_by, mail.decided_at = by, at
    return mail
