"""Comparing a list with what is there, bringing it in, and taking it back.

All three know no places, jobs or figures: a target tells each row field by field.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hemvist.audit.actions import By, record
from hemvist.core.dates import local_day
from hemvist.importing.faults import Fault
from hemvist.importing.mapping import mapped
from hemvist.importing.models import Import, ImportLine, ImportState, LineState, Source
from hemvist.importing.queries import columns_of
from hemvist.importing.targets import Target, target_of
from hemvist.importing.targets.target import own_id
from hemvist.importing.understanding import Flat

LINES_AT_ONCE = 1_000
COMPARED = ["key", "state", "name", "faults", "wanted", "changes", "subject_id"]
Batch = list[ImportLine]


@transaction.atomic
def compare_list(given: Import, *, at: datetime) -> None:
    """Find out what each line would do, and which rows the list no longer has."""
    target = target_of(given.source, on=local_day(at))
    columns = columns_of(given) if given.source.has_table else None
    given.lines.filter(state=LineState.GONE).delete()
    known, seen, counts = target.known(), dict[str, int](), Counter[str]()
    for batch in _batches(given):
        for line in batch:
            values = mapped(line.values, columns) if columns else line.values
            _understand(line, values, target, seen)
            if line.state != LineState.FAULTY:
                line.subject_id = _subject(line, target, known, given.source.slug)
        _say_states(batch, target, known, stands_apart=given.source.stands_apart)
        counts.update(line.state for line in batch)
        _keep(batch, COMPARED)
    counts[LineState.GONE] += _note_gone(given, target, known, seen)
    given.counts = {state: count for state, count in counts.items() if count}
    given.state = ImportState.READY
    given.save(update_fields=["counts", "state"])


def _batches(given: Import) -> Iterator[Batch]:
    last = 0
    while batch := list(given.lines.filter(pk__gt=last).order_by("pk")[:LINES_AT_ONCE]):
        last = batch[-1].pk
        yield batch


def _keep(batch: Batch, fields: list[str]) -> None:
    """Write over the lines that are there, with one statement for all."""
    ImportLine.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=["pk"], update_fields=fields
    )


def _understand(line: ImportLine, values: Flat, target: Target, seen: dict[str, int]) -> None:
    found = target.understand(values)
    line.key, line.name, line.wanted, line.changes = found.key[:300], found.name, found.wanted, []
    faults = [*line.read_faults, *(fault.kept() for fault in found.faults)]
    if not line.key and not faults:
        faults = [Fault("no_id").kept()]
    if not faults and line.key in seen:
        faults = [Fault("same_as", {"row": seen[line.key]}).kept()]
    if line.key:
        seen.setdefault(line.key, line.number or 0)
    line.faults = faults
    line.state = LineState.FAULTY if faults else ""


def _subject(line: ImportLine, target: Target, known: dict[str, UUID], source: str) -> UUID:
    return (
        known.get(line.key)
        or target.find(line.key, line.wanted)
        or own_id(source, line.key, "subject")
    )


def _say_states(
    batch: Batch, target: Target, known: dict[str, UUID], *, stands_apart: bool
) -> None:
    current = target.current(line.subject_id for line in batch if not line.state)
    for line in batch:
        if line.state:
            continue
        now = current.get(line.subject_id)
        if now is None:
            is_over = target.is_closed(line.wanted)
            line.state = LineState.UNCHANGED if is_over else LineState.NEW
        elif stands_apart and line.key not in known:
            line.state = LineState.ELSEWHERE
        else:
            line.changes = [
                [name, now.get(name, ""), text]
                for name, text in line.wanted.items()
                if now.get(name, "") != text
            ]
            line.state = LineState.CHANGED if line.changes else LineState.UNCHANGED


def _note_gone(given: Import, target: Target, known: dict[str, UUID], seen: dict[str, int]) -> int:
    """Lines for what the source had and has no longer.

    A stream of jobs says itself what goes, and a figure stays true of its year.
    """
    if given.source.has_figures or given.lines.filter(values__partial="yes").exists():
        return 0
    here = set(given.lines.exclude(state=LineState.FAULTY).values_list("subject_id", flat=True))
    gone = {key: pk for key, pk in known.items() if key not in seen and pk not in here}
    current = target.current(gone.values())
    lines = [
        ImportLine(
            import_of=given,
            key=key,
            state=LineState.GONE,
            subject_id=pk,
            name=(current[pk].get("name") or current[pk].get("title") or key)[:200],
        )
        for key, pk in gone.items()
        if pk in current and not target.is_closed(current[pk])
    ]
    ImportLine.objects.bulk_create(lines, batch_size=1_000)
    return len(lines)


@transaction.atomic
def bring_in(given: Import, *, at: datetime, by: By) -> None:
    """Make everything be as the list says, in one transaction; remember how it was.

    An empty cell leaves what is there. What the list no longer has is noted as missing, and
    closed only if somebody said so.
    """
    target = target_of(given.source, on=local_day(at))
    known = target.known()
    counts: Counter[str] = Counter()
    for batch in _batches(given):
        _write(batch, target, set(known), by=by)
        _close_missing(batch, target, closes=given.closes_missing, by=by)
        counts.update(line.state for line in batch)
        _keep(batch, ["before", "after", "values"])
    given.state, given.brought_in_at, given.counts = ImportState.DONE, at, dict(counts)
    given.save(update_fields=["state", "brought_in_at", "counts"])
    record("import.brought_in", given, by=by, detail=given.counts)


def _write(batch: Batch, target: Target, known: set[str], *, by: By) -> None:
    wanted = [line for line in batch if line.state in (LineState.NEW, LineState.CHANGED)]
    noted = [line for line in batch if line.state == LineState.UNCHANGED]
    current = target.current(line.subject_id for line in [*wanted, *noted])
    flats: dict[UUID, Flat] = {}
    for line in wanted:
        now = current.get(line.subject_id)
        line.before = None if now is None else {"said": now, "was_known": line.key in known}
        line.after = {"said": {**(now or {}), **line.wanted, **target.stamp}}
        flats[line.subject_id] = line.after["said"]
    keys = {line.subject_id: line.key for line in wanted}
    target.write(flats, keys, by=by)
    unnoted = {line.subject_id for line in noted if line.key in known}
    target.note_missing(unnoted, missing=False, by=by)
    _remember(wanted, target)
    for line in batch:
        line.values = {}


def _remember(wanted: Batch, target: Target) -> None:
    """How it really is now: a database may keep a word differently from how it was said."""
    current = target.current(line.subject_id for line in wanted)
    for line in wanted:
        line.after = {"said": current.get(line.subject_id, {})}


def _close_missing(batch: Batch, target: Target, *, closes: bool, by: By) -> None:
    gone = [line for line in batch if line.state == LineState.GONE]
    if not gone:
        return
    current = target.current(line.subject_id for line in gone)
    gone = [line for line in gone if line.subject_id in current]
    if closes:
        for line in gone:
            line.before = {"said": current[line.subject_id], "was_known": True}
            line.after = {"said": target.closed(current[line.subject_id])}
        flats = {line.subject_id: line.after["said"] for line in gone if line.after}
        target.write(flats, {line.subject_id: line.key for line in gone}, by=by)
        _remember(gone, target)
    target.note_missing([line.subject_id for line in gone], missing=True, by=by)


@transaction.atomic
def undo_list(given: Import, *, at: datetime, by: By) -> None:
    """Make everything be as it was before the list came in, but what was changed since.

    That is left as it is and counted, so that somebody can look at it.
    """
    target = target_of(given.source, on=local_day(at))
    kept_back = 0
    for batch in _batches(given):
        kept_back += _take_back(batch, target, by=by)
        _keep(batch, ["is_kept_back"])
    given.state, given.undone_at = ImportState.UNDONE, at
    given.counts = {**given.counts, "kept_back": kept_back}
    given.save(update_fields=["state", "undone_at", "counts"])
    record("import.undone", given, by=by, detail={"kept_back": kept_back})


def _take_back(batch: Batch, target: Target, *, by: By) -> int:
    gone = [line.subject_id for line in batch if line.state == LineState.GONE]
    done = [line for line in batch if line.after]
    current = target.current(line.subject_id for line in done)
    for line in done:
        now = current.get(line.subject_id)
        line.is_kept_back = now is not None and now != (line.after or {})["said"]
    going = [line for line in done if not line.is_kept_back and line.subject_id in current]
    new = [line for line in going if line.before is None]
    old = [line for line in going if line.before]
    target.remove([line.subject_id for line in new], by=by)
    flats = {line.subject_id: line.before["said"] for line in old if line.before}
    target.write(flats, {line.subject_id: line.key for line in old}, by=by)
    first = [line.subject_id for line in old if line.before and not line.before["was_known"]]
    target.forget(first, by=by)
    target.note_missing(gone, missing=False, by=by)
    return sum(line.is_kept_back for line in done)


@transaction.atomic
def take_out_source(source: Source, *, at: datetime, by: By) -> None:
    """Take out all that came from a source; what others say too stays, without its name.

    Its lists can then no longer be taken back one by one, for nothing of them is left.
    """
    target = target_of(source, on=local_day(at))
    rows = set(target.known().values())
    shared = target.said_by_others(rows)
    target.remove(rows - shared, by=by)
    target.forget(shared, by=by)
    done = source.imports.in_state(ImportState.DONE)
    ImportLine.objects.filter(import_of__in=done).delete()
    done.update(state=ImportState.UNDONE, undone_at=at)
    record("source.taken_out", source, by=by, detail={"rows": len(rows - shared)})
