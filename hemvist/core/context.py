"""What every page needs to know."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hemvist.core.models import Municipality


def municipality(request: HttpRequest) -> dict[str, Any]:
    """The installation's own municipality, read once a request and only if a page asks."""
    return {"municipality": SimpleLazyObject(lambda: Municipality.objects.filter(pk=1).first())}
