"""`make corpora`: everything in the corpora of mail is read, kept and shown; the report is kept.

The corpora are other people's mail and lie outside this repository (HEMVIST_SHARED names the
folder that has data/corpora in it). Of them the report has the names of collections and numbers,
never a word.
"""

import json
import os
import re
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from hemvist.database import VAR
from hemvist.postgres import Cluster

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "docs" / "mail-corpora.md"
ADDRESS = re.compile(r"<address>(.*?)</address>", re.DOTALL)
HEADERS = "From: A <a@example.org>\r\nTo: info@example.org\r\nMessage-ID: <{n}@example.org>\r\n"
MOST_SECONDS, MOST_BYTES = 1.0, 100_000_000


@dataclass
class Outcome:
    """What became of the mails of one collection."""

    states: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    folded: int = 0
    known: int = 0


def mails(corpora: Path) -> Iterator[tuple[str, bytes]]:
    """Every mail of the corpora with its collection; texts and strings as parts of a mail."""
    for folder in ("mail", "bounces"):
        for file in sorted((corpora / folder).iterdir()):
            yield folder, file.read_bytes()
    for file in sorted((corpora / "replies").rglob("*")):
        if file.is_file():
            kind = f"replies/{file.parent.name}"
            raw = file.read_bytes()
            yield kind, raw if file.suffix == ".eml" else _with_text(file.name, raw)
    strings = json.loads((corpora / "strings" / "blns.json").read_text(encoding="utf-8"))
    for number, string in enumerate(strings):
        yield "strings", _with_strings(number, string)
    cases = (corpora / "strings" / "isemail-tests.xml").read_text(encoding="utf-8")
    for number, address in enumerate(ADDRESS.findall(cases)):
        yield "addresses", f"From: {unescape(address)}\r\nX-N: {number}\r\n\r\nHello".encode()
    for file in sorted((corpora / "calendars").glob("*.ics")):
        yield "calendars", _with_calendar(file.name, file.read_bytes())


def _with_text(name: str, text: bytes) -> bytes:
    head = HEADERS.format(n=name) + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    return head.encode() + text


def _with_strings(number: int, string: str) -> bytes:
    """A string wherever somebody can put one: in the name, the subject, the text, a file's name."""
    text = string.encode("utf-8", "surrogatepass")
    line = text.replace(b"\r", b" ").replace(b"\n", b" ")
    return b"".join(
        [
            b"From: " + line + b" <a@example.org>\r\nSubject: " + line,
            b"\r\nMessage-ID: <%d@example.org>\r\nMIME-Version: 1.0" % number,
            b'\r\nContent-Type: multipart/mixed; boundary="xyzzy"\r\n\r\n--xyzzy\r\n',
            b"Content-Type: text/html; charset=utf-8\r\n\r\n" + text + b"\r\n--xyzzy\r\n",
            b'Content-Disposition: attachment; filename="' + line + b'"\r\n\r\n',
            text + b"\r\n--xyzzy--\r\n",
        ]
    )


def _with_calendar(name: str, content: bytes) -> bytes:
    head = HEADERS.format(n=name) + "Content-Type: text/calendar; method=REPLY\r\n\r\n"
    return head.encode() + content


def go_through(corpora: Path) -> dict[str, Outcome]:
    """Take every mail in, put it where it belongs, and show it; nothing is left behind."""
    from django.db import transaction

    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    for collection, raw in mails(corpora):
        with transaction.atomic():
            _go_through_one(outcomes[collection], raw)
            transaction.set_rollback(True)
    return dict(outcomes)


def _go_through_one(outcome: Outcome, raw: bytes) -> None:
    from django.core.files.storage import storages
    from django.utils import timezone

    from hemvist.inbox.actions import Arrived, sort_mail, take_in
    from hemvist.inbox.models import IncomingMail, Mailbox
    from hemvist.inbox.showing import shown

    mailbox, _new = Mailbox.objects.get_or_create(identity="corpora")
    began = time.process_time()
    kept = take_in(mailbox, Arrived(raw=raw), at=timezone.now())
    if kept is None:
        return
    sort_mail(kept.pk, at=timezone.now())
    mail = IncomingMail.objects.get(pk=kept.pk)
    page = shown(mail)
    outcome.seconds.append(time.process_time() - began)
    tracemalloc.start()
    shown(mail)
    outcome.peak = max(outcome.peak, tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    outcome.states[mail.state] += 1
    outcome.folded += bool(page.quoted)
    outcome.known += bool(mail.sender)
    storages["private"].delete(mail.stored_as)


def table(outcomes: dict[str, Outcome]) -> str:
    """The figures of every collection."""
    heads = ["Collection", "Mails", "Where they landed", "Sender read", "Quote folded"]
    rows = [f"| {' | '.join([*heads, 'Slowest', 'Most memory'])} |"]
    rows.append("|---|---:|---|---:|---:|---:|---:|")
    for name, found in sorted(outcomes.items()):
        states = ", ".join(f"{state} {count}" for state, count in found.states.most_common())
        rows.append(
            f"| {name} | {sum(found.states.values())} | {states} | {found.known} | {found.folded}"
            f" | {max(found.seconds) * 1000:.0f} ms | {found.peak / 1e6:.1f} MB |"
        )
    return "\n".join(rows)


TEXT = """# Corpora of mail: what became of each

Made by `make corpora` ({files} mails; processor time, and memory as Python's own count has it).
Every mail is taken in, put where it belongs in an installation that has sent none of the letters
they answer, and shown. The bar: none raises, none is lost, none takes more than a second or
100 MB. A delivery report here is about a letter that never was: a line, and nothing else.
`automatic` is what a machine wrote, `unsorted` what waits for a person.

{table}

Over the bar: {over}.

The mails are not ours to keep here; their names and licences: mikel/mail (MIT),
SpamScope/mail-parser (Apache-2.0), sisimai/set-of-emails (BSD-2), mailgun/talon (Apache-2.0),
crisp-oss/email-reply-parser (MIT), collective/icalendar (BSD-2),
minimaxir/big-list-of-naughty-strings (MIT), dominicsayers/isemail (BSD-3).
`tests/inbox/test_corpora.py` goes through them wherever they are, and
`tests/inbox/test_reading.py` has hostile mail of our own.
"""


def report(outcomes: dict[str, Outcome]) -> str:
    """The page of the docs."""
    over = [
        name
        for name, found in sorted(outcomes.items())
        if max(found.seconds) > MOST_SECONDS or found.peak > MOST_BYTES
    ]
    files = sum(sum(found.states.values()) for found in outcomes.values())
    return TEXT.format(files=files, table=table(outcomes), over=", ".join(over) or "none")


def main() -> int:
    """Go through the corpora on a database of their own, and write the report."""
    told = os.environ.get("HEMVIST_SHARED")
    corpora = (Path(told) if told else ROOT.parent / "shared") / "data" / "corpora"
    if not corpora.is_dir():
        print(f"There is no {corpora}; HEMVIST_SHARED names the folder.", file=sys.stderr)
        return 1
    home = VAR / "bench" / "corpora"
    home.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(home)
    os.environ |= {"HEMVIST_VAR": str(home), "DATABASE_URL": cluster.share()}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemvist.settings")
    try:
        outcomes = _on_a_database(corpora)
    finally:
        cluster.leave()
    REPORT.write_text(report(outcomes), encoding="utf-8")
    print(table(outcomes))
    return 0


def _on_a_database(corpora: Path) -> dict[str, Outcome]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from hemvist.demo.factories import a_municipality, a_team

    call_command("migrate", verbosity=0, interactive=False)
    a_municipality()
    a_team("Front", is_front_door=True)
    try:
        return go_through(corpora)
    finally:
        connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
