"""Starts the whole of Hemvist as a person does, with a folder and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# One process that serves, and a search by words: what is tried here is how they start and end.
LIGHT = {"HEMVIST_WORKERS": "1", "HEMVIST_MEANING": "0"}


class Run:
    """One `python -m hemvist.run`."""

    def __init__(self, var, port, words):
        self.var, self.port = var, port
        env = os.environ | {"HEMVIST_VAR": str(var), "PORT": str(port)}
        for name in ("DATABASE_URL", "HEMVIST_SMTP_HOST", "DJANGO_SETTINGS_MODULE"):
            env.pop(name, None)
        env |= LIGHT
        self.words = words
        with words.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hemvist.run"],
                cwd=ROOT,
                env=env,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def address(self):
        return f"http://localhost:{self.port}"

    def said(self):
        return self.words.read_text()

    def wait_until_it_serves(self, times=1):
        wait_until(lambda: self.said().count("Ctrl-C stops") >= times or self.process.poll())
        assert self.process.poll() is None, self.said()

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)

    def processes(self):
        return processes_of(self.var)


def processes_of(var):
    """Everything that belongs to a var/: marked in its environment, or PostgreSQL in its folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            marked = process.environ().get("HEMVIST_RUN") == str(var)
            if marked or process.cwd() == str(var / "postgres"):
                found.append(process)
    return found


def wait_until(true, seconds=240):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "It took too long."
        time.sleep(0.1)


def end(runs):
    for run in runs:
        if run.process.poll() is None:
            run.stop()


def status_of(address):
    """The answer's status; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


@pytest.fixture(scope="module")
def var():
    """A folder as deep as a real one; what is left in it after the tests is ended."""
    with tempfile.TemporaryDirectory(prefix="hv-") as folder:
        yield Path(folder)
        for process in processes_of(Path(folder)):
            with suppress(psutil.Error):
                process.kill()
                process.wait(5)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def runs(var):
    """Every run so far; one that a test left serving is there for the next."""
    made = []
    yield made
    end(made)


@pytest.fixture
def start(var, runs, tmp_path, free_port):
    """Start another one."""

    def make(port=None):
        run = Run(var, port or free_port, tmp_path / f"words-{len(runs)}")
        runs.append(run)
        return run

    return make


@pytest.fixture
def serving(runs, start):
    """One that serves: left so by another test, or started."""
    for run in runs:
        if run.process.poll() is None:
            return run
    run = start()
    run.wait_until_it_serves()
    return run


@pytest.fixture
def nothing_runs(runs):
    """Whatever another test left serving is ended."""
    end(runs)
