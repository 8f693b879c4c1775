"""`make bench`: seeds if need be, serves, measures, prints the table."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from bench import beside, guide, letters
from bench.client import Client
from bench.deeds import enquire, reading, writing
from bench.hosts import at_work
from bench.measuring import Deed, Figures, measure
from bench.serving import environment, mail_server, manage, running, site
from bench.table import WORKER, show
from hemvist.database import VAR
from hemvist.postgres import Cluster

MAIL_WORKER = (
    "manage.py", "procrastinate", "worker", "--concurrency", "4", "--queues", "default,mail",
)  # fmt: skip
LARGE, SMALL = 100_000, 400
MINUTES = 10.0  # for all of it, the seeding included
SECONDS, SECONDS_OF_GUIDE = 6.0, 30.0
FOR_MEASURING = 240.0  # seconds kept back for what comes after the seeding


# What is measured and who does it, from what is known of the database.
Deeds = Callable[[dict[str, str]], Iterable[tuple[Deed, str]]]


class CannotMeasure(Exception):
    """The bench did not come to its figures; the words say why."""


def main() -> int:
    """Measure the large demo, count queries on the small one; 1 if it could not be measured."""
    options = _options()
    os.chdir(Path(__file__).resolve().parent.parent)
    if options.guide:
        seconds = options.seconds or SECONDS_OF_GUIDE
        return guide.main(a_second=options.rate, seconds=seconds, sizes=options.sizes)
    if options.mail:
        return letters.main(VAR / "bench" / "letters")
    home = Path(os.environ.get("HEMVIST_BENCH_VAR", VAR / "bench"))
    until = time.monotonic() + 60 * options.minutes
    count = options.households
    try:
        if options.many:
            return _many(home / str(count), count, until=until)
        if options.beside:
            return _beside(home, options, until=until)
        # Often enough to meet every kind of case, whose pages ask for what is in them.
        small = _round(home / "small", SMALL, users=1, seconds=1, at_least=100, until=until)
        large = _round(
            home / str(count),
            count,
            users=options.users,
            seconds=options.seconds or SECONDS,
            at_least=5,
            until=until,
            of_hosts=options.of_hosts,
        )
    except (CannotMeasure, subprocess.CalledProcessError) as trouble:
        print(f"Could not measure: {trouble}", file=sys.stderr)
        return 1
    return show(small, large, count)


def _beside(home: Path, options: argparse.Namespace, *, until: float) -> int:
    count, seconds = options.households, options.seconds or SECONDS
    mine = _round(
        home / str(count),
        count,
        users=options.users,
        seconds=seconds,
        at_least=5,
        until=until,
        deeds=beside.ours,
    )
    other = beside.theirs(home / "helpdesk", count, users=options.users, seconds=seconds)
    return beside.show(mine, other, count)


def _many(home: Path, households: int, *, until: float) -> int:
    """A long list and deeds on thousands of cases, in the large database."""
    cluster = Cluster(home)
    env = environment(home, cluster.share())
    try:
        _prepare(env, households, until=until)
        return subprocess.run([sys.executable, "-m", "bench.many"], env=env, check=False).returncode
    finally:
        cluster.leave()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--households", type=int, default=LARGE)
    parser.add_argument("--users", type=int, default=2, help="how many at once (2)")
    parser.add_argument("--seconds", type=float, help="for each line (6); of --guide (30)")
    parser.add_argument(
        "--of-hosts", type=float, default=40, help="seconds of fifty hosts at work (40)"
    )
    parser.add_argument("--beside", action="store_true", help="beside django-helpdesk")
    parser.add_argument(
        "--many", action="store_true", help="a list of 10,000 people, deeds on 5,000 cases"
    )
    parser.add_argument("--mail", action="store_true", help="letters out and in, by real servers")
    parser.add_argument("--guide", action="store_true", help="the public pages, at a fixed pace")
    parser.add_argument(
        "--rate", type=float, default=200, help="requests a second of --guide (200)"
    )
    parser.add_argument("--sizes", default="demo,large", help="of --guide (demo,large)")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="for all of it (10)")
    return parser.parse_args()


def _round(
    home: Path,
    households: int,
    *,
    users: int,
    seconds: float,
    at_least: int,
    until: float,
    deeds: Deeds | None = None,
    of_hosts: float = 0,
) -> dict[str, Figures]:
    """All lines of the table on one database; those of `deeds` alone, where they are given."""
    cluster = Cluster(home)
    env = environment(home, cluster.share())
    os.environ.update(env)
    found: dict[str, Figures] = {}
    try:
        with mail_server() as sink:
            _prepare(env, households, until=until)
            facts = _facts(env)
            with site(env) as (port, processor):
                for deed, email in (deeds or _deeds)(facts):
                    if time.monotonic() > until:
                        raise CannotMeasure("the time for it is over; give it more with --minutes")
                    clients = [Client(port) for _ in range(users)]
                    if email:
                        for client in clients:
                            client.sign_in(email, facts["password"])
                    lines = measure(
                        deed, clients, seconds=seconds, at_least=at_least, processor=processor
                    )
                    found |= lines
                    _say(f"  {', '.join(lines)}")
                if of_hosts:
                    found |= at_work(port, facts, seconds=of_hosts, processor=processor)
            if deeds is None:
                found[WORKER] = _deliver(env, lambda: sink.letters)
    finally:
        cluster.leave()
    return found


def _prepare(env: dict[str, str], households: int, *, until: float) -> None:
    _say(f"Making {households:,} households ready ...")
    manage(env, "migrate", "-v0")
    manage(env, "createcachetable", "-v0")
    manage(env, "collectstatic", "-v0", "--no-input")
    if int(_ask(env, "count")) >= households:
        return
    left = until - time.monotonic() - FOR_MEASURING
    try:
        manage(env, "seed", "--households", str(households), seconds=max(left, 60))
    except subprocess.TimeoutExpired:
        raise CannotMeasure(
            f"{households:,} households were not seeded within {left:.0f} seconds. "
            "Give it more with --minutes, or measure fewer with --households."
        ) from None


def _say(words: str) -> None:
    print(f"{time.strftime('%X')} {words}", file=sys.stderr, flush=True)


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
    places = [f"/sv/places/{slug}/" for slug in facts["places"].split(",")]
    yield reading("start page", ["/sv/", "/en/"]), ""
    yield reading("start page, made anew", ["/sv/", "/en/"], afresh=True), ""
    yield reading("place page", places), ""
    yield reading("place page, made anew", places, afresh=True), ""
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
    figures = Figures(WORKER)
    before = letters()
    with running(env, *MAIL_WORKER):
        until = time.monotonic() + 60
        while letters() == before and time.monotonic() < until:
            time.sleep(0.02)
        started = time.monotonic()  # its start is not what is measured
        while (sent := letters() - before) < waiting and time.monotonic() < until:
            time.sleep(0.02)
    figures.took = time.monotonic() - started
    figures.seconds = [figures.took / max(sent, 1)] * sent
    return figures


if __name__ == "__main__":
    sys.exit(main())
