"""How often the same network may begin, and the same letter be asked for."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
# A school, a library and an employer's office share one address; a machine does not stop there.
BEGINNINGS_AN_HOUR = 100
SENDINGS_AN_HOUR = 30
LETTERS_AN_HOUR = 10


def is_too_often(what: str, key: str, *, times: int) -> bool:
    """Count one more try within the hour and say whether it was one too many."""
    digest = salted_hmac("hemvist.intake.limits", f"{what}:{key}", algorithm="sha256").hexdigest()
    name = f"limit:{digest}"
    cache.add(name, 0, timeout=HOUR)
    try:
        return cache.incr(name) > times
    except ValueError:  # the hour ended between the two lines
        return False


def network_of(request: HttpRequest) -> str:
    """The address the request comes from, seen past our own proxies."""
    return str(get_adapter().get_client_ip(request))
