"""Letters out: workers and database die while a bad mail server takes them."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from django.db import transaction

from bench.reliability.badserver import YES, BadServer, Door, Taken
from bench.reliability.breaking import (
    Kept,
    bring_jobs_forward,
    frozen,
    kill_database,
    load,
    spread,
)
from hemvist.postgres import Cluster

WORKER = ("manage.py", "procrastinate", "worker", "--concurrency", "4", "--queues", "default,mail")
LIMIT = 60 * 60.0
HALF_SENT = 2.0  # seconds at most between the last question and MAIL FROM, on a busy machine
CALM_AT_THE_END = 0.02  # of the letters: something must come to an end


@dataclass
class Outgoing:
    """What became of the letters."""

    letters: int
    states: dict[str, int]
    lost: list[str]
    doubled: int
    unexplained: list[str]
    other_ids: int
    in_the_act: dict[str, int]
    said: dict[str, int]
    kills: dict[str, int]
    waited: list[float] = field(default_factory=list)
    seconds: float = 0.0
    load: str = ""

    @property
    def is_good(self) -> bool:
        """Nothing lost, and nothing doubled but by a death in the act."""
        return not self.lost and not self.unexplained and not self.other_ids


class Breaking:
    """The run: keeps everything going, and kills it."""

    def __init__(
        self, cluster: Cluster, env: dict[str, str], home: Path, dice: random.Random
    ) -> None:
        self.cluster, self.dice, self.env, self.home = cluster, dice, env, home
        self.server = BadServer(dice)
        self.workers: list[tuple[Kept, Door]] = []
        self.reasons: Counter[str] = Counter()
        self.aimed = 0
        self.cuts: list[tuple[float, set[str]]] = []  # when it came back, and who lived then

    def hire(self, count: int) -> None:
        """So many workers, each with a door of its own to the mail server."""
        for place in range(count):
            kept = Kept(f"worker{place}", WORKER, dict(self.env), self.home / "workers.log")
            door = self.server.door(lambda kept=kept: kept.called)  # type: ignore[misc]
            kept.env["HEMVIST_SMTP_PORT"] = str(door.port)
            self.workers.append((kept, door))

    def run(self, letters: int, *, restarts: int) -> float:
        """Until none is on its way; gives the seconds it took."""
        began, times = time.monotonic(), spread(restarts, self.dice)
        try:
            while (waiting := _waiting()) and time.monotonic() - began < LIMIT:
                share = 1 - len(waiting) / letters
                self.server.is_calm = share > 1 - CALM_AT_THE_END
                bring_jobs_forward()
                for kept, door in self.workers:
                    self._tend(kept, door)
                if times.is_due(share):
                    self._cut_power()
                time.sleep(0.2)
        finally:
            for kept, _door in self.workers:
                kept.end()
        return time.monotonic() - began

    def _tend(self, kept: Kept, door: Door) -> None:
        """Kill one whose time has come: half of them wherever they are, half at the next yes."""
        if door.has_been_seen and kept.is_alive:
            kept.is_at_work(self.dice)
        if kept.is_due and not self.server.is_calm:
            if door.aimed is None and self.dice.random() < 0.5 and kept.process:
                door.aimed, kept.dies_at = kept.process.pid, time.monotonic() + 20
            else:
                door.aimed = None
                kept.kill()
        if kept.process is not None and kept.process.poll() == -9:
            self.aimed += 1
            kept.kill()
        if kept.process is None:
            if kept.life:
                self._explain("a worker died", life=kept.called)
            door.has_been_seen = False
        kept.keep_going()

    def _cut_power(self) -> None:
        lived = {kept.called for kept, _door in self.workers}
        with frozen([kept for kept, _door in self.workers]):
            kill_database(self.cluster)
            self._explain("the database died")
            self.cuts.append((time.monotonic(), lived))

    def was_lost_to_a_cut(self, one: Taken) -> bool:
        """Whether it was begun in a transaction that the database had already lost.

        A worker that stood between its last question to the database and the mail server.
        """
        return any(
            one.life in lived and one.begun < back + HALF_SENT < one.at + HALF_SENT
            for back, lived in self.cuts
        )

    def _explain(self, why: str, *, life: str | None = None) -> None:
        """Write down for what the server said yes to that its answer came to nobody."""
        self.server.settle()
        for one in self.server.in_the_act(_waiting(), life=life):
            one.explained = why
            self.reasons[why] += 1


def _waiting() -> set[str]:
    """The letters that our rows know as on their way."""
    from hemvist.messaging.models import Delivery

    rows = Delivery.objects.filter(state="queued").values_list("address", flat=True)
    return {address.partition("@")[0] for address in rows}


def write_letters(count: int) -> None:
    """Each letter a row and a job in one transaction, as every deed writes them."""
    from hemvist.messaging.actions import queue_delivery

    for begin in range(0, count, 500):
        with transaction.atomic():
            for number in range(begin, min(begin + 500, count)):
                queue_delivery(
                    purpose="proof",
                    language="sv",
                    subject=f"Brev {number}",
                    body=f"Hej!\n\nDetta är brev {number}.",
                    email=f"p{number}@example.org",
                )


def prove(
    cluster: Cluster,
    env: dict[str, str],
    home: Path,
    *,
    letters: int,
    workers: int,
    restarts: int,
    dice: random.Random,
) -> Outgoing:
    """Send, break, count."""
    write_letters(letters)
    breaking = Breaking(cluster, env, home, dice)
    breaking.hire(workers)
    seconds = breaking.run(letters, restarts=restarts)
    found = _counted(letters, breaking)
    found.seconds, found.load = seconds, load()
    found.kills = {
        "workers": sum(kept.killed for kept, _door in breaking.workers),
        "of them at the server's yes": breaking.aimed,
        "databases": restarts,
        "workers that ended when the database did": sum(
            kept.ended_by_itself for kept, _door in breaking.workers
        ),
    }
    return found


def _counted(letters: int, breaking: Breaking) -> Outgoing:
    """Compare what our rows say with what the server has in its hands."""
    from hemvist.messaging.models import Delivery

    rows = dict(Delivery.objects.values_list("address", "state"))
    ids = dict(Delivery.objects.values_list("address", "mail_id"))
    taken = breaking.server.taken
    lost, unexplained, waited, other_ids = [], [], [], 0
    for address, state in rows.items():
        letter = address.partition("@")[0]
        there = taken.get(letter, [])
        if state == "queued" or (state == "sent" and not there):
            lost.append(f"{letter}: {state}")
        again = there if state == "failed" else there[:-1]
        for one in again:
            if not _reason(one) and breaking.was_lost_to_a_cut(one):
                one.explained = "the database died"
                breaking.reasons[one.explained] += 1
        unexplained += [f"{letter}: {one.how}" for one in again if not _reason(one)]
        waited += _waits(there)
        other_ids += any(one.message_id != ids[address] for one in there)
    broken = Counter(one.how for there in taken.values() for one in there if one.how != YES)
    return Outgoing(
        letters=letters,
        states=dict(Counter(rows.values())),
        lost=lost + [f"{letters - len(rows)} rows gone"] * (len(rows) != letters),
        doubled=sum(len(there) - 1 for there in taken.values() if len(there) > 1),
        unexplained=unexplained,
        other_ids=other_ids,
        in_the_act=dict(breaking.reasons + broken),
        said=dict(breaking.server.said),
        kills={},
        waited=waited,
    )


def _reason(one: Taken) -> str:
    return one.explained or ("" if one.how == YES else one.how)


def _waits(there: list[Taken]) -> list[float]:
    """How long a letter waited whose worker had died, until another worker had sent it."""
    return [
        after.at - before.at
        for before, after in pairwise(there)
        if before.explained == "a worker died"
    ]
