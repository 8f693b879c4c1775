"""`make bench ARGS=--mail`: how many letters go out and come in a second, by real servers.

Out: one worker and a mail server in a process of its own. In: a real Dovecot by IMAP, and mail
servers that hand over by LMTP, while the same worker puts each mail into its case.
"""

import os
import smtplib
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

from bench.dovecot import PASSWORD, Dovecot, find_dovecot
from bench.fresh import fresh_database
from bench.serving import MAIL_PORT, environment, free_port, running
from bench.writing import ADDRESSES, a_host, answers, some_cases, write_letters
from hemvist.postgres import Cluster

WORKER = (
    "manage.py", "procrastinate", "worker", "--concurrency", "4", "--queues", "default,mail",
)  # fmt: skip
MAIL_SERVER = ("-m", "bench.mailserver", str(MAIL_PORT))
CASES, OUT, IN = 200, 3_000, 1_500
OUT_AIM, IN_AIM = 100, 50
LINES = 4  # mail servers that hand over to us at once
PATIENCE = 300.0  # seconds
HEAD = (
    f"{'':34}{'letters':>9}{'seconds':>9}{'a second':>10}{'aim':>6}"
    f"{'CPU ms':>8}{'on a free core':>16}{'load':>6}  verdict"
)
NOTES = """
Counted from the first letter that came through to the last, without the start of the processes.
In: from the mail server until the message stands in its case, the mail kept, deduplicated, read,
sorted and put into the register on the way, with one worker beside what receives. CPU: what the
busiest of our processes used a letter; on a free core: how many a second that is, which is what to
trust on a machine that others use too."""


def main(home: Path) -> int:
    """Measure all three, print a line of each; 1 if one could not be measured."""
    home.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(home)
    env = environment(home, fresh_database(cluster)) | ADDRESSES
    env.pop("HEMVIST_COUNT_QUERIES")
    os.environ.update(env)
    import django

    django.setup()
    print(HEAD, flush=True)
    try:
        host = a_host()
        cases = some_cases(CASES, host=host)
        done = [
            _out(env, cases, host),
            _in_by_lmtp(env, cases),
            _in_by_imap(env, cases),
        ]
    finally:
        cluster.leave()
    print(NOTES)
    return int(not all(done))


def _out(env: dict[str, str], cases: Sequence[Any], host: Any) -> bool:
    """Letters of a host to households, by one worker."""
    from hemvist.messaging.models import Delivery

    write_letters(OUT, cases, host=host)
    waiting = Delivery.objects.filter(state="queued")
    with running(env, *MAIL_SERVER), running(env, *WORKER) as worker:
        took = _took(lambda: OUT - waiting.count(), OUT, worker)
    return _show("out by SMTP, one worker", OUT, took, OUT_AIM)


def _in_by_lmtp(env: dict[str, str], cases: Sequence[Any]) -> bool:
    """Mail servers hand over by LMTP, over lines that stay open."""
    port = free_port()
    env = env | {"HEMVIST_MAIL_LISTEN": f"lmtp://127.0.0.1:{port}"}
    mails = list(answers(IN, cases))
    with running(env, *WORKER) as worker, running(env, "manage.py", "listen_mail") as box:
        threads = [
            threading.Thread(target=_hand_over, args=(port, mails[place::LINES]))
            for place in range(LINES)
        ]
        for thread in threads:
            thread.start()
        took = _took(_landed, IN, worker, box)
        for thread in threads:
            thread.join()
    return _show("in by LMTP, until in the case", IN, took, IN_AIM)


def _hand_over(port: int, mails: Sequence[tuple[str, str, bytes]]) -> None:
    line = smtplib.LMTP()
    while True:
        try:
            line.connect("127.0.0.1", port)
            break
        except OSError:
            time.sleep(0.1)
    for sender, to, raw in mails:
        line.sendmail(sender, [to], raw)
    line.quit()


def _in_by_imap(env: dict[str, str], cases: Sequence[Any]) -> bool:
    """A Dovecot with all the mail in it already."""
    program = find_dovecot()
    if program is None:
        print("There is no Dovecot here: apt-get install dovecot-imapd dovecot-lmtpd.")
        return False
    dovecot = Dovecot(program)
    _empty_inbox()
    try:
        _hand_over(dovecot.lmtp, list(answers(IN, cases)))
        env = env | imap_settings(dovecot)
        fetching = running(env, "manage.py", "receive_mail")
        with running(env, *WORKER) as worker, fetching as fetcher:
            took = _took(_landed, IN, worker, fetcher)
    finally:
        dovecot.stop()
    return _show("in by IMAP, until in the case", IN, took, IN_AIM)


def imap_settings(dovecot: Dovecot) -> dict[str, str]:
    """What a process is told that fetches from a Dovecot of ours."""
    return {
        "HEMVIST_IMAP_HOST": "127.0.0.1",
        "HEMVIST_IMAP_PORT": str(dovecot.imap),
        "HEMVIST_IMAP_USER": "svar",
        "HEMVIST_IMAP_PASSWORD": PASSWORD,
        "HEMVIST_IMAP_TLS": "0",
    }


def _empty_inbox() -> None:
    from hemvist.inbox.models import IncomingMail
    from hemvist.messaging.models import Message

    IncomingMail.objects.all().delete()
    Message.objects.filter(direction="in").delete()


def _landed() -> int:
    from hemvist.inbox.models import IncomingMail

    return IncomingMail.objects.filter(state="landed").count()


def _took(
    count: Callable[[], int], goal: int, *processes: "subprocess.Popen[bytes]"
) -> tuple[float, float]:
    """Seconds from the first to the last, infinite when they do not all come; and the processor's.

    Those of the busiest of the processes.
    """
    until = time.monotonic() + PATIENCE
    while not (first := count()) and time.monotonic() < until:
        time.sleep(0.02)
    began, used = time.monotonic(), [_processor(each) for each in processes]
    while (now := count()) < goal and time.monotonic() < until:
        time.sleep(0.1)
    share = (now - first) / goal
    spent = [_processor(each) - before for each, before in zip(processes, used, strict=True)]
    if now < goal:
        return float("inf"), float("inf")
    return (time.monotonic() - began) / share, max(spent) / share


def _processor(process: "subprocess.Popen[bytes]") -> float:
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)


def _show(name: str, count: int, took: tuple[float, float], aim: int) -> bool:
    seconds, processor = took
    rate, free, load = count / seconds, count / processor, os.getloadavg()[0]
    verdict = "reached" if rate >= aim else "on a free core" if free >= aim else "too slow"
    print(
        f"{name:34}{count:9,}{seconds:9.1f}{rate:10.1f}{aim:6}"
        f"{1000 / free if free else float('inf'):8.1f}{free:16.1f}{load:6.1f}  {verdict}",
        flush=True,
    )
    return rate > 0
