"""Taking files into a case, having them scanned, and removing them with the household."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.actions import hear, locked
from hemvist.casework.models import Case
from hemvist.casework.register import register
from hemvist.core.jobs import enqueue
from hemvist.documents.kinds import (
    MOST_BYTES,
    FileIsTooLarge,
    kind_of,
    plain_name,
    without_traces,
)
from hemvist.documents.models import CaseFile, FileKind, FileSource, ScanState
from hemvist.documents.scanning import is_harmful, is_watched
from hemvist.messaging.models import Direction, Message
from hemvist.people.actions import keep_from_erasure

FILES_A_DAY = 20
DAY, TWICE = timedelta(days=1), timedelta(hours=1)
SUBJECTS = {
    FileSource.PERSON: "Handling från den sökande",
    FileSource.ELSEWHERE: "Handling från annan",
}


class TooManyFiles(Exception):
    """More than FILES_A_DAY from one household."""


def private_store() -> Storage:
    """Where contents lie: no address leads there."""
    return storages["private"]


@transaction.atomic
def add_file(
    case: Case,
    *,
    upload: UploadedFile,
    source: FileSource,
    by: By,
    at: datetime,
    message: Message | None = None,
    once_since: datetime | None = None,
) -> CaseFile:
    """Take a file into a case; what comes from outside is registered at once.

    With `message`, a file that came with it, or goes out with it. With `once_since`, the same
    content again from the same side after that moment is the file that is there.

    Raises HouseholdIsErased, FileIsEmpty, FileIsTooLarge, KindIsNotTaken, FileLies.
    """
    kind, content = _content_of(upload)
    keep_from_erasure(case.household)
    case, digest = locked(case), hashlib.sha256(content).hexdigest()
    if once_since is not None:
        same = case.files.filter(digest=digest, source=source, created_at__gt=once_since).first()
        if same is not None:
            return same
    with stored(content) as stored_as:
        kept = CaseFile.objects.create(
            case=case,
            name=plain_name(upload.name or "", kind),
            kind=kind,
            source=source,
            size=len(content),
            digest=digest,
            stored_as=stored_as,
            author=by if isinstance(by, User) else None,
            message=message,
            created_at=at,
            scan=ScanState.WAITING if is_watched() else ScanState.NOT_SCANNED,
        )
        _tell(kept, by=by, at=at)
    return kept


def _content_of(upload: UploadedFile) -> tuple[FileKind, bytes]:
    """What a file is and what is kept of it; found out before the case is locked."""
    if (upload.size or 0) > MOST_BYTES:
        raise FileIsTooLarge
    kind = kind_of(upload, name=upload.name or "", declared=upload.content_type or "")
    return kind, without_traces(upload, kind)


@contextmanager
def stored(content: bytes, *, kind: str = "") -> Iterator[str]:
    """Put a content into the store; it is taken out again when what is done with it fails.

    What a death in the act leaves there is found by night (`leftovers`).
    """
    stored_as = private_store().save(f"{kind}{uuid.uuid4().hex}", ContentFile(content))
    try:
        with transaction.atomic():
            yield stored_as
    except BaseException:
        private_store().delete(stored_as)
        raise


@transaction.atomic
def take_from_person(case: Case, *, upload: UploadedFile, at: datetime) -> CaseFile:
    """Take a file that the person gives us on their own page; the clock runs as for a message.

    The same file pressed twice is one. Raises TooManyFiles, and what add_file raises.
    """
    keep_from_erasure(case.household)
    given = CaseFile.objects.filter(
        case__household=case.household_id, source=FileSource.PERSON, author=None
    )
    if given.filter(created_at__gt=at - DAY).count() >= FILES_A_DAY:
        raise TooManyFiles
    source, since = FileSource.PERSON, at - TWICE
    kept = add_file(case, upload=upload, source=source, by=Actor.RESIDENT, at=at, once_since=since)
    if kept.created_at == at:
        hear(locked(case), at=at)
    return kept


def _tell(kept: CaseFile, *, by: By, at: datetime) -> None:
    detail = {"file": kept.pk, "kind": str(kept.kind), "source": str(kept.source)}
    record("file.added", kept.case, by=by, detail=detail, at=at)
    if kept.source in SUBJECTS:
        subject = SUBJECTS[FileSource(kept.source)]
        register(kept.case, direction=Direction.IN, subject=subject, at=at)
    _have_scanned(kept)


def _have_scanned(kept: CaseFile) -> None:
    if kept.scan == ScanState.WAITING:
        enqueue("documents.scan", file=kept.pk)


@transaction.atomic
def scan_file(kept: CaseFile, *, at: datetime) -> None:
    """Have a file scanned; what is harmful is removed, and its line says so.

    Raises ScannerIsAway; the file then waits, and nobody opens it.
    """
    kept = CaseFile.objects.select_for_update().get(pk=kept.pk)
    if kept.scan != ScanState.WAITING:
        return
    with private_store().open(kept.stored_as) as content:
        harmful = is_harmful(content)
    kept.scan = ScanState.REFUSED if harmful else ScanState.CLEAN
    kept.save(update_fields=["scan"])
    if harmful:
        record("file.refused", kept.case, by=Actor.SYSTEM, detail={"file": kept.pk}, at=at)
        transaction.on_commit(lambda: private_store().delete(kept.stored_as))


@transaction.atomic
def give_with_message(kept: CaseFile, message: Message, *, at: datetime) -> CaseFile:
    """Let a file go out with a message; one that has gone with another goes as a copy.

    One that was refused meanwhile does not go: nothing of it is left.
    """
    if kept.scan == ScanState.REFUSED:
        return kept
    if kept.message_id is None:
        kept.message = message
        kept.save(update_fields=["message"])
        return kept
    with private_store().open(kept.stored_as) as file:
        content = file.read()
    with stored(content) as stored_as:
        kept.pk, kept._state.adding = None, True
        kept.stored_as, kept.message, kept.created_at = stored_as, message, at
        kept.source = FileSource.OURS
        kept.save()
        _have_scanned(kept)
    return kept


def remove_files(files: Iterable[CaseFile]) -> None:
    """Remove files with their contents, once the transaction holds."""
    for kept in files:
        stored_as = kept.stored_as
        kept.delete()
        transaction.on_commit(lambda name=stored_as: private_store().delete(name))  # type: ignore[misc]
