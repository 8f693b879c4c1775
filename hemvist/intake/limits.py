"""How often the same network may begin, and the same letter be asked for.

What is begun can be sent once, so to count beginnings is to count sendings too.
"""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
# A school, a library and an employer's office share one address; a machine does not stop there.
BEGINNINGS_AN_HOUR = 100
SUSPECTED_AFTER = 30
LETTERS_AN_HOUR = 10


def count_tries(what: str, key: str) -> int:
    """Count one more try and say how many there were within this hour of the clock."""
    hour = int(time.time() // HOUR)
    digest = salted_hmac("hemvist.intake.limits", f"{what}:{key}", algorithm="sha256").hexdigest()
    name = f"tries:{hour}:{digest}"
    # Not cache.incr: it would put the default timeout in place of ours.
    tries: int = cache.get(name, 0) + 1
    cache.set(name, tries, timeout=HOUR)
    return tries


def network_of(request: HttpRequest) -> str:
    """The address the request comes from, seen past our own proxies."""
    return str(get_adapter().get_client_ip(request))
