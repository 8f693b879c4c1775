"""What changes happenings; what is saved gets its times in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hemvist.audit.actions import Actor, By, record, record_all
from hemvist.core.dates import local_day, today
from hemvist.core.fetching import FetchingFailed, fetch
from hemvist.core.working_time import ZONE
from hemvist.happenings.calendar_files import (
    LONGEST_FILE,
    FileIsNoCalendar,
    ReadEvent,
    read_calendar,
)
from hemvist.happenings.models import CalendarSource, Happening, Occurrence
from hemvist.happenings.recurrence import (
    RuleIsNotUnderstood,
    checked_rule,
    occurrences_of,
)

NOT_COMPARED = {"created_at", "changed_at", "sequence", "checked_on"}
# What another's calendar says; newcomers, texts in more languages and so on are ours to add.
FROM_A_FILE = (
    "whereabouts", "starts_at", "ends_at", "is_all_day", "rule", "exceptions",
    "additions", "is_cancelled", "link", "source_url",
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """What came of a file: how many were added, changed, taken off, and not understood."""

    added: int
    changed: int
    gone: int
    passed_over: int


@transaction.atomic
def save_happening(happening: Happening, *, by: By) -> Happening:
    """Add a happening or change it; a change raises its sequence, so that calendars notice.

    Raises RuleIsNotUnderstood.
    """
    checked_rule(happening.rule)
    _save([happening], by=by)
    return happening


@transaction.atomic
def save_happenings(happenings: Sequence[Happening], *, by: By) -> None:
    """Add or change many; one that is as it was is not touched."""
    _save(happenings, by=by)


@transaction.atomic
def cancel_happening(happening: Happening, *, by: By) -> Happening:
    """Say that it does not happen. It stays in the calendar and in the files, with those words."""
    happening.is_cancelled = True
    _save([happening], by=by)
    return happening


@transaction.atomic
def save_source(source: CalendarSource, *, by: By) -> CalendarSource:
    """Add another's calendar or change it."""
    source.save()
    record("calendarsource.saved", source, by=by)
    return source


@transaction.atomic
def take_in(source: CalendarSource, content: bytes, *, by: By, at: datetime) -> Taken:
    """Bring a source's happenings to what its file says; what is no longer in it is hidden.

    Run again with the same file it changes nothing. What we have added ourselves to a happening
    stays. Raises FileIsNoCalendar.
    """
    read = read_calendar(content)
    kept = {(row.uid, row.recurrence): row for row in source.happenings.all()}
    moved = _moved_days(read.events)
    rows, seen = [], set()
    for event in read.events:
        key = (event.uid, event.recurrence)
        if key in seen:
            continue
        seen.add(key)
        rows.append(_row(source, event, kept.get(key), moved))
    gone = [row for key, row in kept.items() if key not in seen and row.is_published]
    for row in gone:
        row.is_published = False
    added = sum(row._state.adding for row in rows)
    changed = _save([*rows, *gone], by=by) - added - len(gone)
    source.happenings.public().update(checked_on=local_day(at))
    source.fetched_at, source.trouble = at, ""
    source.save(update_fields=["fetched_at", "trouble"])
    return Taken(added, changed, len(gone), read.passed_over)


def fetch_source(source: CalendarSource, *, by: By, at: datetime) -> Taken | None:
    """Fetch a calendar from its address and take it in; what goes wrong is told to the editors."""
    try:
        fetched = fetch(source.address, most_bytes=LONGEST_FILE, accept="text/calendar, */*;q=0.5")
        return take_in(source, fetched.content, by=by, at=at)
    except FetchingFailed as failed:
        source.trouble = str(failed)[:300]
    except FileIsNoCalendar:
        source.trouble = _("There is no calendar at that address.")
    source.save(update_fields=["trouble"])
    return None


@transaction.atomic
def go_on_with_occurrences(*, on: date) -> int:
    """Write down the times anew, a year ahead of a day; says how many there are."""
    rows = occurrences_of(Happening.objects.filter(rule__gt=""), on=on)
    Occurrence.objects.filter(happening__rule__gt="").delete()
    Occurrence.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def _save(happenings: Sequence[Happening], *, by: By) -> int:
    """Write what differs, with its times; says how many did."""
    kept = Happening.objects.in_bulk([row.pk for row in happenings])
    changed = [
        row for row in happenings if row.pk not in kept or _values(kept[row.pk]) != _values(row)
    ]
    for row in changed:
        if before := kept.get(row.pk):
            row.sequence, row.created_at = before.sequence + 1, before.created_at
        row.clean_fields(exclude=["source", "place", "area", "organizer"])
        row.save(force_update=row.pk in kept)  # its number is told, so Django would add it again
    Occurrence.objects.filter(happening__in=changed).delete()
    Occurrence.objects.bulk_create(occurrences_of(changed, on=today()), batch_size=2_000)
    record_all([("happening.saved", row) for row in changed], by=by)
    return len(changed)


def _values(row: Happening) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in NOT_COMPARED}


def _moved_days(events: list[ReadEvent]) -> dict[str, set[date]]:
    """The days of a series whose time was moved by itself, and so no longer follow the rule."""
    moved: dict[str, set[date]] = {}
    for event in events:
        if event.recurrence:
            day = datetime.fromisoformat(event.recurrence).astimezone(ZONE).date()
            moved.setdefault(event.uid, set()).add(day)
    return moved


def _row(
    source: CalendarSource,
    event: ReadEvent,
    kept: Happening | None,
    moved: dict[str, set[date]],
) -> Happening:
    row = kept or Happening(source=source, uid=event.uid, recurrence=event.recurrence)
    if kept is None:
        row.slug = f"{slugify(event.title)[:120] or 'happening'}-{str(row.pk)[:8]}"
        row.area = source.area
    row.titles = {**row.titles, "sv": event.title}
    row.texts = {**row.texts, **({"sv": event.text} if event.text else {})}
    row.is_published = True
    said = {**vars(event), "whereabouts": event.where, "source_url": source.address}
    for name in FROM_A_FILE:
        setattr(row, name, said[name])
    try:
        checked_rule(event.rule)
    except RuleIsNotUnderstood:
        row.rule = ""
    if not event.recurrence and event.uid in moved:
        row.exceptions = sorted({*event.exceptions, *moved[event.uid]})
    return row


def fetch_all(*, at: datetime) -> None:
    """Fetch every calendar that has an address; one that fails does not stop the others."""
    for source in CalendarSource.objects.exclude(address=""):
        fetch_source(source, by=Actor.SYSTEM, at=at)
