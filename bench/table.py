"""The table that the bench prints, with what reached its aim and what did not."""

import math
from collections import Counter
from collections.abc import Iterator

from bench.measuring import Figures

WORKER = "deliveries by the worker"
PUBLIC_MS, DESK_MS = 30, 150
PUBLIC = (
    "start page",
    "start page, made anew",
    "place page",
    "place page, made anew",
    "form step, read",
    "form step, answer",
    "submit an enquiry",
)
HEAD = (
    f"{'':26}{'p50 ms':>8}{'p95 ms':>8}{'aim ms':>8}{'a second':>10}"
    f"{'CPU ms':>8}{'queries':>15}  verdict"
)
NOTES = """
Queries: with the small demo / with this one. CPU: what the site's processes used a request, the
database not counted; the steps of the form share one average, as do reading and writing a message.
On a machine that others use too, the milliseconds of the processor are the ones to trust."""


def show(small: dict[str, Figures], large: dict[str, Figures], households: int) -> int:
    """Print it; 1 if a line could not be measured, and 0 also if it missed its aim."""
    print(f"\n{households:,} households\n\n{HEAD}")
    missed = 0
    for name, line in large.items():
        verdicts = list(_verdicts(line, small.get(name, Figures(name))))
        missed += bool(verdicts)
        print(_row(line, small.get(name, Figures(name))), " ", "; ".join(verdicts) or _praise(name))
    print(NOTES)
    print("Every aim is reached." if not missed else f"{missed} of {len(large)} lines missed.")
    return int(any(not line.seconds for line in large.values()))


def _aim(name: str) -> float:
    if name == WORKER:
        return math.inf
    return PUBLIC_MS if name in PUBLIC else DESK_MS


def _praise(name: str) -> str:
    return "no aim set" if name == WORKER else "reached"


def _row(line: Figures, small: Figures) -> str:
    aim = _aim(line.name)
    return (
        f"{line.name:26}{line.percentile(0.5):8.1f}{line.percentile(0.95):8.1f}"
        f"{'' if math.isinf(aim) else aim:>8}{line.rate:10.1f}"
        f"{f'{line.processor * 1000:.1f}' if line.processor else '':>8}"
        f"{f'{_span(small.queries)} / {_span(line.queries)}':>15}"
    )


def _verdicts(line: Figures, small: Figures) -> Iterator[str]:
    if line.failures:
        statuses = ", ".join(f"{n} times {code}" for code, n in Counter(line.failures).items())
        yield f"failed: {statuses}"
    if not line.seconds:
        yield "not measured"
    elif line.percentile(0.95) >= _aim(line.name):
        yield "too slow"
    if small.queries and line.queries and max(line.queries) > max(small.queries):
        yield "more queries with more rows"


def _span(numbers: set[int]) -> str:
    if not numbers:
        return "-"
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least}-{most}"
