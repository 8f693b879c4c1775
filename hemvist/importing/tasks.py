"""The work on lists that nobody waits for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.audit.actions import Actor
from hemvist.importing import actions, bringing_in
from hemvist.importing.faults import CannotRead, Fault
from hemvist.importing.fetching import fetch
from hemvist.importing.models import Import, ImportState, LineState, Source


@app.task(name="importing.read")
def read(import_pk: int) -> None:
    """Read a list that was given."""
    given = _list(import_pk, ImportState.WAITING, ImportState.READING)
    if given is None:
        return
    try:
        actions.read_list(given, fetch=fetch)
    except Exception:
        actions.refuse_list(given, CannotRead("broken_off"))
        raise


@app.task(name="importing.compare")
def compare(import_pk: int) -> None:
    """Find out what a list would do; one that comes by itself every night is brought in."""
    given = _list(import_pk, ImportState.COMPARING)
    if given is None:
        return
    with _back_to(ImportState.MAPPING, given):
        bringing_in.compare_list(given, at=timezone.now())
    if given.by_id is None and _is_ordinary(given):
        actions.ask_to_bring_in(given, closes_missing=True, by=Actor.SYSTEM)


@app.task(name="importing.bring_in")
def bring_in(import_pk: int, by: int) -> None:
    """Bring a list in."""
    given = _list(import_pk, ImportState.BRINGING_IN)
    if given is not None:
        with _back_to(ImportState.READY, given):
            bringing_in.bring_in(given, at=timezone.now(), by=actions.actor_of(by))


@app.task(name="importing.undo")
def undo(import_pk: int, by: int) -> None:
    """Take a list back."""
    given = _list(import_pk, ImportState.UNDOING)
    if given is not None:
        with _back_to(ImportState.DONE, given):
            bringing_in.undo_list(given, at=timezone.now(), by=actions.actor_of(by))


@app.task(name="importing.take_out")
def take_out(source_pk: int, by: int) -> None:
    """Take out all that came from a source."""
    source = Source.objects.filter(pk=source_pk).first()
    if source is not None:
        bringing_in.take_out_source(source, at=timezone.now(), by=actions.actor_of(by))


@app.periodic(cron="50 2 * * *")
@app.task(name="importing.nightly", queueing_lock="importing.nightly")
def nightly(timestamp: int) -> None:
    """Fetch the jobs of every source that somebody said shall come by itself."""
    for source in Source.objects.filter(is_nightly=True):
        try:
            actions.give_list(
                source,
                by=Actor.SYSTEM,
                at=datetime.fromtimestamp(timestamp, UTC),
                address=source.address,
            )
        except actions.AnotherIsUnderWay:
            continue


@app.periodic(cron="10 4 * * *")
@app.task(name="importing.tidy", queueing_lock="importing.tidy")
def tidy(timestamp: int) -> None:
    """Delete old lines and files that nobody read."""
    actions.tidy(at=datetime.fromtimestamp(timestamp, UTC))


def _list(pk: int, *states: ImportState) -> Import | None:
    """The list, if it still waits for this; a job may be started twice."""
    return Import.objects.select_related("source").filter(pk=pk, state__in=states).first()


@contextmanager
def _back_to(state: ImportState, given: Import) -> Iterator[None]:
    """If something breaks nothing was changed: the list is where it was, and says so."""
    try:
        yield
    except Exception:
        fault = Fault("broken_off").kept()
        Import.objects.filter(pk=given.pk).update(state=state, fault=fault)
        raise


def _is_ordinary(given: Import) -> bool:
    """Whether nobody need look: a source that is broken takes back most of what it had."""
    gone = given.counts.get(LineState.GONE.value, 0)
    kept = sum(
        given.counts.get(state.value, 0) for state in (LineState.CHANGED, LineState.UNCHANGED)
    )
    return gone <= max(kept, 10)
