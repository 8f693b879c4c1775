"""Recording what was done, sealing it into a chain, and checking the chain."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from hemvist.accounts.models import User
from hemvist.audit.models import ActorKind, Event, Link

SEAL_LOCK = 7_410_001  # the advisory lock that lets only one process seal at a time
BATCH = 2_000
_TOGETHER: ContextVar[list[Event] | None] = ContextVar("together", default=None)
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"))


class Actor(Enum):
    """Those who do things here without a staff account."""

    RESIDENT = ActorKind.RESIDENT
    RECEIVER = ActorKind.RECEIVER
    SYSTEM = ActorKind.SYSTEM


By = User | Actor


def record(
    verb: str,
    subject: models.Model,
    *,
    by: By,
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Event:
    """Write down a deed or a look, in the transaction of the deed.

    The verb is "thing.done". `detail` holds codes and numbers only: what is written here stays
    when the person is erased.
    """
    event = _event(verb, subject, by=by, detail=detail or {}, at=at or timezone.now())
    together = _TOGETHER.get()
    if together is None:
        event.save(force_insert=True)
    else:
        together.append(event)
    return event


@contextmanager
def recorded_together() -> Iterator[list[Event]]:
    """Write the events of many deeds at once, when all are done; one insert instead of thousands.

    Only inside the transaction of the deeds: what breaks undoes them and writes nothing. Whoever
    undoes one of the deeds alone takes its events out of the list.
    """
    together: list[Event] = []
    token = _TOGETHER.set(together)
    try:
        yield together
    finally:
        _TOGETHER.reset(token)
    Event.objects.bulk_create(together)


def record_all(deeds: Iterable[tuple[str, models.Model]], *, by: By) -> None:
    """Write down many deeds of one moment, each a verb and its subject."""
    at = timezone.now()
    Event.objects.bulk_create(
        _event(verb, subject, by=by, detail={}, at=at) for verb, subject in deeds
    )


def _event(
    verb: str, subject: models.Model, *, by: By, detail: dict[str, Any], at: datetime
) -> Event:
    return Event(
        at=at,
        actor=by if isinstance(by, User) else None,
        actor_kind=ActorKind.STAFF if isinstance(by, User) else by.value,
        verb=verb,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        detail=detail,
    )


def digest_of(event: Event, previous: str) -> str:
    """The hash of an event and of the link before it."""
    content = _ENCODER.encode(
        [
            previous,
            event.pk,
            event.at.timestamp(),
            event.actor_id,
            event.actor_kind,
            event.verb,
            event.subject_type,
            event.subject_id,
            event.detail,
        ]
    )
    return hashlib.sha256(content.encode()).hexdigest()


def seal() -> int:
    """Give every event not yet in the chain its link, and return how many there were.

    Runs in the background, so that no request waits for another one's turn in the chain. Two
    sealers at once are kept apart by a lock in the database.
    """
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
    last = Link.objects.order_by("-position").first()
    position, previous = (last.position, last.digest) if last else (0, "")
    links = []
    for event in Event.objects.filter(link__isnull=True).order_by("pk")[:BATCH]:
        position += 1
        previous = digest_of(event, previous)
        links.append(Link(position=position, event=event, digest=previous))
    Link.objects.bulk_create(links)
    return len(links)


@dataclass(frozen=True)
class ChainReport:
    """What verifying found: `broken_at` is the first position that does not fit, if any."""

    links: int
    unsealed: int
    head: str
    broken_at: int | None
    why: str = ""


def verify(*, expected_head: str = "") -> ChainReport:
    """Go through the whole chain and say whether every event is as it was when sealed.

    With `expected_head`, a digest noted earlier, a chain that was cut short or made anew is
    found too.
    """
    previous, position, met_expected = "", 0, not expected_head
    for link in _links():
        position += 1
        if link.position != position:
            return _broken(position, previous, "a link is missing")
        if digest_of(link.event, previous) != link.digest:
            return _broken(position, previous, "the event is not as it was")
        previous = link.digest
        met_expected = met_expected or previous == expected_head
    if not met_expected:
        return _broken(position, previous, "the digest noted earlier is not in the chain")
    return ChainReport(position, _unsealed(), previous, None)


def _links() -> Iterator[Link]:
    return Link.objects.select_related("event").order_by("position").iterator(chunk_size=BATCH)


def _broken(position: int, head: str, why: str) -> ChainReport:
    return ChainReport(position, _unsealed(), head, position, why)


def _unsealed() -> int:
    return Event.objects.filter(link__isnull=True).count()
