"""The processes beside the database: started, watched, started again, ended together."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

PATIENCE = 6.0  # seconds a process has to finish what it does, if it needs no other time
RESTARTS = 5  # within
PERIOD = 600.0  # seconds, and then we give up
PR_SET_PDEATHSIG = 1


class KeepsStopping(Exception):
    """A process stopped too often; the words say which."""


def die_with_parent() -> None:
    """Between fork and exec: ask Linux to end the child when we are killed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that should run for as long as we do."""

    name: str
    command: list[str]
    env: dict[str, str]
    files: tuple[int, ...] = ()
    patience: float = PATIENCE
    process: subprocess.Popen[bytes] | None = None
    stops: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it once, through us."""
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            pass_fds=self.files,
            process_group=0,
            preexec_fn=die_with_parent,
        )

    def restart_if_stopped(self, say: Callable[[str], None]) -> None:
        """Start it again if it stopped by itself.

        Raises KeepsStopping when that has become a habit.
        """
        if self.process is None or (code := self.process.poll()) is None:
            return
        now = time.monotonic()
        self.stops = [at for at in self.stops if now - at < PERIOD] + [now]
        if len(self.stops) > RESTARTS:
            raise KeepsStopping(
                f"{self.name} stopped {len(self.stops)} times in a few minutes, "
                "so everything is ended. The lines above say why."
            )
        say(f"{self.name} stopped ({in_words(code)}); starting it again.")
        time.sleep(min(len(self.stops) - 1, 3))
        self.start()


def in_words(code: int) -> str:
    """How a process ended."""
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return f"exit code {code}"


def end_all(children: list[Child]) -> None:
    """Ask all to finish; after a while end them and what they started, finished or not."""
    running = [(child.process, child.patience) for child in children if child.process]
    for process, _patience in running:
        with suppress(ProcessLookupError):
            process.terminate()
    asked = time.monotonic()
    for process, patience in sorted(running, key=lambda pair: pair[1]):
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, asked + patience - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
