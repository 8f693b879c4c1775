"""How much one network may read in a minute.

The data are for everybody, so this only keeps one eager machine from taking the place of all
others. Every process keeps its own count, for it costs less than what it counts; with several
processes the limit is the more generous.
"""

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

MINUTE = 60.0
MOST_NETWORKS = 10_000

_counts: dict[str, int] = {}
_minute = [0]


def seconds_to_wait(request: HttpRequest, *, weight: int = 1) -> int:
    """Count one more request, and say how long its sender has to wait; 0 when it may pass."""
    if settings.API_REQUESTS_A_MINUTE <= 0:
        return 0
    now = time.monotonic()
    minute = int(now // MINUTE)
    if minute != _minute[0] or len(_counts) > MOST_NETWORKS:
        _counts.clear()
        _minute[0] = minute
    network = str(get_adapter().get_client_ip(request))
    _counts[network] = _counts.get(network, 0) + weight
    if _counts[network] <= settings.API_REQUESTS_A_MINUTE:
        return 0
    return int(MINUTE - now % MINUTE) + 1


def forget() -> None:
    """Begin to count anew, in this process."""
    _counts.clear()
