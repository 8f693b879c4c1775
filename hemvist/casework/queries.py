"""The timeline of a case: what was said and done, newest first, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import CharField, Model, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.audit.models import Event
from hemvist.casework.models import Call, Case, Note, StickyFact
from hemvist.casework.rules import can_read_all
from hemvist.messaging.models import Delivery, Message
from hemvist.people.models import HouseholdChange

PAGE = 20

MESSAGES, NOTES, CALLS, CHANGES = "messages", "notes", "calls", "changes"
REFERRALS, HOUSEHOLD = "referrals", "household"
KINDS = {
    MESSAGES: _("Messages"),
    NOTES: _("Notes"),
    CALLS: _("Calls"),
    REFERRALS: _("Referrals"),
    HOUSEHOLD: _("The household"),
    CHANGES: _("Changes"),
}
# The letter of a kind in the address of an item: m12 is message 12.
LETTERS = {
    MESSAGES: "m",
    NOTES: "n",
    CALLS: "c",
    REFERRALS: "f",
    HOUSEHOLD: "h",
    CHANGES: "e",
}
FROM_THE_LOG = {CHANGES, REFERRALS}
# Looking is in the log, not here; messages, notes and calls stand here themselves.
TOLD_ELSEWHERE = ("message.", "note.", "call.")
TOLD_IN_THE_TIMELINE = {
    CHANGES: ("case.", "need.", "delivery.", "household.", "fact.", "task.", "file."),
    REFERRALS: ("referral.",),
}
LOOKS = ("case.viewed", "case.exported", "file.opened")


@dataclass(frozen=True)
class Item:
    """One thing on the timeline, with the row it is made from."""

    kind: str
    at: datetime
    row: Any

    @property
    def key(self) -> str:
        """The name of the item in an address, such as m12."""
        return f"{LETTERS[self.kind]}{self.row.pk}"

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Where it stands; the greatest comes first, and no two are equal."""
        return self.at, -list(KINDS).index(self.kind), self.row.pk


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline; `older` is the key to go on from, if there is more."""

    items: list[Item] = field(default_factory=list)
    older: str = ""
    starts_at_newest: bool = True


def timeline(
    case: Case,
    *,
    reader: User,
    kind: str = "",
    older_than: str = "",
    starting_at: str = "",
    size: int = PAGE,
) -> Timeline:
    """A page of what was said and done in a case, the newest first.

    `older_than` and `starting_at` are keys of items (m12); one that is not in this case is
    ignored. Takes the same number of queries however long the case is.
    """
    mark = _item_at(case, older_than or starting_at)
    found = _newest(case, reader, kind, mark, size + 1)
    if mark and older_than:
        found = [item for item in found if item.order < mark.order]
    items = found[:size]
    more = len(found) > size
    return Timeline(items, items[-1].key if more else "", starts_at_newest=mark is None)


def changes_since(case: Case, moment: datetime, *, reader: User) -> list[Item]:
    """What others have said and done in a case since a page of it was shown."""
    return [item for item in _newest(case, reader, "", None, PAGE) if item.at > moment]


def facts_of(case: Case) -> list[StickyFact]:
    """What stands on top of a case, for everybody who writes or calls."""
    facts = case.sticky_facts.filter(removed_at__isnull=True)
    return list(facts.select_related("author"))


def said_already(rows: QuerySet[Any], *, by: User, since: datetime, **words: object) -> bool:
    """Whether this person wrote the very same thing a moment ago: a button pressed twice."""
    return rows.filter(author=by, created_at__gte=since, **words).exists()


def _newest(case: Case, reader: User, kind: str, mark: Item | None, size: int) -> list[Item]:
    kinds = [kind] if kind in KINDS else list(KINDS)
    # One more than asked for, because the mark itself may be among them.
    sources = (_items(one, _rows(case, one, reader), mark, size + 1) for one in kinds)
    merged = merge(*sources, key=lambda item: item.order, reverse=True)
    return list(islice(merged, size + 1 if mark else size))


def _items(kind: str, rows: QuerySet[Any], mark: Item | None, size: int) -> Iterator[Item]:
    moment = _moment_field(kind)
    rows = rows.order_by(f"-{moment}", "-pk")
    if mark:
        rows = rows.filter(**{f"{moment}__lte": mark.at}).filter(_not_after(kind, moment, mark))
    return iter([Item(kind, getattr(row, moment), row) for row in rows[:size]])


def _not_after(kind: str, moment: str, mark: Item) -> Q:
    """Rows of a kind that stand at the mark or below it."""
    before = Q(**{f"{moment}__lt": mark.at})
    rank, mark_rank = list(KINDS).index(kind), list(KINDS).index(mark.kind)
    same = Q(**{moment: mark.at})
    if rank > mark_rank:
        return before | same
    if rank == mark_rank:
        return before | same & Q(pk__lte=mark.row.pk)
    return before


def _rows(case: Case, kind: str, reader: User) -> QuerySet[Any]:
    """The rows of a kind that this person may read in this case."""
    everything = can_read_all(reader, case)
    if kind == MESSAGES:
        said = Message.objects.filter(conversation=case.conversation_id)
        letters = Delivery.objects.select_related("contact_point__person")
        rows = said.select_related("author").prefetch_related(Prefetch("deliveries", letters))
        return rows if everything else rows.none()
    if kind in FROM_THE_LOG:
        return _events(case, kind) if everything else Event.objects.none()
    if kind == HOUSEHOLD:
        changes = HouseholdChange.objects.filter(person__household=case.household_id)
        changes = changes.select_related("person", "author")
        return changes if everything else changes.none()
    model = Note if kind == NOTES else Call
    own: QuerySet[Any] = model.objects.filter(case=case).select_related("author")
    return own if everything else own.filter(author=reader)


def _events(case: Case, kind: str) -> QuerySet[Event]:
    told = Q()
    for start in TOLD_IN_THE_TIMELINE[kind]:
        told |= Q(verb__startswith=start)
    return (
        Event.objects.filter(told, subject_type="case", subject_id__in=_numbers_of(case))
        .exclude(verb__in=LOOKS)
        .select_related("actor")
    )


def _numbers_of(case: Case) -> QuerySet[Any]:
    """The log's name of the case, and of those that go on in it."""
    these = Case.objects.filter(Q(pk=case.pk) | Q(merged_into=case.pk))
    return these.annotate(number=Cast("pk", CharField())).values("number")


def _moment_field(kind: str) -> str:
    return "at" if kind in FROM_THE_LOG else "created_at"


def _item_at(case: Case, key: str) -> Item | None:
    kind = next((kind for kind, letter in LETTERS.items() if key[:1] == letter), "")
    number = key[1:]
    if not kind or not (number.isascii() and number.isdigit()) or len(number) > 15:
        return None
    logged = {"subject_type": "case", "subject_id__in": _numbers_of(case)}
    within: dict[str, dict[str, Any]] = {
        MESSAGES: {"conversation": case.conversation_id},
        HOUSEHOLD: {"person__household": case.household_id},
        **dict.fromkeys(FROM_THE_LOG, logged),
    }
    mine = within.get(kind, {"case": case})
    models: dict[str, type[Model]] = {
        MESSAGES: Message,
        NOTES: Note,
        CALLS: Call,
        HOUSEHOLD: HouseholdChange,
        **dict.fromkeys(FROM_THE_LOG, Event),
    }
    row = models[kind]._default_manager.filter(pk=int(number), **mine).first()
    return Item(kind, getattr(row, _moment_field(kind)), row) if row else None
