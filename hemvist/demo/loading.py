"""Brings invented households into the database: a few or a hundred thousand, by COPY.

All of it is one transaction: broken off at any moment, nothing of it is there. Memory holds one
chunk of households and no more. For many households indexes are dropped first and built again
at the end, which took a third of the time when measured; the tables are locked meanwhile.
"""

import gc
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from math import log
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model

from hemvist.audit.actions import digest_of, seal
from hemvist.audit.models import Event, Link
from hemvist.casework.models import Case, Counter, RegisterEntry
from hemvist.demo.ledger import Ledger, local_day
from hemvist.demo.rows import COLUMNS, Row, SealedEvent, as_json
from hemvist.demo.stories import tell_story
from hemvist.demo.story import Story
from hemvist.demo.telling import tell
from hemvist.demo.world import World
from hemvist.people.models import Household

CHUNK = 1_000
MANY = 5_000
LONGEST_CONVERSATION = 2_000
MESSAGES_EACH = {False: 5, True: 10}
Progress = Callable[[int, int], None]


@transaction.atomic
def load_households(
    world: World, *, count: int, seed: int, progress: Progress = lambda done, total: None
) -> None:
    """Write `count` households with their cases, in all stages, as if the year had happened."""
    seal()
    writer = Writer()
    with _no_collecting(), _indexes_aside() if count > MANY else nullcontext():
        try:
            for first in range(0, count, CHUNK):
                last = min(first + CHUNK, count)
                numbers = range(first, last)
                writer.write(_ledger(world, numbers, total=count, seed=seed, writer=writer))
                progress(last, count)
        finally:
            writer.close()
    writer.finish()


def _ledger(world: World, numbers: range, *, total: int, seed: int, writer: "Writer") -> Ledger:
    """The rows of some households; the same numbers and seed give the same rows."""
    keys = random.Random(f"{seed} keys {numbers.start}")  # noqa: S311 - nothing secret
    ledger = Ledger(world, keys, writer.ids)
    stories = make_stories(world, numbers, total=total, seed=seed)
    for story in sorted(stories, key=lambda story: story.opened_at):
        tell(ledger, story, reference=writer.next_reference(world, story))
    return ledger


def make_stories(world: World, numbers: range, *, total: int, seed: int) -> Iterator[Story]:
    """The stories with these numbers out of a whole of `total`."""
    for number in numbers:
        rng = random.Random(f"{seed} {number}")  # noqa: S311 - nothing secret
        messages = _messages(rng, number, total)
        yield tell_story(world, rng, number=number, total=total, messages=messages)


def _messages(rng: random.Random, number: int, total: int) -> int:
    """How much is said in a case: little in most, a lot in some, two thousand in one."""
    many = total > MANY
    if many and number == total // 3:
        return LONGEST_CONVERSATION
    return min(int(rng.lognormvariate(log(MESSAGES_EACH[many]) - 0.2, 0.8)), 400)


class Writer:
    """Gives rows their numbers in order of time and copies them into their tables."""

    def __init__(self) -> None:
        self.ids: dict[type[Model], int] = {model: _last_id(model) for model in COLUMNS}
        self.counters = {
            (counter.series, counter.year): counter.value for counter in Counter.objects.all()
        }
        last = Link.objects.order_by("-position").first()
        self.head = last.digest if last else ""
        self.copying = ThreadPoolExecutor(max_workers=1)
        self.copied: Future[None] | None = None

    def next_number(self, series: str, year: int) -> int:
        """As `casework.register.next_number`, for all that is written in this transaction."""
        number = self.counters.get((series, year), 0) + 1
        self.counters[series, year] = number
        return number

    def next_reference(self, world: World, story: Story) -> str:
        """As the case would have got when it was opened."""
        year = local_day(story.opened_at).year
        number = self.next_number("case", year)
        return f"{world.municipality.reference_prefix}-{year % 100:02d}-{number:05d}"

    def write(self, ledger: Ledger) -> None:
        """Copy a chunk while the next one is made up; register and log run by time within it."""
        ledger.rows[RegisterEntry] = list(self._register(ledger))
        ledger.rows[Event], ledger.rows[Link] = self._log(ledger)
        self.wait()
        connection.ensure_connection()
        self.copied = self.copying.submit(_copy, connection.connection, ledger.rows)

    def wait(self) -> None:
        """Until what was handed over to be copied is in the database."""
        if self.copied is not None:
            self.copied.result()

    def close(self) -> None:
        """Let what is being copied come to its end, so that a rollback takes it back too."""
        self.copying.shutdown()
        self.wait()

    def _register(self, ledger: Ledger) -> Iterator[Row]:
        for line in sorted(ledger.lines, key=lambda line: line.at):
            year = local_day(line.at).year
            yield (
                ledger.next_id(RegisterEntry),
                f"{year}-{self.next_number('register', year):06d}",
                line.at,
                line.direction,
                line.counterpart,
                line.subject,
                line.is_secret,
                False,
                line.case,
                line.message,
            )

    def _log(self, ledger: Ledger) -> tuple[list[Row], list[Row]]:
        events, links = [], []
        for deed in sorted(ledger.deeds, key=lambda deed: deed.at):
            event = SealedEvent(ledger.next_id(Event), *deed)
            self.ids[Link] += 1
            self.head = digest_of(event, self.head)  # type: ignore[arg-type]
            events.append((*event[:-1], as_json(event.detail)))
            links.append((self.ids[Link], event.pk, self.head))
        return events, links

    def finish(self) -> None:
        """Let the next row and the next number follow on the last."""
        with connection.cursor() as cursor:
            for model in COLUMNS:
                if model is not Link and self.ids[model]:
                    table = model._meta.db_table
                    cursor.execute(
                        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                        [table, self.ids[model]],
                    )
        for (series, year), value in self.counters.items():
            Counter.objects.update_or_create(series=series, year=year, defaults={"value": value})


def clear_households() -> None:
    """Remove every household and all that hangs on it, the log and the register included."""
    tables = {model._meta.db_table for model in COLUMNS} | {
        "portal_signincode",
        "privacy_disposal",
        Counter._meta.db_table,
    }
    existing = set(connection.introspection.table_names())
    names = ", ".join(connection.ops.quote_name(name) for name in sorted(tables & existing))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


def analyze() -> None:
    """Let the database look at what it holds, so that it plans well from the first query."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _last_id(model: type[Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0


def _copy(driver: Any, rows: dict[type[Model], list[Row]]) -> None:
    """Runs in a thread of its own, on the connection of the transaction that waits for it."""
    with driver.cursor() as cursor:
        for model, columns in COLUMNS.items():
            names = ", ".join(columns.split())
            with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
                for row in rows[model]:
                    copy.write_row(row)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Rows hold no cycles; looking for some took a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _indexes_aside() -> Iterator[None]:
    """Without indexes and without a look at every foreign key; both are back afterwards."""
    tables = [model._meta.db_table for model in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(PLAIN_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET LOCAL session_replication_role = origin")


# Those that no constraint owns: dropping the others would mean to drop the constraint.
PLAIN_INDEXES = """
SELECT i.indexname, i.indexdef FROM pg_indexes i
JOIN pg_class c ON c.relname = i.indexname AND c.relnamespace = current_schema()::regnamespace
WHERE i.schemaname = current_schema() AND i.tablename = ANY(%s)
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.conindid = c.oid)
"""


def households_exist() -> bool:
    """Whether somebody has been here before."""
    return Household.objects.exists() or Case.objects.exists()
