"""The timeline of a case: what was said and done, newest first, a page at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from heapq import merge
from itertools import islice
from operator import or_
from typing import Any

from django.db.models import Case as Choice
from django.db.models import (
    CharField,
    F,
    IntegerField,
    Model,
    Prefetch,
    Q,
    QuerySet,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.audit.models import Event
from hemvist.casework.models import Call, Case, Note, StickyFact
from hemvist.casework.rules import can_read_all
from hemvist.core.prepared import Prepared
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
RANKS = {kind: rank for rank, kind in enumerate(KINDS)}
KIND_OF_RANK = {rank: kind for kind, rank in RANKS.items()}
FROM_THE_LOG = {CHANGES, REFERRALS}
# Looking is in the log, not here; messages, notes and calls stand here themselves.
TOLD_ELSEWHERE = ("message.", "note.", "call.")
TOLD_IN_THE_TIMELINE = {
    CHANGES: ("case.", "need.", "delivery.", "household.", "fact.", "task.", "file.", "text."),
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
        return self.at, -RANKS[self.kind], self.row.pk


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
    besides: Collection[str] = (),
    with_files: bool = False,
) -> Timeline:
    """A page of what was said and done in a case, the newest first.

    `older_than` and `starting_at` are keys of items (m12); one that is not in this case is
    ignored; `besides` are the kinds it is known to have none of; `with_files` shows what came with
    a message beside it. Takes the same number of queries however long the case is.
    """
    mark = _item_at(case, older_than or starting_at)
    kinds = [one for one in ([kind] if kind in KINDS else KINDS) if one not in besides]
    found = _newest(case, reader, kinds, mark, size + 1)
    if mark and older_than:
        found = [item for item in found if item.order < mark.order]
    items = found[:size]
    if with_files:
        _add_files(items)
    more = len(found) > size
    return Timeline(items, items[-1].key if more else "", starts_at_newest=mark is None)


def changes_since(case: Case, moment: datetime, *, reader: User) -> list[Item]:
    """What others have said and done in a case since a page of it was shown."""
    return [item for item in _newest(case, reader, list(KINDS), None, PAGE) if item.at > moment]


def facts_of(case: Case) -> list[StickyFact]:
    """What stands on top of a case, for everybody who writes or calls."""
    facts = case.sticky_facts.filter(removed_at__isnull=True)
    return list(facts.select_related("author"))


def said_already(rows: QuerySet[Any], *, by: User, since: datetime, **words: object) -> bool:
    """Whether this person wrote the very same thing a moment ago: a button pressed twice."""
    return rows.filter(author=by, created_at__gte=since, **words).exists()


def _newest(case: Case, reader: User, kinds: list[str], mark: Item | None, size: int) -> list[Item]:
    # One more than asked for, because the mark itself may be among them.
    most = size + 1 if mark else size
    logged = [kind for kind in kinds if kind in FROM_THE_LOG]
    sources = [
        _items(one, _rows(case, one, reader), mark, most) for one in kinds if one not in logged
    ]
    if logged and can_read_all(reader, case):
        sources += _logged(case, logged, mark, most)
    merged = list(islice(merge(*sources, key=lambda item: item.order, reverse=True), most))
    _add_deliveries(merged)
    return merged


def _items(kind: str, rows: QuerySet[Any], mark: Item | None, size: int) -> list[Item]:
    rows = rows.order_by("-created_at", "-pk")
    if mark:
        rows = rows.filter(created_at__lte=mark.at).filter(_not_after(kind, "created_at", mark))
    return [Item(kind, row.created_at, row) for row in rows[:size]]


def _logged(case: Case, kinds: list[str], mark: Item | None, size: int) -> list[list[Item]]:
    """What the log tells of these kinds, each by itself, in the timeline's order; one query."""
    if mark is None and len(kinds) == len(FROM_THE_LOG) and size <= PAGE + 1:
        rows = _newest_events(case=case.pk)[:size]
    else:
        events = _events(case.pk, kinds)
        if mark:
            below = [Q(_not_after(kind, "at", mark), rank=RANKS[kind]) for kind in kinds]
            events = events.filter(reduce(or_, below), at__lte=mark.at)
        rows = list(events[:size])
    found = [Item(KIND_OF_RANK[row.rank], row.at, row) for row in rows]
    return [[item for item in found if item.kind == kind] for kind in kinds]


def _add_deliveries(items: list[Item]) -> None:
    """How each message to the person went; nothing is asked where all came from them."""
    sent = [item.row for item in items if item.kind == MESSAGES and not item.row.is_from_person]
    letters = Delivery.objects.select_related("contact_point__person")
    prefetch_related_objects(sent, Prefetch("deliveries", letters))


def _add_files(items: list[Item]) -> None:
    """What came along with each message, as `came_along` of its row."""
    # The table stands above this app; it points to the message, and so is found from it.
    said: list[Any] = [item.row for item in items if item.kind == MESSAGES]
    prefetch_related_objects(said, Prefetch("files", to_attr="came_along"))


def _not_after(kind: str, moment: str, mark: Item) -> Q:
    """Rows of a kind that stand at the mark or below it."""
    before = Q(**{f"{moment}__lt": mark.at})
    rank, mark_rank = RANKS[kind], RANKS[mark.kind]
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
        # Whether there is a whole mail to be shown: found from the message, as the files are.
        said = said.annotate(whole_mail=F("incoming_mail"))
        return said.select_related("author") if everything else said.none()
    if kind == HOUSEHOLD:
        changes = HouseholdChange.objects.filter(person__household=case.household_id)
        changes = changes.select_related("person", "author")
        return changes if everything else changes.none()
    model = Note if kind == NOTES else Call
    own: QuerySet[Any] = model.objects.filter(case=case).select_related("author")
    return own if everything else own.filter(author=reader)


def _events(case: int, kinds: Iterable[str]) -> Any:
    """The events of these kinds, with the rank of each one's kind."""
    told = {kind: _begins(TOLD_IN_THE_TIMELINE[kind]) for kind in kinds}
    rank = Choice(
        *(When(begins, then=RANKS[kind]) for kind, begins in told.items()),
        output_field=IntegerField(),
    )
    mine = Event.objects.filter(subject_type="case", subject_id__in=_numbers_of(case))
    mine = mine.filter(reduce(or_, told.values())).exclude(verb__in=LOOKS)
    return mine.annotate(rank=rank).select_related("actor").order_by("-at", "rank", "-pk")


def _begins(starts: Iterable[str]) -> Q:
    return reduce(or_, (Q(verb__startswith=start) for start in starts))


def _numbers_of(case: int) -> QuerySet[Any]:
    """The log's name of the case, and of those that go on in it."""
    these = Case.objects.filter(Q(pk=case) | Q(merged_into=case))
    return these.annotate(number=Cast("pk", CharField())).values("number")


def _moment_field(kind: str) -> str:
    return "at" if kind in FROM_THE_LOG else "created_at"


def _item_at(case: Case, key: str) -> Item | None:
    kind = next((kind for kind, letter in LETTERS.items() if key[:1] == letter), "")
    number = key[1:]
    if not kind or not (number.isascii() and number.isdigit()) or len(number) > 15:
        return None
    logged = {"subject_type": "case", "subject_id__in": _numbers_of(case.pk)}
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


_newest_events: Any = Prepared(
    lambda case: _events(case, [kind for kind in KINDS if kind in FROM_THE_LOG])[: PAGE + 1],
    case=-1,
)
