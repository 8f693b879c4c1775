"""How often one network may ask. Machines that read everything have the site's map for that."""

import time
from collections import deque

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

MINUTE = 60.0
# A school or a library shares one address, and typing asks several times for one question.
QUESTIONS_A_MINUTE = 120
SUGGESTIONS_A_MINUTE = 600
MOST_NETWORKS = 10_000

_asked: dict[tuple[str, str], deque[float]] = {}


def is_too_often(what: str, request: HttpRequest, *, times: int) -> bool:
    """Count one more question of this network and say whether it is one too many.

    Kept in this process alone and for a minute: it shall cost nothing, and needs not be exact.
    """
    now = time.monotonic()
    if len(_asked) > MOST_NETWORKS:
        _asked.clear()
    lately = _asked.setdefault((what, str(get_adapter().get_client_ip(request))), deque())
    while lately and lately[0] < now - MINUTE:
        lately.popleft()
    lately.append(now)
    return len(lately) > times


def forget() -> None:
    """Begin to count anew, in this process."""
    _asked.clear()
