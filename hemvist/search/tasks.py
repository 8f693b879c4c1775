"""Keeping the index true, a little after every change."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.core.jobs import enqueue
from hemvist.core.lexicon import is_ready, lay_out_all
from hemvist.search.actions import (
    add_meaning,
    follow_changes,
    index_all,
    index_things,
    load_concepts,
)
from hemvist.search.counting import forget_old_questions
from hemvist.search.models import Concept

QUEUE = "search"  # so that a worker of its own can be given to it, or none
MEANT_AT_A_TIME = 200


@app.periodic(cron="* * * * *")
@app.task(
    name="search.follow",
    queue=QUEUE,
    queueing_lock="search.follow",
    lock="search",
    priority=10,  # before what the search learns in its own time
)
def follow(timestamp: int) -> None:
    """Index what the audit log says has changed since the last time."""
    if not Concept.objects.exists():
        enqueue("search.index_all")
    elif follow_changes(at=datetime.fromtimestamp(timestamp, UTC)):
        enqueue("search.add_meaning")


@app.periodic(cron="*/15 * * * *")
@app.task(name="search.catch_up", queue=QUEUE, queueing_lock="search.catch_up", lock="search")
def catch_up(timestamp: int) -> None:
    """Find what changed without a word in the log, and what has passed its last day."""
    index_all()
    enqueue("search.add_meaning")


@app.task(name="search.index_thing")
def index_thing(kind: str, key: str) -> None:
    """Index what was just published, apart from the search's own queue: somebody waits for it."""
    if index_things(kind, keys=[key]):
        enqueue("search.add_meaning")


@app.task(name="search.index_all", queue=QUEUE, lock="search")
def index_everything() -> None:
    """Index all that differs; the words that mean the same have changed, or the guide is new.

    On a new machine twice: at once as words are written, and again with dictionaries.
    """
    load_concepts()
    index_all()
    if not is_ready():
        lay_out_all()
        load_concepts()
        index_all()
    enqueue("search.add_meaning")


@app.task(name="search.add_meaning", queue=QUEUE, lock="search.meaning")
def give_meaning() -> None:
    """Give some rows their vectors, and come back for the rest."""
    if add_meaning(at_most=MEANT_AT_A_TIME) == MEANT_AT_A_TIME:
        enqueue("search.add_meaning")


@app.periodic(cron="50 3 * * *")
@app.task(name="search.every_night", queue=QUEUE, queueing_lock="search.every_night")
def every_night(timestamp: int) -> None:
    """Remove old counts of questions, and take in words that came with a new version."""
    forget_old_questions(on=datetime.fromtimestamp(timestamp, UTC).date())
    enqueue("search.index_all")
