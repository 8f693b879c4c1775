"""Forms on public pages that are kept for everybody, and so can hold no token of one reader.

The browser itself says where a form was sent from, and has done so for longer than the phones we
serve have been made. A form that cannot show it comes from here is refused.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]
SAFE = {"GET", "HEAD", "OPTIONS"}


def from_our_pages(view: View) -> View:
    """Take a form only when the browser says that it was sent from a page of this site.

    Used instead of a token, for deeds that change nothing but what the sender's own cookie holds.
    """

    @csrf_exempt
    @wraps(view)
    def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE and not is_from_here(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return careful


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says so: in Sec-Fetch-Site, else in Origin, else in Referer."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    told = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(told).netloc == request.get_host()
    except ValueError:
        return False
