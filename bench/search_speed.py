"""How long a search takes among many documents, through the whole site but for the network.

The documents are made-up places; their vectors are those of real ones, a little moved, because
making twenty thousand would take longer than all the rest.
"""

import itertools
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

FIRST = [
    "Älv",
    "Björk",
    "Sol",
    "Norr",
    "Fjäll",
    "Berg",
    "Skogs",
    "Tall",
    "Sjö",
    "Lill",
    "Stor",
    "Ny",
    "Gammel",
    "Öster",
    "Väster",
    "Is",
    "Hav",
]
LAST = [
    "skolan",
    "gården",
    "parken",
    "huset",
    "hallen",
    "caféet",
    "kliniken",
    "butiken",
    "kontoret",
    "föreningen",
]
ASKED = 300


class Asked(Protocol):
    """A question with its text and its language."""

    text: str
    language: str


def measure_speed(documents: int, questions: Sequence[Asked], *, aim: float) -> int:
    """Fill up to so many documents, ask, and print; returns 1 if the aim is missed."""
    from hemvist.search.actions import count_known_words, index_things
    from hemvist.search.models import Document

    rng = random.Random(7)  # noqa: S311 - nothing secret
    _make_places((documents - Document.objects.count()) // 2 + 1, rng)
    begun = time.perf_counter()
    made = index_things("place")
    count_known_words()
    seconds = time.perf_counter() - begun
    print(f"\n{made:,} documents indexed in {seconds:.0f} s, {made / seconds:,.0f} a second")
    _move_vectors()
    print(
        f"{Document.objects.count():,} documents; milliseconds inside the site, one after another"
    )
    texts = list(dict.fromkeys(question.text for question in questions))
    rng.shuffle(texts)
    print(f"{'':34}{'p50':>8}{'p95':>8}")
    worst = 0.0
    for name, page, is_by_words in (
        ("page of results", "", False),
        ("page of results, words alone", "", True),
        ("suggestions while typing", "suggest/", False),
    ):
        os.environ["HEMVIST_MEANING"] = "0" if is_by_words else "1"
        times = _times(f"/sv/search/{page}", texts[:ASKED])
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:34}{p50:8.1f}{p95:8.1f}")
        worst = max(worst, p95)
    os.environ["HEMVIST_MEANING"] = "1"
    print(f"The aim is {aim} ms at the 95th percentile: {'reached' if worst < aim else 'missed'}.")
    return int(worst >= aim)


def _times(path: str, texts: Sequence[str]) -> list[float]:
    from django.test import Client

    from hemvist.search import limits

    client = Client(SERVER_NAME="localhost")
    _milliseconds(lambda: client.get(path, {"q": "uppvärmning"}))
    times = []
    for text in texts:
        limits.forget()
        times.append(_milliseconds(lambda text=text: client.get(path, {"q": text})))  # type: ignore[misc]
    return times


def _milliseconds(ask: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    answer = ask()
    assert answer.status_code == 200, answer.status_code  # noqa: S101
    return 1000 * (time.perf_counter() - begun)


def _make_places(number: int, rng: random.Random) -> None:
    from hemvist.directory.models import (
        Area,
        Category,
        Location,
        Organization,
        Service,
        ServiceAtLocation,
    )

    organization, _new = Organization.objects.get_or_create(name="Påhittade platser")
    areas, categories = list(Area.objects.all()), list(Category.objects.all())
    summaries = list(
        Service.objects.exclude(slug__startswith="bench-").values_list("descriptions", flat=True)
    )
    names = (f"{one}{other} {n}" for n in itertools.count() for one in FIRST for other in LAST)
    services, locations = [], []
    for n, name in zip(range(number), names, strict=False):
        services.append(
            Service(
                organization=organization,
                slug=f"bench-{n}",
                name=name,
                category=rng.choice(categories),
                descriptions={"sv": name, "en": name} | rng.choice(summaries),
            )
        )
        locations.append(Location(name=name, area=rng.choice(areas)))
    Service.objects.bulk_create(services, batch_size=1_000)
    Location.objects.bulk_create(locations, batch_size=1_000)
    pairs = zip(services, locations, strict=True)
    at = (ServiceAtLocation(service=service, location=location) for service, location in pairs)
    ServiceAtLocation.objects.bulk_create(at, batch_size=1_000)


def _move_vectors() -> None:
    """Give every document without a vector that of another one, a little moved."""
    import numpy as np
    from django.db import connection

    from hemvist.search.models import Document, IndexState

    known = [
        np.frombuffer(vector, dtype=np.float16).astype(np.float32)
        for vector in Document.objects.exclude(meaning=None).values_list("meaning", flat=True)
    ]
    if not known:
        return
    noise = np.random.default_rng(7)
    rows = []
    for number, pk in enumerate(Document.objects.filter(meaning=None).values_list("pk", flat=True)):
        moved = known[number % len(known)] + noise.normal(0, 0.02, 384)
        rows.append(((moved / np.linalg.norm(moved)).astype(np.float16).tobytes(), pk))
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE search_document SET meaning = %s WHERE id = %s", rows)
        cursor.execute("ANALYZE search_document")
        cursor.execute("ANALYZE search_knownword")
    state = IndexState.objects.get(pk=1)
    IndexState.objects.filter(pk=1).update(version=state.version + 1)
