"""Several users at once doing the same thing, and what it took them."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bench.client import Answer, Client

# What a user does once: the answers, by the name of what is measured.
Deed = Callable[[Client, int], Iterable[tuple[str, Answer]]]


@dataclass
class Figures:
    """All that is known of one line of the table."""

    name: str
    seconds: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)
    failures: int = 0
    took: float = 0.0

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


def measure(
    deed: Deed, clients: list[Client], *, seconds: float, warm_up: int = 3
) -> dict[str, Figures]:
    """Let every client do it over and over for some seconds; the first times do not count."""
    for client in clients:
        for number in range(warm_up):
            list(deed(client, number))
    found: dict[str, Figures] = {}
    lock = threading.Lock()
    until = time.monotonic() + seconds

    def work(client: Client, number: int) -> None:
        mine: dict[str, list[Answer]] = defaultdict(list)
        while time.monotonic() < until:
            number += len(clients)
            for name, answer in deed(client, number):
                mine[name].append(answer)
        with lock:
            for name, answers in mine.items():
                _add(found.setdefault(name, Figures(name)), answers)

    threads = [
        threading.Thread(target=work, args=(client, 1000 + place))
        for place, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for figures in found.values():
        figures.took = seconds
    return found


def _add(figures: Figures, answers: list[Answer]) -> None:
    for answer in answers:
        if answer.status in (200, 302):
            figures.seconds.append(answer.seconds)
            figures.queries.add(answer.queries)
        else:
            figures.failures += 1
