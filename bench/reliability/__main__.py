"""Break, count, report; 1 if anything was lost, or doubled without a death in the act."""

import argparse
import json
import os
import random
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.fresh import fresh_database
from bench.reliability.report import report
from bench.serving import environment
from bench.writing import ADDRESSES
from hemvist.database import VAR
from hemvist.postgres import Cluster

REPORT = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def main() -> int:
    """Both ways, or one; the report tells of the other what it was when it was last run."""
    options = _options()
    home = VAR / "bench" / "reliability"
    home.mkdir(parents=True, exist_ok=True)
    cluster, dice = Cluster(home), random.Random(options.seed)  # noqa: S311
    env = environment(home, fresh_database(cluster)) | ADDRESSES
    env.pop("HEMVIST_COUNT_QUERIES")
    os.environ.update(env)
    import django

    django.setup()
    try:
        found = _prove(cluster, env, options, dice)
    finally:
        cluster.leave()
    halves = {way: _kept(home / f"{way}.json", found.get(way)) for way in ("out", "in")}
    text = report(halves)
    print(text)
    if not options.no_report:
        REPORT.write_text(text, encoding="utf-8")
    return 0 if all(one.is_good for one in found.values()) else 1


def _kept(file: Path, found: Any) -> dict[str, Any] | None:
    """What this run found of one way, or else what an earlier run did."""
    if found is not None:
        told = {"on": f"{datetime.now(UTC):%Y-%m-%d}", "arguments": " ".join(sys.argv[1:])}
        file.write_text(json.dumps(asdict(found) | told), encoding="utf-8")
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _prove(
    cluster: Cluster, env: dict[str, str], options: argparse.Namespace, dice: random.Random
) -> dict[str, Any]:
    """What became of the letters, of the mails, or of both."""
    from bench.reliability import incoming, outgoing
    from bench.writing import a_host, some_cases

    cases, home = some_cases(100, host=a_host()), Path(env["HEMVIST_VAR"])
    how: dict[str, Any] = {
        "workers": options.workers,
        "restarts": options.restarts,
        "dice": dice,
    }
    found: dict[str, Any] = {}
    if options.way in {"both", "out"}:
        found["out"] = outgoing.prove(cluster, env, home, letters=options.messages, **how)
    if options.way in {"both", "in"}:
        found["in"] = incoming.prove(cluster, env, home, cases=cases, mails=options.messages, **how)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-reliability", description=__doc__)
    parser.add_argument("--messages", type=int, default=5_000, help="each way (5,000)")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--restarts", type=int, default=6, help="of the database, each way (6)")
    parser.add_argument("--way", choices=["both", "out", "in"], default="both")
    parser.add_argument("--seed", type=int, default=20_261_128)
    parser.add_argument("--no-report", action="store_true", help="print it and no more")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
