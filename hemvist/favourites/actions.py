"""Saving, taking away, putting back, noting, moving, sharing and forgetting."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from hemvist.audit.actions import Actor, record
from hemvist.core.models import Municipality
from hemvist.favourites.models import SavedItem, SavedList
from hemvist.favourites.things import find

MOST_ITEMS = 100
UNUSED_DAYS = 365
UNDO_HOURS = 24


class ListIsFull(Exception):
    """A list holds so many things and no more; something has to be taken away first."""


class NothingToSave(Exception):
    """There is no such page, place or area."""


@transaction.atomic
def save_thing(saved: SavedList | None, *, kind: str, key: str) -> SavedList:
    """Put a thing on a list, at its end, and make the list if there is none.

    Saved twice it is there once. Raises NothingToSave and ListIsFull.
    """
    known = find(kind, key)
    if known is None:
        raise NothingToSave
    saved = _locked(saved) if saved else SavedList.objects.create()
    if saved.items.kept().filter(kind=kind, key=key).exists():
        return saved
    if saved.items.kept().count() >= MOST_ITEMS:
        raise ListIsFull
    saved.items.update_or_create(
        kind=kind,
        key=key,
        defaults={"title": known.title[:200], "removed_at": None, "position": _end_of(saved)},
    )
    saved.save(update_fields=["changed_at"])
    return saved


@transaction.atomic
def remove_thing(saved: SavedList, *, kind: str, key: str, at: datetime) -> SavedItem | None:
    """Take a thing away; it can be put back for a day."""
    saved = _locked(saved)
    item = saved.items.kept().filter(kind=kind, key=key).first()
    if item is not None:
        item.removed_at = at
        item.save(update_fields=["removed_at"])
        saved.save(update_fields=["changed_at"])
    return item


@transaction.atomic
def put_back(saved: SavedList, *, kind: str, key: str) -> None:
    """Undo a taking away: the thing stands where it stood, with its note."""
    saved = _locked(saved)
    saved.items.filter(kind=kind, key=key).update(removed_at=None)
    saved.save(update_fields=["changed_at"])


@transaction.atomic
def write_note(saved: SavedList, *, kind: str, key: str, note: str) -> None:
    """Keep the reader's own words about a thing."""
    saved = _locked(saved)
    saved.items.kept().filter(kind=kind, key=key).update(note=note)
    saved.save(update_fields=["changed_at"])


@transaction.atomic
def move_thing(saved: SavedList, *, kind: str, key: str, by: int) -> None:
    """Move a thing one step up (-1) or down (1); beyond an end nothing happens."""
    saved = _locked(saved)
    items = list(saved.items.kept())
    here = next((n for n, item in enumerate(items) if (item.kind, item.key) == (kind, key)), None)
    if here is None or not 0 <= here + by < len(items):
        return
    items.insert(here + by, items.pop(here))
    for position, item in enumerate(items):
        item.position = position
    SavedItem.objects.bulk_update(items, ["position"])
    saved.save(update_fields=["changed_at"])


@transaction.atomic
def share_list(saved: SavedList, *, with_notes: bool) -> SavedList:
    """Make a copy under a number of its own, that others may open and nobody can change."""
    copy = SavedList.objects.create(is_copy=True)
    _copy_items(saved, copy, with_notes=with_notes)
    return copy


@transaction.atomic
def take_over(copy: SavedList, *, into: SavedList | None) -> SavedList:
    """Put all things of a copy on one's own list, beside what is there already."""
    mine = _locked(into) if into else SavedList.objects.create()
    _copy_items(copy, mine, with_notes=True)
    mine.save(update_fields=["changed_at"])
    return mine


def forget_list(saved: SavedList) -> None:
    """Delete a list at once, notes and all. Copies that were shared stay until their time."""
    saved.delete()


def remove_unused(*, at: datetime) -> int:
    """Delete lists nobody has changed for a year, and what was taken away a day ago."""
    taken_away = SavedItem.objects.filter(removed_at__lt=at - timedelta(hours=UNDO_HOURS))
    unused = SavedList.objects.filter(changed_at__lt=at - timedelta(days=UNUSED_DAYS))
    with transaction.atomic():
        taken_away.delete()
        removed = unused.count()
        unused.delete()
        record(
            "favourites.removed",
            Municipality(pk=1),
            by=Actor.SYSTEM,
            detail={"count": removed},
            at=at,
        )
    return removed


def _copy_items(source: SavedList, target: SavedList, *, with_notes: bool) -> None:
    there = set(target.items.kept().values_list("kind", "key"))
    room, end = MOST_ITEMS - len(there), _end_of(target)
    new = [item for item in source.items.kept() if (item.kind, item.key) not in there][:room]
    target.items.filter(removed_at__isnull=False).delete()
    SavedItem.objects.bulk_create(
        SavedItem(
            saved_list=target,
            kind=item.kind,
            key=item.key,
            title=item.title,
            note=item.note if with_notes else "",
            position=end + number,
        )
        for number, item in enumerate(new)
    )


def _end_of(saved: SavedList) -> int:
    last: int | None = saved.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _locked(saved: SavedList) -> SavedList:
    return SavedList.objects.select_for_update().get(pk=saved.pk)
