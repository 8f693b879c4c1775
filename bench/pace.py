"""Requests at a pace of their own, whether the server keeps up or not.

Readers do not wait for each other, so each request is due at a moment that is fixed beforehand.
The time counts from then, not from when a connection was free: a server that stalls makes all
those wait who come meanwhile, and that shows.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from bench.client import Client
from bench.measuring import Figures

CONNECTIONS, READERS = 64, 6
KEPT_QUERIES = 2  # a page from the shelf asks at most which edition holds, and for itself


@dataclass(frozen=True)
class Kind:
    """What is asked for: so many of a hundred requests, the first addresses most often."""

    name: str
    share: float
    paths: list[str]


@dataclass
class Line(Figures):
    """The figures of one kind, and how many were kept pages."""

    kept: int = 0
    late: list[float] = field(default_factory=list)

    @property
    def anew(self) -> list[float]:
        """The times of the pages that were made for their reader."""
        return self.late


def asked(kinds: list[Kind], *, chance: Random) -> Iterator[tuple[str, str]]:
    """Kind and address of one request after the other, for ever.

    Within a kind the second address is asked for half as often as the first, the hundredth a
    hundredth as often (Zipf), as on real sites.
    """
    weights = [list(accumulate(1 / rank for rank in range(1, len(k.paths) + 1))) for k in kinds]
    shares = list(accumulate(kind.share for kind in kinds))
    numbers = range(len(kinds))
    while True:
        (number,) = chance.choices(numbers, cum_weights=shares)
        (path,) = chance.choices(kinds[number].paths, cum_weights=weights[number])
        yield kinds[number].name, path


def most_read(kinds: list[Kind]) -> list[str]:
    """All addresses, those first that are asked for most often."""
    found: list[tuple[float, str]] = []
    for kind in kinds:
        whole = sum(1 / rank for rank in range(1, len(kind.paths) + 1))
        found += [(kind.share / whole / rank, path) for rank, path in enumerate(kind.paths, 1)]
    return [path for _often, path in sorted(found, reverse=True)]


def read_through(port: int, paths: list[str], *, seconds: float) -> int:
    """Ask for one after the other, as fast as a few readers can; gives how many were read.

    So that the site has what it would have after an hour, not what it has in its first minute.
    """
    until, lock, rest = time.perf_counter() + seconds, threading.Lock(), iter(paths)
    read = 0

    def work() -> None:
        nonlocal read
        client = Client(port, unpacks=True)
        while time.perf_counter() < until:
            with lock:
                path = next(rest, None)
            if path is None:
                break
            client.get(path)
            with lock:
                read += 1
        client.close()

    threads = [threading.Thread(target=work) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return read


def due_times(*, a_second: float, seconds: float, chance: Random) -> Iterator[float]:
    """When each request is due: readers come one by one, not evenly (Poisson)."""
    at = chance.expovariate(a_second)
    while at < seconds:
        yield at
        at += chance.expovariate(a_second)


def run(
    port: int, requests: Iterable[tuple[str, str]], due: Iterable[float]
) -> tuple[dict[str, Line], float]:
    """Send each request when it is due; the figures of each kind, and how long it all took."""
    plan = list(zip(due, requests, strict=False))
    found: dict[str, Line] = {}
    lock, position = threading.Lock(), iter(range(len(plan)))
    started = time.perf_counter() + 0.1

    def work() -> None:
        client = Client(port, unpacks=True)
        while True:
            with lock:
                number = next(position, None)
            if number is None:
                break
            at, (name, path) = plan[number]
            if (wait := started + at - time.perf_counter()) > 0:
                time.sleep(wait)
            answer = client.get(path)
            seconds = time.perf_counter() - started - at
            with lock:
                _count(found.setdefault(name, Line(name)), answer.status, answer.queries, seconds)
        client.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    for line in found.values():
        line.took = took
    return found, took


def _count(line: Line, status: int, queries: int, seconds: float) -> None:
    if status != 200:
        line.failures.append(status)
        return
    line.seconds.append(seconds)
    if queries <= KEPT_QUERIES:
        line.kept += 1
    else:
        line.queries.add(queries)
        line.late.append(seconds)


def together(lines: Iterable[Line]) -> Line:
    """All kinds as one line."""
    whole = Line("all of it")
    for line in lines:
        whole.seconds += line.seconds
        whole.late += line.late
        whole.failures += line.failures
        whole.queries |= line.queries
        whole.kept += line.kept
        whole.took = max(whole.took, line.took)
    return whole
