"""`make bench`: seeds if need be, serves, measures, prints the table."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from bench.client import Client
from bench.deeds import enquire, reading, writing
from bench.measuring import Deed, Figures, measure
from bench.serving import environment, mail_server, manage, running, site
from hemvist.database import VAR
from hemvist.postgres import Cluster

LARGE, SMALL = 100_000, 400
PUBLIC_MS, DESK_MS = 30, 150
PUBLIC = ("start page", "place page", "form step, read", "form step, answer", "submit an enquiry")


def main() -> int:
    """Measure the large demo, count queries on the small one; 1 if something failed."""
    options = _options()
    os.chdir(Path(__file__).resolve().parent.parent)
    home = Path(os.environ.get("HEMVIST_BENCH_VAR", VAR / "bench"))
    small = _round(home / "small", SMALL, users=1, seconds=1.5)
    count = options.households
    large = _round(home / str(count), count, users=options.users, seconds=options.seconds)
    return _print(small, large, count)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--households", type=int, default=LARGE)
    parser.add_argument("--users", type=int, default=4, help="how many at once (4)")
    parser.add_argument("--seconds", type=float, default=8, help="for each line (8)")
    return parser.parse_args()


def _round(home: Path, households: int, *, users: int, seconds: float) -> dict[str, Figures]:
    """All lines of the table on one database."""
    cluster = Cluster(home)
    env = environment(home, cluster.share())
    os.environ.update(env)
    found: dict[str, Figures] = {}
    try:
        with mail_server() as sink:
            _prepare(env, households)
            facts = _facts(env)
            with site(env) as port:
                for deed, email in _deeds(facts):
                    clients = [Client(port) for _ in range(users)]
                    if email:
                        for client in clients:
                            client.sign_in(email, facts["password"])
                    found |= measure(deed, clients, seconds=seconds)
            found["deliveries by the worker"] = _deliver(env, lambda: sink.letters)
    finally:
        cluster.leave()
    return found


def _prepare(env: dict[str, str], households: int) -> None:
    print(f"Making {households:,} households ready ...", file=sys.stderr, flush=True)
    manage(env, "migrate", "-v0")
    manage(env, "createcachetable", "-v0")
    manage(env, "collectstatic", "-v0", "--no-input")
    if not int(_ask(env, "count")):
        manage(env, "seed", "--households", str(households))


def _ask(env: dict[str, str], what: str) -> str:
    asked = subprocess.run(
        [sys.executable, "-m", "bench.facts", what],
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return asked.stdout.strip()


def _facts(env: dict[str, str]) -> dict[str, str]:
    """Addresses to read, from the database itself."""
    pairs = (line.partition("=") for line in _ask(env, "all").splitlines())
    return {name: value for name, _equals, value in pairs}


def _deeds(facts: dict[str, str]) -> Iterator[tuple[Deed, str]]:
    """What is done, and who does it: nobody signed in, or a host."""
    cases = facts["cases"].split(",")
    host = facts["host"]
    pages = [f"/desk/cases/{reference}/" for reference in cases]
    words = [f"/desk/cases/?q={quote(word)}" for word in facts["words"].split(",")]
    yield reading("start page", ["/sv/", "/en/"]), ""
    yield reading("place page", [f"/sv/places/{slug}/" for slug in facts["places"].split(",")]), ""
    yield enquire, ""
    yield reading("desk", ["/desk/"]), host
    yield reading("queue", ["/desk/queue/"]), host
    yield reading("case page", pages), host
    yield reading("case page, longest", [f"/desk/cases/{facts['longest']}/"]), host
    yield reading("case search", words), host
    yield writing(cases), host


def _deliver(env: dict[str, str], letters: Callable[[], int]) -> Figures:
    """Let a worker send what waits, and some more, to the mail server of the bench."""
    waiting = int(_ask(env, "letters"))
    figures = Figures("deliveries by the worker")
    started, before = time.monotonic(), letters()
    with running(env, "manage.py", "procrastinate", "worker", "--concurrency", "4"):
        while time.monotonic() - started < 90:
            sent = letters() - before
            if sent >= waiting:
                break
            time.sleep(0.05)
    figures.took = time.monotonic() - started
    figures.seconds = [figures.took / max(sent, 1)] * sent
    figures.failures = max(waiting - sent, 0)
    return figures


def _print(small: dict[str, Figures], large: dict[str, Figures], households: int) -> int:
    """The table; says of every line whether it reached its aim."""
    print(f"\n{households:,} households\n")
    print(f"{'':26}{'p50 ms':>8}{'p95 ms':>8}{'aim':>6}{'a second':>10}{'queries':>14}  verdict")
    failed = False
    for name, line in large.items():
        aim = PUBLIC_MS if name in PUBLIC else DESK_MS
        few = small.get(name, Figures(name))
        verdicts = list(_verdicts(line, few, aim, is_page="worker" not in name))
        failed |= bool(verdicts)
        queries = f"{_span(few.queries)} / {_span(line.queries)}"
        print(
            f"{name:26}{line.percentile(0.5):8.1f}{line.percentile(0.95):8.1f}{aim:6}"
            f"{line.rate:10.1f}{queries:>14}  {'; '.join(verdicts) or 'reached'}"
        )
    print(f"\nQueries: with {SMALL} households / with {households:,}.")
    return int(failed)


def _verdicts(line: Figures, small: Figures, aim: int, *, is_page: bool) -> Iterator[str]:
    if line.failures:
        yield f"{line.failures} failed"
    if not line.seconds:
        yield "not measured"
    elif is_page and not line.percentile(0.95) < aim:
        yield "too slow"
    if is_page and line.queries and max(line.queries) > max(small.queries or {0}):
        yield "more queries with more rows"


def _span(numbers: set[int]) -> str:
    if not numbers:
        return "-"
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least}-{most}"


if __name__ == "__main__":
    sys.exit(main())
