"""Reads of the log that stay quick with ten million rows."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from hemvist.audit.models import Event, Link

PAGE = 50

# A jump from one value to the next through the index, instead of reading every row.
DISTINCT = """
WITH RECURSIVE known AS (
    (SELECT {column} AS value FROM audit_event ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM audit_event WHERE {column} > known.value
            ORDER BY {column} LIMIT 1)
    FROM known WHERE known.value IS NOT NULL
)
SELECT value FROM known WHERE value IS NOT NULL
"""


@dataclass(frozen=True)
class Page:
    """Some events, and where the older ones begin if there are any."""

    events: list[Event]
    older: str


def page_of(events: QuerySet[Event], *, before: str) -> Page:
    """The newest events, or those older than a place in the log named by an earlier page."""
    place = _place(before)
    if place:
        at, pk = place
        events = events.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    rows = list(events.select_related("actor").order_by("-at", "-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    older = f"{shown[-1].at.isoformat()}_{shown[-1].pk}" if len(rows) > PAGE else ""
    return Page(shown, older)


def _place(before: str) -> tuple[datetime, int] | None:
    """Where to go on; nothing, if the address was changed by hand into no place at all."""
    at, _, pk = before.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), int(pk[:18])) if moment.tzinfo else None
    except (ValueError, OverflowError):  # the last hours of the year 9999 are no moment elsewhere
        return None


def known_verbs() -> list[str]:
    """Every kind of deed in the log."""
    return _distinct("verb")


def known_subjects() -> list[str]:
    """Every kind of thing that something was done to."""
    return _distinct("subject_type")


def _distinct(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT.format(column=column))
        return [value for (value,) in cursor.fetchall()]


@dataclass(frozen=True)
class ChainState:
    """How far the log is sealed; `waiting` events are younger than the last seal."""

    position: int
    digest: str
    waiting: int


def chain_state() -> ChainState:
    """The head of the chain, for noting down outside this system."""
    last = Link.objects.order_by("-position").first()
    if last is None:
        return ChainState(0, "", Event.objects.count())
    waiting = Event.objects.filter(pk__gt=last.event_id).count()
    return ChainState(last.position, last.digest, waiting)
