"""`make bench ARGS=--guide`: the public pages at two hundred requests a second.

With the demo's content and with 5,000 pages and 20,000 places; each once while nothing changes,
and once while an editor publishes a page every five seconds.
"""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from random import Random

from bench.content import PAGES, PLACES
from bench.pace import (
    Kind,
    Line,
    asked,
    due_times,
    most_read,
    read_through,
    run,
    together,
)
from bench.serving import environment, manage, running, site
from hemvist.database import VAR
from hemvist.postgres import Cluster

PUBLIC_MS = 30.0
# What the site has after an hour: what the worker makes ahead, and what was read most.
WARMING_SECONDS, READING_SECONDS, MOST_READ = 45.0, 60.0, 8_000
HEAD = (
    f"{'':28}{'asked':>7}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'kept %':>8}"
    f"{'p95 anew':>10}{'queries':>9}"
)
SIZES = {"demo": (0, 0), "large": (PAGES, PLACES)}
Processor = Callable[[], float]


def main(*, a_second: float, seconds: float, sizes: str) -> int:
    """Measure both sizes; 1 if anything failed, and 0 also if an aim was missed."""
    failed = 0
    for pages, places in [SIZES[name] for name in sizes.split(",")]:
        failed += _measured(pages, places, a_second=a_second, seconds=seconds)
    return int(failed > 0)


def _measured(pages: int, places: int, *, a_second: float, seconds: float) -> int:
    home = Path(os.environ.get("HEMVIST_BENCH_VAR", VAR / "bench")) / f"guide-{pages}-{places}"
    cluster = Cluster(home)
    env = environment(home, cluster.share())
    os.environ.update(env)
    try:
        for command in ("migrate", "createcachetable"):
            manage(env, command, "-v0")
        manage(env, "collectstatic", "-v0", "--no-input")
        _python(env, "bench.content", "--pages", str(pages), "--places", str(places))
        kinds = [Kind(*kind) for kind in json.loads(_python(env, "bench.readers"))]
        size = f"{pages:,} pages and {places:,} places" if pages else "the demo"
        failed = 0
        with site(env) as (port, processor):
            made = _python(env, "bench.warming", str(WARMING_SECONDS)).strip()
            read = read_through(port, most_read(kinds)[:MOST_READ], seconds=READING_SECONDS)
            print(f"\n{size}: {made} pages were made ahead and {read:,} read before", flush=True)
            for words, editor in (("nothing changes", False), ("an editor publishes", True)):
                _paced(port, kinds, a_second=a_second, seconds=5, seed=1)
                used = processor()
                with running(env, "-m", "bench.editor") if editor else nullcontext():
                    time.sleep(3 * editor)
                    lines, took = _paced(port, kinds, a_second=a_second, seconds=seconds, seed=2)
                used = processor() - used
                print(f"\n{size}, while {words}: {a_second:g} requests a second are due\n\n{HEAD}")
                failed += _show(list(lines.values()), took, used)
        return failed
    finally:
        cluster.leave()


def _paced(
    port: int, kinds: list[Kind], *, a_second: float, seconds: float, seed: int
) -> tuple[dict[str, Line], float]:
    return run(
        port,
        asked(kinds, chance=Random(seed)),  # noqa: S311 - nothing secret
        due_times(a_second=a_second, seconds=seconds, chance=Random(seed)),  # noqa: S311
    )


def _show(lines: list[Line], took: float, used: float) -> int:
    whole = together(lines)
    for line in [*sorted(lines, key=lambda line: -len(line.seconds)), whole]:
        print(_row(line))
    reached = "reached" if whole.percentile(0.95) < PUBLIC_MS else "missed"
    print(
        f"\nAnswered {whole.rate:.0f} a second with {used / took:.2f} of two processors;"
        f" the aim of {PUBLIC_MS:g} ms for 95 of 100 is {reached}.",
        flush=True,
    )
    return len(whole.failures)


def _row(line: Line) -> str:
    asked_for = len(line.seconds) + len(line.failures)
    share = line.kept / max(len(line.seconds), 1)
    anew = sorted(line.anew)
    late = anew[min(int(len(anew) * 0.95), len(anew) - 1)] * 1000 if anew else math.nan
    queries = f"{min(line.queries)}-{max(line.queries)}" if line.queries else "-"
    wrong = f"  failed: {len(line.failures)}" if line.failures else ""
    return (
        f"{line.name:28}{asked_for:7}{line.percentile(0.5):8.1f}{line.percentile(0.95):8.1f}"
        f"{line.percentile(0.99):8.1f}{100 * share:8.0f}{late:10.1f}{queries:>9}{wrong}"
    )


def _python(env: dict[str, str], module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
