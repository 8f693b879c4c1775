"""What an earlier run left behind when it was killed.

Every process we start carries the name of its var/ in its environment. That mark, not a noted
process number, tells ours from a stranger's that was given the number since.
"""

import os
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "HEMVIST_RUN"


def end_leftovers(var: Path) -> int:
    """End every marked process of this var/; returns how many there were."""
    found = [process for process in psutil.process_iter() if _is_left_over(process, var)]
    for process in found:
        with suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=3)
    for process in stubborn:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=3)
    return len(found)


def _is_left_over(process: psutil.Process, var: Path) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(MARK) == str(var)
    except (psutil.Error, OSError):
        return False  # somebody else's, or gone meanwhile
