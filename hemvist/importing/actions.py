"""What is done with lists: given, read, understood, compared, brought in, taken back."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, By, record
from hemvist.core.jobs import enqueue
from hemvist.importing import storing
from hemvist.importing.faults import CannotRead
from hemvist.importing.following import fetch_all
from hemvist.importing.lines import Line, clean
from hemvist.importing.mapping import with_said
from hemvist.importing.models import (
    WORKING,
    Import,
    ImportLine,
    ImportState,
    Source,
)
from hemvist.importing.reading import read

LINES_AT_ONCE = 1_000
DAYS_LINES_ARE_KEPT = 30
HOURS_FILES_ARE_KEPT = 24
Fetch = Callable[[str], bytes]


class IsBusy(Exception):
    """Somebody, or a worker, has taken this list further meanwhile."""


class AnotherIsUnderWay(Exception):
    """One list of a source at a time."""


@transaction.atomic
def save_source(source: Source, *, by: By) -> Source:
    """Add a source, or change what is known of it."""
    source.save()
    record("source.saved", source, by=by)
    return source


@transaction.atomic
def give_list(
    source: Source, *, by: By, at: datetime, file: Any = None, address: str = ""
) -> Import:
    """Take in a file, or an address to fetch one from; a worker reads it.

    Raises AnotherIsUnderWay while the source's last list is being worked on, and CannotRead for
    a file that is too large.
    """
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.imports.in_state(*WORKING).exists():
        raise AnotherIsUnderWay
    given = Import.objects.create(
        source=source,
        by=by if isinstance(by, User) else None,
        began_at=at,
        file_name=clean(getattr(file, "name", ""))[:200],
        stored_as=storing.store(file) if file else "",
        address="" if file else address,
        licence=source.licence,
    )
    record("import.given", given, by=by, detail={"source": source.pk})
    enqueue("importing.read", import_pk=given.pk)
    return given


def read_list(given: Import, *, fetch: Fetch) -> None:
    """Fetch the file if need be, read it line by line, delete it, and go on by itself.

    Lines are kept a thousand at a time, so that one sees how far it has come; a list that is
    read anew after a fall begins anew. What cannot be read is refused with its reason.
    """
    _advance(given, {ImportState.WAITING, ImportState.READING}, ImportState.READING)
    given.lines.all().delete()
    given.lines_read = 0
    try:
        if given.address and not given.stored_as:
            content = fetch_all(given.source.kind, given.address, fetch=fetch)
            given.stored_as = storing.store(content)
            given.save(update_fields=["stored_as"])
        with storing.opened(given.stored_as) as file:
            _keep_lines(given, read(given.source.kind, file))
    except CannotRead as error:
        refuse_list(given, error)
    finally:
        _discard(given)
    if given.state == ImportState.READING:
        _go_on(given)


def _keep_lines(given: Import, lines: Iterable[Line]) -> None:
    batch: list[ImportLine] = []
    for line in lines:
        batch.append(
            ImportLine(
                import_of=given,
                number=line.number,
                values=line.values,
                read_faults=[fault.kept() for fault in line.faults],
            )
        )
        if not given.lines_read and len(batch) == 1:
            given.headings = list(line.values)
        if len(batch) == LINES_AT_ONCE:
            _keep(given, batch)
            batch = []
    _keep(given, batch)


@transaction.atomic
def _keep(given: Import, batch: list[ImportLine]) -> None:
    ImportLine.objects.bulk_create(batch)
    given.lines_read += len(batch)
    given.save(update_fields=["lines_read", "headings"])


def _discard(given: Import) -> None:
    storing.discard(given.stored_as)
    given.stored_as = ""
    given.save(update_fields=["stored_as"])


@transaction.atomic
def _go_on(given: Import) -> None:
    """A table whose headings nobody has explained waits; all else is compared at once."""
    source = given.source
    said = source.mapping.get("columns", {})
    is_understood = not source.has_table or set(given.headings) <= set(said)
    if source.has_figures:
        is_understood = bool(source.mapping.get("words"))
    if is_understood:
        ask_to_compare(given)
    else:
        _advance(given, {ImportState.READING}, ImportState.MAPPING)


def refuse_list(given: Import, error: CannotRead) -> None:
    """Write down why a list cannot be taken in; nothing of it was."""
    given.lines.all().delete()
    given.state, given.fault = ImportState.REFUSED, error.fault.kept()
    given.save(update_fields=["state", "fault"])


@transaction.atomic
def understand_list(given: Import, *, by: By, **said: Any) -> None:
    """Remember what headings and words mean, for this list and the next ones; compare anew.

    Raises IsBusy if the list has gone further meanwhile.
    """
    source = Source.objects.select_for_update().get(pk=given.source_id)
    source.mapping = with_said(source.mapping, **said)
    source.save(update_fields=["mapping"])
    given.source = source
    record("source.understood", source, by=by)
    ask_to_compare(given)


@transaction.atomic
def ask_to_compare(given: Import) -> None:
    """Let a worker find out what each line would do. Raises IsBusy."""
    before = {ImportState.READING, ImportState.MAPPING, ImportState.READY}
    _advance(given, before, ImportState.COMPARING)
    enqueue("importing.compare", import_pk=given.pk)


@transaction.atomic
def ask_to_bring_in(given: Import, *, closes_missing: bool, by: By) -> None:
    """Let a worker bring the list in. Raises IsBusy if it is not ready, or no longer."""
    _advance(given, {ImportState.READY}, ImportState.BRINGING_IN)
    given.closes_missing = closes_missing
    given.save(update_fields=["closes_missing"])
    record("import.confirmed", given, by=by)
    enqueue("importing.bring_in", import_pk=given.pk, by=by.pk if isinstance(by, User) else 0)


@transaction.atomic
def ask_to_undo(given: Import, *, by: By) -> None:
    """Let a worker take the list back. Raises IsBusy if it is not in, or no longer."""
    _advance(given, {ImportState.DONE}, ImportState.UNDOING)
    enqueue("importing.undo", import_pk=given.pk, by=by.pk if isinstance(by, User) else 0)


@transaction.atomic
def drop_list(given: Import, *, by: By) -> None:
    """Put a list aside without bringing it in. Raises IsBusy."""
    _advance(given, {ImportState.MAPPING, ImportState.READY}, ImportState.DROPPED)
    given.lines.all().delete()
    record("import.dropped", given, by=by)


@transaction.atomic
def ask_to_take_out(source: Source, *, by: By) -> None:
    """Let a worker take out all that came from a source and from nobody else.

    Raises AnotherIsUnderWay while a list of it is being worked on.
    """
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.imports.in_state(*WORKING).exists():
        raise AnotherIsUnderWay
    record("source.taking_out", source, by=by)
    enqueue("importing.take_out", source_pk=source.pk, by=by.pk if isinstance(by, User) else 0)


@transaction.atomic
def tidy(*, at: datetime) -> None:
    """Delete the lines of old lists, which then can no longer be taken back, and lost files."""
    before = at - timedelta(days=DAYS_LINES_ARE_KEPT)
    ImportLine.objects.filter(import_of__began_at__lt=before).delete()
    old = Import.objects.filter(began_at__lt=before)
    old.in_state(ImportState.MAPPING, ImportState.READY).update(state=ImportState.DROPPED)
    storing.discard_old(before=at - timedelta(hours=HOURS_FILES_ARE_KEPT))


def actor_of(pk: int) -> By:
    """Who asked a worker for something; the system for nobody."""
    return User.objects.filter(pk=pk).first() or Actor.SYSTEM


def _advance(given: Import, before: set[ImportState], after: ImportState) -> None:
    """Take a list from one state to the next, once, however many try. Raises IsBusy."""
    moved = Import.objects.filter(pk=given.pk, state__in=before).update(state=after)
    if not moved:
        raise IsBusy
    given.state = after
