"""Processes that are killed when their time comes, and a database that is killed under them."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.db import connection

from hemvist.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Kept:
    """A process of the product that is killed at random, and started again as systemd would."""

    name: str
    command: tuple[str, ...]
    env: dict[str, str]
    log: Path
    dies_after: tuple[float, float] = (2.0, 12.0)  # seconds of work
    life: int = 0
    killed: int = 0
    ended_by_itself: int = 0
    dies_at: float | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def called(self) -> str:
        """What the database knows its connections by in this life."""
        return f"{self.name}-{self.life}"

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Begin another life."""
        self.life, self.dies_at = self.life + 1, None
        url = f"{self.env['DATABASE_URL']}&application_name={self.called}"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=ROOT,
                env=self.env | {"DATABASE_URL": url},
                stdout=log,
                stderr=log,
                process_group=0,
            )

    def keep_going(self) -> None:
        """Start it again if it has ended; that of its own accord is counted."""
        if not self.is_alive:
            self.ended_by_itself += self.process is not None
            self.start()

    def is_at_work(self, dice: random.Random) -> None:
        """From now on its seconds are counted."""
        if self.dies_at is None:
            self.dies_at = time.monotonic() + dice.uniform(*self.dies_after)

    @property
    def is_due(self) -> bool:
        """Whether its time has come."""
        return self.is_alive and self.dies_at is not None and time.monotonic() > self.dies_at

    def kill(self) -> None:
        """End it in the midst of what it does, and wait until the database has noticed."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        self.killed += 1
        self.wait_until_forgotten()
        self.process = None

    def wait_until_forgotten(self) -> None:
        """What it had sent to the database before it died may still be on its way."""
        for _ in range(200):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [self.called]
                )
                if cursor.fetchone() is None:
                    return
            time.sleep(0.05)

    def end(self) -> None:
        """End it for good."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def frozen(processes: list[Kept]) -> Iterator[None]:
    """Nobody moves meanwhile, and nobody notices."""
    still = [kept.process for kept in processes if kept.is_alive and kept.process]
    for process in still:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in still:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)


def kill_database(cluster: Cluster) -> None:
    """The power is cut: all of its processes end at once, and it is started again."""
    found = cluster.server()
    if found is not None:
        for process in [found, *found.children(recursive=True)]:
            with suppress(psutil.Error):
                process.kill()
        found.wait()
    connection.close()
    cluster.share()


@dataclass
class Times:
    """When, by the share of what is done, the database dies."""

    shares: list[float]
    done: int = field(default=0)

    def is_due(self, share: float) -> bool:
        """Whether one of the times has come; each comes once."""
        if not self.shares or share < self.shares[0]:
            return False
        self.shares.pop(0)
        self.done += 1
        return True


def spread(count: int, dice: random.Random) -> Times:
    """So many times, over the whole of it."""
    return Times(sorted(dice.uniform(0.05, 0.95) for _ in range(count)))


def bring_jobs_forward() -> None:
    """Let the time pass that jobs wait before their next try."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL"
            " WHERE status = 'todo' AND scheduled_at IS NOT NULL"
        )


def load() -> str:
    """How busy the machine was, in the minute and the quarter of an hour before."""
    minute, _five, quarter = os.getloadavg()
    return f"{minute:.1f} and {quarter:.1f}"
