"""Putting a mail into a case: as a message with its files, and taking it out again."""

import contextlib
import re
import uuid
from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from hemvist.audit.actions import Actor, By, record
from hemvist.casework.actions import CaseHasChanged, locked, receive_message
from hemvist.casework.models import Case, RegisterEntry
from hemvist.casework.putting_back import difference, put_back, snapshot
from hemvist.casework.register import register
from hemvist.documents.actions import add_file, remove_files
from hemvist.documents.kinds import (
    MIME,
    FileIsEmpty,
    FileIsTooLarge,
    FileLies,
    KindIsNotTaken,
    kind_of,
    plain_name,
)
from hemvist.documents.models import CaseFile, FileSource
from hemvist.inbox.meetings import is_calendar, meetings_in
from hemvist.inbox.models import IncomingMail, MailState
from hemvist.inbox.quoting import fold
from hemvist.inbox.reading import Part, ReadMail
from hemvist.messaging.actions import post_message
from hemvist.messaging.models import Delivery, Direction, Message, MessageChannel
from hemvist.people.actions import keep_from_erasure

MOST_FILES = 20
NAMESPACE = uuid.UUID("5ad3a1f6-7d43-4d6b-9a53-1d3a0f6f3e52")
# What mail programs put before the subject of an answer: Re, Sv, Ang, Vs, Отв, На, رد.
ANSWERED = re.compile(r"^(?:\s*(?:re|sv|svar|ang|vs|vl|отв|відп|رد)(?:\[\d+\])?\s*:\s*)+", re.I)
NOT_TAKEN = (FileIsEmpty, FileIsTooLarge, FileLies, KindIsNotTaken)


def land(
    mail: IncomingMail, read: ReadMail, case: Case, *, by: By, at: datetime, is_own: bool = True
) -> Message:
    """Put a mail into a case as the person's message: the clock starts, the host sees it.

    The clock begins when the mail came and not when somebody decided. Not `is_own`: written by
    somebody else, which the message says. Raises HouseholdIsErased.
    """
    case = locked(case)
    before = snapshot(case)
    message = receive_message(
        case,
        body=_body(read, is_own=is_own),
        channel=MessageChannel.EMAIL,
        at=mail.received_at,
        key=_key(mail),
        subject=_new_subject(read, case),
        mail_id=read.mail_id,
    )
    files = _add_files(case, read.parts, message, at=at)
    case = locked(case)
    mail.before, mail.version_after = difference(before, snapshot(case)), case.version
    _mark(mail, case, message, at=at)
    mail.state = MailState.LANDED
    record("mail.landed", case, by=by, detail={"mail": mail.pk, "files": files}, at=at)
    return message


def _new_subject(read: ReadMail, case: Case) -> str:
    """The subject, unless it only repeats that of a letter of ours: then it says nothing."""
    said = ANSWERED.sub("", read.subject).strip()
    if said != read.subject.strip():
        ours = Delivery.objects.filter(message__conversation=case.conversation_id, subject=said)
        if ours.exists():
            return ""
    return read.subject[:200]


def land_quietly(mail: IncomingMail, read: ReadMail, case: Case, *, at: datetime) -> None:
    """Put what a machine answered into the case: it is seen, and starts no clock."""
    keep_from_erasure(case.household)
    case = locked(case)
    message, is_new = post_message(
        case.conversation,
        direction=Direction.IN,
        channel=MessageChannel.EMAIL,
        body=_("(Automatic) %(text)s") % {"text": _body(read, is_own=True)},
        author=None,
        language=case.household.language,
        at=mail.received_at,
        subject=read.subject[:200],
        key=_key(mail),
        mail_id=read.mail_id,
    )
    if is_new:
        register(
            case,
            direction=Direction.IN,
            subject="Automatiskt svar",
            at=mail.received_at,
            message=message,
        )
    _mark(mail, case, message, at=at)
    mail.state = MailState.AUTOMATIC
    record("mail.automatic", case, by=Actor.SYSTEM, detail={"mail": mail.pk}, at=at)


def _mark(mail: IncomingMail, case: Case, message: Message, *, at: datetime) -> None:
    mail.case, mail.message, mail.landed_at = case, message, at


def _key(mail: IncomingMail) -> uuid.UUID:
    """The same mail makes the same message; taken out and put in again it is a new one."""
    return uuid.uuid5(NAMESPACE, f"{mail.digest}:{mail.decided_at or ''}")


def _body(read: ReadMail, *, is_own: bool) -> str:
    said = fold(read.text).said
    meetings = [meeting.as_text for meeting in meetings_in(read.parts)]
    said = "\n\n".join([said, *meetings] if said else meetings) or _("(No text)")
    if is_own:
        return said
    who = f"{read.sender_name} <{read.sender}>" if read.sender else read.sender_name
    return _("Written by %(who)s, not by the household.") % {"who": who} + "\n\n" + said


def _add_files(case: Case, parts: tuple[Part, ...], message: Message, *, at: datetime) -> int:
    """Take what came along into the case, if it is of a kind we take; the rest is in the mail."""
    taken, is_told = 0, bool(meetings_in(parts))
    for part in parts[:MOST_FILES]:
        if is_told and is_calendar(part):
            continue  # the message says it in words
        upload = _as_upload(part)
        if upload is None:
            continue
        try:
            add_file(
                case,
                upload=upload,
                source=FileSource.PERSON,
                by=Actor.RESIDENT,
                at=at,
                message=message,
            )
        except NOT_TAKEN:
            continue
        taken += 1
    return taken


def _as_upload(part: Part) -> SimpleUploadedFile | None:
    """A part as a file, named as what it is: mail programs say of many that they are only bytes."""
    try:
        kind = kind_of(BytesIO(part.content), name=part.name, declared="")
    except FileLies as lie:
        if part.name:
            return None
        kind = lie.kind
    except (FileIsEmpty, KindIsNotTaken):
        return None
    return SimpleUploadedFile(plain_name(part.name, kind), part.content, content_type=MIME[kind])


def take_out(mail: IncomingMail, *, by: By, at: datetime) -> None:
    """Take a mail out of a case it should not be in: message, files, and what it changed there.

    Its lines of the register stay, as their numbers must, and say that they were a mistake. The
    case is put back only where nobody has done anything since.
    """
    case, message = mail.case, mail.message
    if case is None or message is None or mail.landed_at is None:
        return
    case = locked(case)
    entries = RegisterEntry.objects.filter(case=case)
    its_files = entries.filter(registered_at=mail.landed_at, message=None, direction=Direction.IN)
    for lines in (its_files, entries.filter(message=message)):
        lines.update(subject="Makulerad, hörde till annat")
    remove_files(CaseFile.objects.filter(message=message))
    mail.message = None
    mail.save(update_fields=["message"])
    message.delete()
    record("mail.taken_out", case, by=by, detail={"mail": mail.pk}, at=at)
    if mail.before and mail.version_after is not None:
        with contextlib.suppress(CaseHasChanged):
            put_back(case, mail.before, version=mail.version_after, by=by, at=at)
    mail.before, mail.version_after = {}, None
