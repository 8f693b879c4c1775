"""`python -m bench.lists`: how long a list of 10,000 places takes, from file to guide and back.

It works in the database of the installation and undoes all of it at the end. `--rows` asks for
another number.
"""

import argparse
import io
import os
import random
import resource
import sys
import time
from collections.abc import Callable

from hemvist import database

ROWS = 10_000
AREAS = ("Sävast", "Heden", "Vittjärv", "Centrum", "Bortom")


def main() -> int:
    """Measure each step of a list's way and print a line for each."""
    options = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    rows = options.parse_args().rows
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemvist.settings")
    database.ensure_url()
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        whole = _measure(rows)
        transaction.set_rollback(True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'read, compared and brought in':<36}{whole:8.1f} s; at most {memory:.0f} MB of memory")
    return 0


def _measure(rows: int) -> float:
    from django.core.files.base import File
    from django.utils import timezone

    from hemvist.audit.actions import Actor
    from hemvist.directory.models import Category
    from hemvist.importing import actions, bringing_in
    from hemvist.importing.models import Import, Source

    kinds = list(Category.objects.values_list("pk", flat=True)[:5])
    if not kinds:
        sys.exit("There is no kind of place yet; `make seed` makes some.")
    columns = "external_id name category area address phone latitude longitude".split()  # noqa: SIM905
    source = Source.objects.create(
        slug="bench", name="Bench", kind="table", licence="CC0 1.0",
        page="https://bench.example/", mapping={"columns": {name: name for name in columns}},
    )  # fmt: skip

    def give(text: str) -> Import:
        file = File(io.BytesIO(text.encode()), "bench.csv")
        file.size = len(text.encode())
        given = actions.give_list(source, by=Actor.SYSTEM, at=timezone.now(), file=file)
        _timed("read", lambda: actions.read_list(given, fetch=lambda address: b""))
        _timed("compared", lambda: bringing_in.compare_list(given, at=timezone.now()))
        return given

    def bring_in(given: Import) -> None:
        bringing_in.bring_in(given, at=timezone.now(), by=Actor.SYSTEM)

    print(f"A list of {rows:,} places", flush=True)
    began = time.monotonic()
    given = give(_list(columns, kinds, rows, said="Väg"))
    _timed("brought in, all new", lambda: bring_in(given))
    whole = time.monotonic() - began  # as the clock sees it, whatever else the machine does
    print("The same places with other addresses", flush=True)
    again = give(_list(columns, kinds, rows, said="Gata"))
    _timed("brought in, all changed", lambda: bring_in(again))
    _timed("taken back", lambda: bringing_in.undo_list(again, at=timezone.now(), by=Actor.SYSTEM))
    return whole


def _list(columns: list[str], kinds: list[str], rows: int, *, said: str) -> str:
    rng = random.Random(1)  # noqa: S311 - nothing secret
    lines = [";".join(columns)]
    for number in range(rows):
        lines.append(
            f"{number};Plats {number};{rng.choice(kinds)};{rng.choice(AREAS)};"
            f"{said} {number};0921-{number:05};{65 + rng.random():.5f};{21 + rng.random():.5f}"
        )
    return "\n".join(lines)


def _timed(name: str, work: Callable[[], None]) -> None:
    began, computed = time.monotonic(), time.process_time()
    work()
    took, computed = time.monotonic() - began, time.process_time() - computed
    print(f"  {name:<34}{took:8.1f} s, {computed:6.1f} s of it computing here", flush=True)


if __name__ == "__main__":
    sys.exit(main())
