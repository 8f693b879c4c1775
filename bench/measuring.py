"""Several users at once doing the same thing, and what it took them and the server."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bench.client import Answer, Client

# What a user does once: the answers, by the name of what is measured.
Deed = Callable[[Client, int], Iterable[tuple[str, Answer]]]
WARM_UP = 3


@dataclass
class Figures:
    """All that is known of one line of the table."""

    name: str
    seconds: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)
    failures: list[int] = field(default_factory=list)
    took: float = 0.0
    processor: float = 0.0

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        if not self.seconds:
            return float("nan")
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000

    @property
    def rate(self) -> float:
        """Requests a second while it was measured."""
        return len(self.seconds) / self.took if self.took else 0.0

    def add(self, answer: Answer) -> None:
        """Take one more answer into account."""
        if answer.status in (200, 302):
            self.seconds.append(answer.seconds)
            self.queries.add(answer.queries)
        else:
            self.failures.append(answer.status)


def measure(
    deed: Deed,
    clients: list[Client],
    *,
    seconds: float,
    at_least: int,
    processor: Callable[[], float],
) -> dict[str, Figures]:
    """Let every client do it over and over for some seconds; the first times do not count.

    `processor` tells how many seconds of a processor the server has used so far; the figure of
    a line is the average over every request of the deed, because they cannot be told apart.
    """
    for client in clients:
        for number in range(WARM_UP):
            list(deed(client, number))
    found: dict[str, Figures] = {}
    started, used = time.monotonic(), processor()
    _all_at_once(deed, clients, found, until=started + seconds, at_least=at_least)
    took, used = time.monotonic() - started, processor() - used
    requests = sum(client.asked for client in clients)
    for figures in found.values():
        figures.took, figures.processor = took, used / max(requests, 1)
    for client in clients:
        client.close()
    return found


def _all_at_once(
    deed: Deed, clients: list[Client], found: dict[str, Figures], *, until: float, at_least: int
) -> None:
    lock = threading.Lock()

    def work(client: Client, number: int) -> None:
        mine: dict[str, list[Answer]] = defaultdict(list)
        times = 0
        while time.monotonic() < until or times < at_least:
            for name, answer in deed(client, number + times * len(clients)):
                mine[name].append(answer)
            times += 1
        with lock:
            for name, answers in mine.items():
                figures = found.setdefault(name, Figures(name))
                for answer in answers:
                    figures.add(answer)

    threads = [
        threading.Thread(target=work, args=(client, place)) for place, client in enumerate(clients)
    ]
    for client in clients:
        client.asked = 0
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
