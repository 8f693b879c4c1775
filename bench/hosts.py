"""Fifty hosts at work at once: each reads a page, thinks for some seconds, and goes on.

What `make bench` measures otherwise is two people who never think. This is a service on its
busiest morning: everybody has the desk open, filters, searches, opens cases and writes.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote

from bench.client import Answer, Client
from bench.measuring import Figures

HOSTS, THINKS = 50, (3.0, 9.0)  # seconds between one page and the next
FILTERS = (
    "state=active", "state=new&language=ar", "need=housing", "need=preschool&state=open",
    "state=waiting&language=uk", "area=harads", "state=open&language=en&need=work",
)  # fmt: skip
# Of a hundred pages that a host opens.
SHARES = {"desk": 20, "queue": 10, "filters": 20, "search": 15, "case page": 30, "write": 5}


def at_work(
    port: int, facts: dict[str, str], *, seconds: float, processor: Callable[[], float]
) -> dict[str, Figures]:
    """The figures of each kind of page while all of them work."""
    found = {f"{HOSTS} hosts: {kind}": Figures(f"{HOSTS} hosts: {kind}") for kind in SHARES}
    clients = [_signed_in(port, facts) for _ in range(HOSTS)]
    lock = threading.Lock()
    started, used = time.monotonic(), processor()

    def work(number: int) -> None:
        chance, client = Random(number), clients[number]  # noqa: S311
        pause = chance.uniform(0, THINKS[1])
        for kind, act in _acts(facts, chance):
            if time.monotonic() + pause > started + seconds:
                return
            time.sleep(pause)
            answer = act(client)
            with lock:
                found[f"{HOSTS} hosts: {kind}"].add(answer)
            pause = chance.uniform(*THINKS)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(HOSTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, pages = time.monotonic() - started, sum(len(each.seconds) for each in found.values())
    for figures in found.values():
        figures.took, figures.processor = took, (processor() - used) / max(pages, 1)
    for client in clients:
        client.close()
    return found


def _signed_in(port: int, facts: dict[str, str]) -> Client:
    client = Client(port)
    client.sign_in(facts["host"], facts["password"])
    return client


def _acts(
    facts: dict[str, str], chance: Random
) -> Iterator[tuple[str, Callable[[Client], Answer]]]:
    """One thing that a host does after the other, for ever."""
    cases, words = facts["cases"].split(","), facts["words"].split(",")
    while True:
        (kind,) = chance.choices(list(SHARES), weights=list(SHARES.values()))
        case = f"/desk/cases/{chance.choice(cases)}/"
        path = {
            "desk": "/desk/",
            "queue": "/desk/queue/",
            "filters": f"/desk/cases/?{chance.choice(FILTERS)}",
            "search": f"/desk/cases/?q={quote(chance.choice(words))}",
            "case page": case,
        }.get(kind, "")
        yield kind, _reads(path) if path else _writes(f"{case}write/")


def _reads(path: str) -> Callable[[Client], Answer]:
    return lambda client: client.get(path)


def _writes(path: str) -> Callable[[Client], Answer]:
    def write(client: Client) -> Answer:
        fields: dict[str, object] = {"body": "Hello, this is measured.", "key": str(uuid.uuid4())}
        return client.post(path, fields, client.get(path))

    return write
