"""Mail in: what fetches, what listens, the workers, the mailbox and the database all die."""

import random
import smtplib
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.db import OperationalError, connection

from bench.dovecot import Dovecot, find_dovecot
from bench.letters import imap_settings
from bench.reliability.breaking import Kept, bring_jobs_forward, kill_database, load, spread
from bench.reliability.outgoing import LIMIT, WORKER
from bench.serving import free_port
from bench.writing import answers, mail_id_of
from hemvist.postgres import Cluster

LINES = 3  # mail servers that hand over by LMTP at once
LIVES = (10.0, 60.0)  # seconds of work; more would be spent on starting than on mail
RECEIVING = {
    "fetching": ("manage.py", "receive_mail"),
    "listening": ("manage.py", "listen_mail"),
}
AFTER_REFUSAL = 0.3  # seconds a mail server waits; a real one waits minutes


@dataclass
class Incoming:
    """What became of the mail."""

    mails: int
    messages: int
    lost: list[str]
    doubled: list[str]
    wrong_case: int
    left_in_mailbox: int
    put_away: int
    handed_over_again: int
    kills: dict[str, int]
    states: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    load: str = ""

    @property
    def is_good(self) -> bool:
        """Every mail stands in its case once, and none is left behind."""
        found = (self.lost, self.doubled, self.wrong_case, self.left_in_mailbox)
        return not any(found)


class MailServers:
    """Several that hand over by LMTP, and keep a mail until they are told that we have it."""

    def __init__(self, port: int, mails: Sequence[tuple[str, str, bytes]]) -> None:
        self.port, self.again, self.is_over = port, 0, threading.Event()
        self.threads = [
            threading.Thread(target=self._hand_over, args=(mails[place::LINES],), daemon=True)
            for place in range(LINES)
        ]
        for thread in self.threads:
            thread.start()

    def _hand_over(self, mails: Sequence[tuple[str, str, bytes]]) -> None:
        line: smtplib.LMTP | None = None
        for sender, to, raw in mails:
            while not self.is_over.is_set():
                try:
                    line = line or smtplib.LMTP("127.0.0.1", self.port, timeout=60)
                    line.sendmail(sender, [to], raw)
                    break
                except ConnectionRefusedError:  # nobody is there
                    time.sleep(AFTER_REFUSAL)
                except (OSError, smtplib.SMTPException):  # not taken, as far as it knows
                    line, self.again = None, self.again + 1
                    time.sleep(AFTER_REFUSAL)

    @property
    def are_done(self) -> bool:
        """Whether all has been handed over."""
        return not any(thread.is_alive() for thread in self.threads)


class Filling:
    """A mailbox that fills while it is read."""

    def __init__(self, dovecot: Dovecot, mails: Sequence[tuple[str, str, bytes]]) -> None:
        self.dovecot, self.mails = dovecot, mails
        self.thread = threading.Thread(target=self._fill, daemon=True)
        self.thread.start()

    def _fill(self) -> None:
        with smtplib.LMTP("127.0.0.1", self.dovecot.lmtp, timeout=60) as line:
            for sender, to, raw in self.mails:
                line.sendmail(sender, [to], raw)
                time.sleep(0.005)


def prove(
    cluster: Cluster,
    env: dict[str, str],
    home: Path,
    *,
    cases: Sequence[Any],
    mails: int,
    workers: int,
    restarts: int,
    dice: random.Random,
) -> Incoming:
    """Half by IMAP from a Dovecot, half by LMTP; break, and count the messages in the cases."""
    dovecot, port = _a_dovecot(), free_port()
    env = env | imap_settings(dovecot) | {"HEMVIST_MAIL_LISTEN": f"lmtp://127.0.0.1:{port}"}
    log = home / "receiving.log"
    commands = {f"sorter{place}": WORKER for place in range(workers)} | RECEIVING
    kept = [Kept(name, command, env, log, dies_after=LIVES) for name, command in commands.items()]
    sent = list(answers(mails, cases))
    try:
        servers, filling = MailServers(port, sent[::2]), Filling(dovecot, sent[1::2])
        run = Breaking(cluster, kept, dovecot, dice)
        run.run(mails, restarts=restarts)
        servers.is_over.set()
        filling.thread.join()
        found = _counted(mails, cases, dovecot, kept_in=home / "private")
    finally:
        for one in kept:
            one.end()
        dovecot.stop()
    found.seconds, found.load, found.handed_over_again = run.seconds, load(), servers.again
    found.kills = {
        "workers": sum(one.killed for one in kept[:workers]),
        "receive_mail": kept[workers].killed,
        "listen_mail": kept[workers + 1].killed,
        "lines to the mailbox": run.lines_cut,
        "databases": restarts,
    }
    return found


def _a_dovecot() -> Dovecot:
    program = find_dovecot()
    if program is None:
        raise SystemExit("There is no Dovecot here: apt-get install dovecot-imapd dovecot-lmtpd.")
    return Dovecot(program)


class Breaking:
    """The run."""

    def __init__(
        self, cluster: Cluster, kept: list[Kept], dovecot: Dovecot, dice: random.Random
    ) -> None:
        self.cluster, self.kept, self.dovecot, self.dice = cluster, kept, dovecot, dice
        self.seconds, self.lines_cut = 0.0, 0

    def run(self, mails: int, *, restarts: int) -> None:
        """Until all stands in the cases, or the time is over."""
        began, times = time.monotonic(), spread(restarts, self.dice)
        cuts = spread(restarts * 2, self.dice)
        while (done := _landed()) < mails and time.monotonic() - began < LIMIT:
            bring_jobs_forward()
            for one in self.kept:
                self._tend(one, is_calm=done > mails * 0.98)
            if cuts.is_due(done / mails):
                self._cut_lines()
            if times.is_due(done / mails):
                kill_database(self.cluster)
            time.sleep(0.2)
        self.seconds = time.monotonic() - began

    def _tend(self, one: Kept, *, is_calm: bool) -> None:
        if one.is_due and not is_calm:
            one.kill()
        if not one.is_alive:
            one.keep_going()
        elif _is_connected(one):
            one.is_at_work(self.dice)

    def _cut_lines(self) -> None:
        """Break every line to the mailbox in the middle of whatever is said."""
        for process in psutil.Process(self.dovecot.process.pid).children(recursive=True):
            if process.name() == "imap":
                process.kill()
                self.lines_cut += 1


def _is_connected(one: Kept) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [one.called])
        return cursor.fetchone() is not None


def _landed() -> int:
    from hemvist.messaging.models import Message

    try:
        return Message.objects.filter(direction="in", channel="email").count()
    except OperationalError:
        connection.close()
        return 0


def _counted(mails: int, cases: Sequence[Any], dovecot: Dovecot, *, kept_in: Path) -> Incoming:
    from hemvist.inbox.models import IncomingMail
    from hemvist.messaging.models import Message

    came = Message.objects.filter(direction="in", channel="email")
    rows = list(came.values_list("mail_id", "conversation", "body"))
    times = Counter(mail_id for mail_id, _conversation, _body in rows)
    kept = Counter(IncomingMail.objects.values_list("mail_id", flat=True))
    wanted = {mail_id_of(number): number for number in range(mails)}
    wrong = [
        mail_id
        for mail_id, conversation, body in rows
        if conversation != cases[wanted[mail_id] % len(cases)].conversation_id
        or f"({wanted[mail_id]})" not in body
    ]
    gone = [
        mail_id
        for mail_id, name, size in IncomingMail.objects.values_list("mail_id", "stored_as", "size")
        if not (kept_in / name).is_file() or (kept_in / name).stat().st_size != size
    ]
    return Incoming(
        mails=mails,
        messages=len(rows),
        lost=[mail_id for mail_id in wanted if not times[mail_id] or not kept[mail_id]] + gone,
        doubled=[mail_id for mail_id in wanted if times[mail_id] > 1 or kept[mail_id] > 1],
        wrong_case=len(wrong),
        left_in_mailbox=len(dovecot.mails("svar")),
        put_away=len(dovecot.mails("svar", "Hemvist")),
        handed_over_again=0,
        kills={},
        states=dict(Counter(IncomingMail.objects.values_list("state", flat=True))),
    )
