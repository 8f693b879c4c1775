"""Only one run for each var/: the lock dies with its process, so none is ever stale."""

import fcntl
import json
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another run serves this var/ already; the words say where."""


def take(var: Path, *, address: str) -> IO[str]:
    """Hold var/ until the returned file is closed or we die, and leave word where we serve."""
    file = (var / "run.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunning(
            f"Hemvist runs already, at {_where(file)}. "
            "Stop it there with Ctrl-C first, or give this one a folder of its own: "
            "HEMVIST_VAR=/tmp/another PORT=8001 make run"
        ) from error
    file.truncate(0)
    json.dump({"address": address}, file)
    file.flush()
    return file


def _where(file: IO[str]) -> str:
    file.seek(0)
    try:
        return str(json.load(file)["address"])
    except (ValueError, KeyError):
        return "an address it has not told yet"
