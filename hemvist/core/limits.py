"""How often the same network or address may ask for something that costs us or others."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60


def count_tries(what: str, key: str) -> int:
    """Count one more try and say how many there were within this hour of the clock."""
    hour = int(time.time() // HOUR)
    digest = salted_hmac("hemvist.core.limits", f"{what}:{key}", algorithm="sha256").hexdigest()
    name = f"tries:{hour}:{digest}"
    # Not cache.incr: it would put the default timeout, five minutes, in place of ours.
    tries: int = cache.get(name, 0) + 1
    cache.set(name, tries, timeout=HOUR)
    return tries


def is_too_often(what: str, key: str, *, times: int) -> bool:
    """Count one more try within this hour of the clock and say whether it was one too many."""
    return count_tries(what, key) > times


def network_of(request: HttpRequest) -> str:
    """The address the request comes from, seen past our own proxies."""
    return str(get_adapter().get_client_ip(request))
