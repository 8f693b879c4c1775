"""Numbers beside lines of the staff's menu: how many things wait there for a person.

Apps above say how to count theirs; the menu stands below them all and knows only names.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

COUNTERS: dict[str, Callable[[Any], int]] = {}
MOST_KEPT = 500
_kept: dict[tuple[str, int], tuple[float, int]] = {}


def count_at(name: str, user: Any) -> int:
    """How many wait behind an address of the menu; a number may be some seconds old."""
    counter = COUNTERS.get(name)
    if counter is None:
        return 0
    known_at, number = _kept.get((name, user.pk), (0.0, 0))
    now = time.monotonic()
    if not known_at or now - known_at >= settings.KEEP_COUNTS_SECONDS:
        number = counter(user)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[name, user.pk] = (now, number)
    return number
