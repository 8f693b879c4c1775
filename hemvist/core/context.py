"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hemvist.core.models import Municipality
from hemvist.core.read_once import read_once

_last_read: dict[str, str] = {}  # of this process; it may be all we have when an error is shown


def municipality(request: HttpRequest) -> dict[str, Any]:
    """The installation's own municipality, read once a request and only if a page asks."""
    return {"municipality": SimpleLazyObject(our_municipality)}


@read_once(about=frozenset({"core"}))
def our_municipality() -> Municipality | None:
    """The installation's own municipality, if it has been written down yet."""
    municipality = Municipality.objects.filter(pk=1).first()
    if municipality:
        _last_read["phone"] = municipality.phone
    return municipality


def ours() -> Municipality:
    """The same where nothing can be done without it. Raises Municipality.DoesNotExist."""
    municipality = our_municipality()
    if municipality is None:
        raise Municipality.DoesNotExist
    return municipality


def known_phone() -> str:
    """The number to call when the database cannot be asked: set, or the one last read."""
    return str(settings.PHONE) or _last_read.get("phone", "")
