"""`python -m bench.api`: how fast other systems read twenty thousand places.

Prints for each address the time of half and of 95 in a hundred requests, and the queries.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from bench.client import Client
from bench.deeds import reading
from bench.measuring import measure
from bench.serving import environment, manage, site
from hemvist.database import VAR
from hemvist.postgres import Cluster

PLACES = 20_000
ADDRESSES = {
    "services, first page": ["/hsds/services"],
    "services, page in the middle": ["/hsds/services?page=200"],
    "services, last page": ["/hsds/services?page=400"],
    "services in full, page of 50": ["/hsds/services?full=true&page=37"],
    "services changed since": ["/hsds/services?modified_after=2026-01-01"],
    "services by a word": ["/hsds/services?search=skola", "/hsds/services?search=4711"],
    "services near a point": ["/hsds/services?latitude=65.82&longitude=21.69&proximity=900"],
    "services at locations": ["/hsds/service_at_locations?page=37"],
    "organisations": ["/hsds/organizations?page=20"],
    "one service": [],
    "places of the guide": ["/api/v1/places?page=500", "/api/v1/places?category=school"],
    "happenings": ["/api/v1/happenings"],
    "jobs": ["/api/v1/jobs"],
    "pages": ["/api/v1/pages"],
    "catalogue": ["/datasets/dcat"],
}
ONE = """
import django; django.setup()
from hemvist.directory.models import Service
print(Service.objects.order_by("pk").first().pk)
"""


def main() -> int:
    """Fill a database of its own if need be, serve, measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.api", description=__doc__)
    parser.add_argument("--places", type=int, default=PLACES)
    parser.add_argument("--seconds", type=float, default=3, help="for each line (3)")
    options = parser.parse_args()
    os.chdir(Path(__file__).resolve().parent.parent)
    home = Path(os.environ.get("HEMVIST_BENCH_VAR", VAR / "bench")) / f"api-{options.places}"
    cluster = Cluster(home)
    env = environment(home, cluster.share()) | {"HEMVIST_API_REQUESTS_A_MINUTE": "0"}
    os.environ.update(env)
    try:
        return _measured(env, options)
    finally:
        cluster.leave()


def _measured(env: dict[str, str], options: argparse.Namespace) -> int:
    for command in ("migrate", "createcachetable"):
        manage(env, command, "-v0")
    manage(env, "collectstatic", "-v0", "--no-input")
    fill = ["-m", "bench.content", "--pages", "0", "--places", str(options.places)]
    subprocess.run([sys.executable, *fill], env=env, check=True)
    asked = [sys.executable, "-c", ONE]
    told = subprocess.run(asked, env=env, check=True, capture_output=True, text=True)
    addresses = ADDRESSES | {"one service": [f"/hsds/services/{told.stdout.split()[-1]}"]}
    print(f"{options.places:,} places, one reader")
    print(f"{'':32}{'p50 ms':>8}{'p95 ms':>8}{'queries':>9}")
    failed = 0
    with site(env) as (port, processor):
        for name, paths in addresses.items():
            lines = measure(
                reading(name, paths),
                [Client(port)],
                seconds=options.seconds,
                at_least=5,
                processor=processor,
            )
            for figures in lines.values():
                failed += len(figures.failures)
                counted = ", ".join(map(str, sorted(figures.queries)))
                half, most = figures.percentile(0.5), figures.percentile(0.95)
                print(f"{figures.name:32}{half:8.1f}{most:8.1f}{counted:>9}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
