"""`make bench ARGS=--beside`: Hemvist beside django-helpdesk, on the same machine in the same run.

Both on PostgreSQL with as many cases and messages, on the same server with as many processes, one
after the other, with the same users. The acts are those that both have.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from bench.client import Answer, Client
from bench.deeds import enquire, reading
from bench.helpdesk.seeding import PASSWORD
from bench.measuring import Deed, Figures, measure
from bench.serving import mail_server, site
from hemvist.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "bench/helpdesk/requirements.txt"
MESSAGES_EACH = 10
TIMES_FASTER = 5
ACTS = ("list", "search", "view", "submit")
ROWS = re.compile(r"datatables_ticket_list/[^\"'?]+")
HEAD = (
    f"{'':10}{'Hemvist p50':>13}{'p95 ms':>9}"
    f"{'django-helpdesk p50':>22}{'p95 ms':>9}{'times faster':>14}"
)
NOTES = """
Times faster: by the 95th percentile. The other's list and search are its page and the rows that
the page then fetches, for the reader waits for both; its submit sends no mail."""


def ours(facts: dict[str, str]) -> Iterable[tuple[Deed, str]]:
    """The acts in Hemvist, and who does each."""
    host = facts["host"]
    cases = [f"/desk/cases/{reference}/" for reference in facts["cases"].split(",")]
    words = [f"/desk/cases/?q={quote(word)}" for word in facts["words"].split(",")]
    yield reading("list", ["/desk/cases/"]), host
    yield reading("search", words), host
    yield reading("view", cases), host
    yield enquire, ""


def theirs(home: Path, tickets: int, *, users: int, seconds: float) -> dict[str, Figures]:
    """The same acts in django-helpdesk, installed and filled if it is not yet."""
    python = _installed(home)
    cluster = Cluster(home)
    cluster.share()
    env = os.environ | {
        "PEER_DATABASE": str(cluster.socket_folder),
        "PEER_MEDIA": str(home / "media"),
        "DJANGO_SETTINGS_MODULE": "bench.helpdesk.settings",
    }
    filling = (python, "-m", "bench.helpdesk.seeding", str(tickets), str(MESSAGES_EACH))
    found: dict[str, Figures] = {}
    try:
        subprocess.run(filling, env=env, check=True, cwd=ROOT)
        with (
            mail_server(),
            site(env, application="bench.helpdesk.wsgi:application", python=python) as (port, used),
        ):
            for deed, signs_in in _their_deeds(tickets):
                clients = [Client(port) for _ in range(users)]
                for number, client in enumerate(clients):
                    if signs_in:
                        _sign_in(client, f"host{number}")
                found |= measure(deed, clients, seconds=seconds, at_least=5, processor=used)
    finally:
        cluster.leave()
    return found


def show(mine: dict[str, Figures], other: dict[str, Figures], cases: int) -> int:
    """Print both side by side; 1 if one could not be measured, and 0 also if an aim was missed."""
    print(f"\n{cases:,} cases, {cases * MESSAGES_EACH:,} messages of the other\n\n{HEAD}")
    failed = 0
    mine = {**mine, "submit": mine["submit an enquiry"]}
    for act in ACTS:
        one, two = mine[act], other[act]
        failed += not (one.seconds and two.seconds) or bool(one.failures or two.failures)
        times = two.percentile(0.95) / one.percentile(0.95)
        print(
            f"{act:10}{one.percentile(0.5):13.1f}{one.percentile(0.95):9.1f}"
            f"{two.percentile(0.5):22.1f}{two.percentile(0.95):9.1f}{times:14.1f}"
            f"  {'reached' if times >= TIMES_FASTER else f'aim: {TIMES_FASTER}'}"
            f"{_failures(one)}{_failures(two)}"
        )
    print(NOTES)
    return int(failed > 0)


def _failures(line: Figures) -> str:
    return f"  failed: {sorted(set(line.failures))}" if line.failures else ""


def _installed(home: Path) -> str:
    """Its interpreter, in a virtual environment of its own."""
    place = home / "venv"
    python, stamp = place / "bin/python", place / "installed"
    if not stamp.exists() or stamp.read_bytes() != PACKAGES.read_bytes():
        print("Installing django-helpdesk ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        subprocess.run(
            [
                python, "-m", "pip", "install", "-qq", "--disable-pip-version-check",
                "--require-hashes", "--no-deps", "-r", PACKAGES,
            ],
            check=True,
        )  # fmt: skip
        stamp.write_bytes(PACKAGES.read_bytes())
    return str(python)


def _sign_in(client: Client, name: str) -> None:
    answer = client.post("/login/", {"username": name, "password": PASSWORD}, client.get("/login/"))
    if answer.status != 302:
        raise SystemExit(f"Could not sign in to django-helpdesk as {name}: {answer.status}")


def _their_deeds(tickets: int) -> Iterable[tuple[Deed, bool]]:
    step = max(tickets // 200, 1)
    words = [f"family number {n}" for n in range(step, tickets, step * 10)]
    words += [f"person{n}@example.org" for n in range(step, tickets, step * 10)]
    numbers = range(1, tickets, step)
    yield _list("list", lambda _number: "/tickets/"), True
    yield _list("search", lambda n: f"/tickets/?q={quote(words[n % len(words)])}"), True
    yield reading("view", [f"/tickets/{number}/" for number in numbers]), True
    yield _submit, False


def _list(name: str, path: Callable[[int], str]) -> Deed:
    return partial(_read_list, name, path)


def _read_list(
    name: str, path: Callable[[int], str], client: Client, number: int
) -> Iterable[tuple[str, Answer]]:
    page = client.get(path(number))
    found = ROWS.search(page.body)
    rows = client.get(f"/{found[0]}?draw=1&start=0&length=25") if found else Answer(0, 0, 0, "", "")
    yield name, Answer(rows.status, page.seconds + rows.seconds, 0, "", rows.body)


def _submit(client: Client, number: int) -> Iterable[tuple[str, Answer]]:
    page = client.get("/tickets/submit/")
    fields: dict[str, object] = {
        "title": f"Moving, number {number}",
        "body": "We have a dog. It is large.",
        "submitter_email": "bench@example.org",
    }
    yield "submit", client.post("/tickets/submit/", fields, page)
