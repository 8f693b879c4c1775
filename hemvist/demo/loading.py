"""Brings invented households into the database: a few or a hundred thousand.

All of it is one transaction: broken off at any moment, nothing of it is there. Up to `TOLD`
households have a story each; of more, so many are told and the others are made after them
(`multitude.py`).
"""

import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import log
from typing import Any

from django.db import connection, transaction

from hemvist.audit.actions import digest_of, seal
from hemvist.audit.models import Event, Link
from hemvist.casework.models import Case, Counter, RegisterEntry
from hemvist.demo.ledger import Ledger, local_day
from hemvist.demo.multitude import Multitude, nameless
from hemvist.demo.rows import COLUMNS, Row, SealedEvent, as_json, filled_up
from hemvist.demo.stories import stage_of, tell_story
from hemvist.demo.story import Story
from hemvist.demo.telling import tell
from hemvist.demo.world import World
from hemvist.demo.writing import Numbers, copy_rows, indexes_aside
from hemvist.people.models import Household

TOLD = 2_000
LATER = next(n for n in range(50) if stage_of(n, TOLD) == "later")
LONGEST_CONVERSATION = 2_000
MESSAGES_EACH = {False: 5, True: 10}
Progress = Callable[[int, int], None]


@transaction.atomic
def load_households(
    world: World, *, count: int, seed: int, progress: Progress = lambda done, total: None
) -> None:
    """Write `count` households with their cases, in all stages, as if the year had happened."""
    seal()
    numbers = Numbers()
    if count > TOLD:
        _load_many(world, numbers, count=count, seed=seed, progress=progress)
    else:
        _load_few(world, numbers, count=count, seed=seed)
        progress(count, count)
    numbers.keep()


def _load_few(world: World, numbers: Numbers, *, count: int, seed: int) -> None:
    ledger = Ledger(world, _keys(seed), numbers.ids)
    prefix = world.municipality.reference_prefix
    for story in _in_order(make_stories(world, range(count), total=count, seed=seed)):
        year = local_day(story.opened_at).year
        tell(ledger, story, reference=numbers.next_reference(prefix, year))
    ledger.rows[RegisterEntry] = list(_register(ledger, numbers))
    ledger.rows[Event], ledger.rows[Link] = _log(ledger, numbers)
    for model in COLUMNS:
        copy_rows(model._meta.db_table, *filled_up(model, ledger.rows[model]))


def _load_many(
    world: World, numbers: Numbers, *, count: int, seed: int, progress: Progress
) -> None:
    """Tell some stories without names, the longest last, and make all households after them."""
    without = nameless(world)
    told = Ledger(without, _keys(seed), dict.fromkeys(COLUMNS, 0))
    stories = _in_order(make_stories(without, range(TOLD), total=TOLD, seed=seed, many=True))
    longest = _longest(without, seed)
    with _no_collecting(), indexes_aside():
        for number, story in enumerate([*stories, longest], start=1):
            tell(told, story, reference=f"{number}")
        many = Multitude(world, numbers, told, [*stories, longest], count=count, seed=seed)
        many.write(progress)


def _longest(world: World, seed: int) -> Story:
    """The story of somebody who has written for most of a year: two thousand messages."""
    rng = random.Random(f"{seed} longest")  # noqa: S311 - nothing secret
    much = LONGEST_CONVERSATION * 10
    story = tell_story(world, rng, number=LATER, total=TOLD, messages=much)
    said = [step for step in story.steps[1:-3] if step.kind in ("in", "out")]
    kept = LONGEST_CONVERSATION - (len(_said(story)) - len(said))
    left_out = {id(step) for step in rng.sample(said, max(len(said) - kept, 0))}
    story.steps = [step for step in story.steps if id(step) not in left_out]
    return story


def _said(story: Story) -> list[Any]:
    """What ends up as a message: the words of the form, and all that was written since."""
    words = [story.opening_words] if story.opening_words and story.source == "form" else []
    return [*words, *(step for step in story.steps if step.kind in ("in", "out"))]


def _in_order(stories: Iterator[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: story.opened_at)


def _keys(seed: int) -> random.Random:
    return random.Random(f"{seed} keys")  # noqa: S311 - nothing secret


def make_stories(
    world: World, numbers: range, *, total: int, seed: int, many: bool = False
) -> Iterator[Story]:
    """The stories with these numbers out of a whole of `total`; more is said among the many."""
    for number in numbers:
        rng = random.Random(f"{seed} {number}")  # noqa: S311 - nothing secret
        messages = min(int(rng.lognormvariate(log(MESSAGES_EACH[many]) - 0.2, 0.8)), 400)
        yield tell_story(world, rng, number=number, total=total, messages=messages)


def _register(ledger: Ledger, numbers: Numbers) -> Iterator[Row]:
    for line in sorted(ledger.lines, key=lambda line: line.at):
        year = local_day(line.at).year
        yield (
            ledger.next_id(RegisterEntry),
            f"{year}-{numbers.next_number('register', year):06d}",
            line.at,
            line.direction,
            line.kind,
            line.counterpart,
            line.subject,
            line.is_secret,
            False,
            line.case,
            line.message,
        )


def _log(ledger: Ledger, numbers: Numbers) -> tuple[list[Row], list[Row]]:
    events, links = [], []
    for deed in sorted(ledger.deeds, key=lambda deed: deed.at):
        event = SealedEvent(ledger.next_id(Event), *deed)
        numbers.head = digest_of(event, numbers.head)  # type: ignore[arg-type]
        events.append((*event[:-1], as_json(event.detail)))
        links.append((ledger.next_id(Link), event.pk, numbers.head))
    return events, links


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Rows hold no cycles that a collector could find."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


# Only a demo's log, and only by one who owns the tables.
LET_THE_LOG_BE_EMPTIED = """
ALTER TABLE audit_event DISABLE TRIGGER audit_event_never_emptied;
ALTER TABLE audit_link DISABLE TRIGGER audit_link_never_emptied;
"""


def clear_households() -> None:
    """Remove every household and all that hangs on it, the log and the register included.

    With them go the employers they came by, and what was done to many.
    """
    tables = {model._meta.db_table for model in COLUMNS} | {
        "portal_signincode",
        "privacy_disposal",
        "employers_employer",
        "bulk_tag",
        "bulk_bulkdeed",
        Counter._meta.db_table,
    }
    existing = set(connection.introspection.table_names())
    names = ", ".join(connection.ops.quote_name(name) for name in sorted(tables & existing))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(LET_THE_LOG_BE_EMPTIED)
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        cursor.execute(LET_THE_LOG_BE_EMPTIED.replace("DISABLE", "ENABLE"))


def analyze() -> None:
    """Let the database look at what it holds, so that it plans well from the first query."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def households_exist() -> bool:
    """Whether somebody has been here before."""
    return Household.objects.exists() or Case.objects.exists()
