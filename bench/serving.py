"""The server that is measured: database, demo, site and a mail server that keeps nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Another bench may run on this machine, or be left from one that was killed.
SITE_PORT, MAIL_PORT = free_port(), free_port()


class Sink:
    """Takes every letter and counts it."""

    def __init__(self) -> None:
        self.letters = 0

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        """Say thanks."""
        self.letters += 1
        return "250 OK"


def environment(var: Path, url: str) -> dict[str, str]:
    """What every process of the bench is told."""
    return os.environ | {
        "HEMVIST_VAR": str(var),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "hemvist.settings",
        "HEMVIST_COUNT_QUERIES": "1",
        "HEMVIST_PROXIES": "1",
        "HEMVIST_SMTP_HOST": "127.0.0.1",
        "HEMVIST_SMTP_PORT": str(MAIL_PORT),
        "PORT": str(SITE_PORT),
    }


def manage(env: dict[str, str], *arguments: str, seconds: float | None = None) -> None:
    """Run one of the site's commands to its end; raises TimeoutExpired if that takes longer."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=env, check=True, timeout=seconds)


@contextmanager
def mail_server() -> Iterator[Sink]:
    """A mail server on this machine for as long as it is needed."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=MAIL_PORT)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@contextmanager
def running(
    env: dict[str, str], *command: str, python: str = sys.executable
) -> Iterator[subprocess.Popen[bytes]]:
    """A process for as long as it is needed."""
    process = subprocess.Popen([python, *command], env=env, process_group=0)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def site(
    env: dict[str, str],
    *,
    application: str = "hemvist.wsgi:application",
    python: str = sys.executable,
) -> Iterator[tuple[int, Callable[[], float]]]:
    """The site as `make run` serves it, on two workers, once it answers.

    Gives its port, and what tells how many seconds of a processor it has used.
    """
    command = (
        "-m", "granian", application, "--interface", "wsgi", "--workers", "2",
        "--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(SITE_PORT),
        "--log-level", "warning", "--no-ws",
    )  # fmt: skip
    with running(env, *command, python=python) as process:
        _wait()
        server = psutil.Process(process.pid)
        processes = [server, *server.children(recursive=True)]

        def processor() -> float:
            times = [each.cpu_times() for each in processes]
            return sum(each.user + each.system for each in times)

        yield SITE_PORT, processor


def _wait() -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{SITE_PORT}/health/", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The site did not answer within a minute.")
