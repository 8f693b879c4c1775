"""`make run`: everything on this machine, in the foreground, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from hemvist.database import VAR
from hemvist.postgres import Cluster, DatabaseCannotStart
from hemvist.run import lock
from hemvist.run.leftovers import MARK, end_leftovers
from hemvist.run.processes import Child, KeepsStopping, die_with_parent, end_all
from hemvist.run.welcome import welcome

HOST = os.environ.get("HOST", "127.0.0.1")
WORKER = [sys.executable, "manage.py", "procrastinate", "worker"]
READY_WITHIN = 180.0  # a busy machine may need long, the first time


class Stopped(Exception):
    """Somebody pressed Ctrl-C or asked us to end."""


class CannotRun(Exception):
    """It cannot start here; the words say what to do."""


def main() -> int:
    """Run until asked to stop; returns the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        run(port=_port())
    except Stopped:
        say("Stopped.")
        return 0
    except (CannotRun, KeepsStopping, lock.AlreadyRunning, DatabaseCannotStart) as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    return 0


def run(*, port: int) -> None:
    """Start all there is and watch over it. Ends everything when it is left, for any reason."""
    address = f"http://localhost:{port}"
    VAR.mkdir(parents=True, exist_ok=True)
    cluster = None if os.environ.get("DATABASE_URL") else Cluster(VAR)
    children: list[Child] = []
    with lock.take(VAR, address=address):
        if end_leftovers(VAR):
            say("Cleared up what an earlier run left behind.")
        _insist_that_port_is_free(port)
        try:
            say("Starting ...")
            env = _environment(port, cluster.share() if cluster else os.environ["DATABASE_URL"])
            mail = _mail_socket(env)
            logins = _prepare(env)
            children += _children(port, env, mail)
            for child in children:
                child.start()
            _wait_until_it_answers(address, children)
            children.append(_searching(env))  # now: nobody shall wait for it at the start
            children[-1].start()
            say(welcome(address, has_mailbox=mail is not None, logins=logins))
            _watch(cluster, children)
        finally:
            _hold_signals()
            end_all(children)
            if cluster:
                cluster.leave()


def say(words: str) -> None:
    """Tell whoever started us."""
    print(words, flush=True)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _hold_signals() -> None:
    """A second Ctrl-C must not break off the ending."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        print(f"PORT must be a number from 1 to 65535, not {given!r}.", file=sys.stderr)
        raise SystemExit(1)
    return int(given)


def _insist_that_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise CannotRun(f"Port {port} is for root only. Try: PORT=8000 make run") from error
        except OSError as error:
            raise CannotRun(
                f"Port {port} is taken by another program. Try: PORT={port + 1} make run"
            ) from error


def _environment(port: int, database: str) -> dict[str, str]:
    """What the children are told; they are marked as ours."""
    return os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "hemvist.settings",
        "HEMVIST_VAR": str(VAR),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        MARK: str(VAR),
    }


def _mail_socket(env: dict[str, str]) -> socket.socket | None:
    """A free port for the demo's mail, told to the children; none if a mail server is given.

    Beside it the addresses people answer to, so that its letters say what real ones do.
    """
    if env.get("HEMVIST_SMTP_HOST"):
        return None
    env.setdefault("HEMVIST_REPLY_ADDRESS", "svar@boden.example")
    env.setdefault("HEMVIST_BOUNCE_ADDRESS", "studs@boden.example")
    listening = socket.create_server(("127.0.0.1", 0))
    env["HEMVIST_SMTP_HOST"] = "127.0.0.1"
    env["HEMVIST_SMTP_PORT"] = str(listening.getsockname()[1])
    return listening


def _prepare(env: dict[str, str]) -> str:
    with subprocess.Popen(
        [sys.executable, "-m", "hemvist.run.prepare"],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
        preexec_fn=die_with_parent,
    ) as process:
        try:
            logins, _ = process.communicate()
        except Stopped:
            process.terminate()
            raise
    if process.returncode:
        raise CannotRun("It could not be made ready; the lines above say why.")
    return logins


def _children(port: int, env: dict[str, str], mail: socket.socket | None) -> list[Child]:
    python = sys.executable
    web = [
        python, "-m", "granian", "hemvist.wsgi:application", "--interface", "wsgi",
        "--host", HOST, "--port", str(port), "--log-level", "warning", "--no-ws",
        "--workers", env.get("HEMVIST_WORKERS", "2"),
        "--blocking-threads", env.get("HEMVIST_THREADS", "4"),
        "--respawn-failed-workers", "--workers-kill-timeout", "5",
    ]  # fmt: skip
    worker = [*WORKER, "--concurrency", "4", "--queues", "default,mail"]
    children = [
        Child("The site", web, env),
        Child("The background work", worker, env),
    ]
    if env.get("HEMVIST_IMAP_HOST"):
        fetching = [python, "manage.py", "receive_mail"]
        children.append(Child("Incoming mail", fetching, env, patience=1.0))
    if env.get("HEMVIST_MAIL_LISTEN"):
        children.append(Child("The letter box", [python, "manage.py", "listen_mail"], env))
    if mail is not None:
        number = mail.fileno()
        letters = [python, "-m", "hemvist.demo.mailserver", str(number), str(VAR / "mail")]
        children.insert(0, Child("The demo's mail", letters, env, files=(number,)))
    return children


def _searching(env: dict[str, str]) -> Child:
    """What reads and learns for the search, beside the letters and behind everything else."""
    command = ["nice", "-n", "10", *WORKER, "--concurrency", "1", "--queues", "search"]
    return Child("The search's work", command, env, patience=1.0)  # it begins anew where it was


def _wait_until_it_answers(address: str, children: list[Child]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        for child in children:
            child.restart_if_stopped(say)
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=60):  # noqa: S310
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise CannotRun(f"The site did not answer within {READY_WITHIN:.0f} seconds.")


def _watch(cluster: Cluster | None, children: list[Child]) -> None:
    while True:
        time.sleep(0.5)
        if cluster and cluster.server() is None:
            say("The database stopped; starting it again.")
            cluster.share()
        for child in children:
            child.restart_if_stopped(say)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent.parent)
    sys.exit(main())
