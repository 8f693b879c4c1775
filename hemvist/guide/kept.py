"""Public pages kept for a moment, so that a crowd of readers costs little more than one.

They say the same to everybody who has no cookie of ours but the choice of light, so a page made
for one reader is given to the next for half a minute. Whoever has a session, or asks with a
query, gets a page made anew. Every process keeps its own; nothing has to be told to forget.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
Key = tuple[str, str]

MOST_PAGES = 500  # some ten megabytes
# Cookies that tell nothing of who reads.
COOKIES_OF_ANYBODY = {"theme", settings.LANGUAGE_COOKIE_NAME}

_pages: dict[Key, tuple[float, bytes, str]] = {}


def kept(view: View) -> View:
    """Give a page of the guide from what is kept, if it may be and is there."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_for_anybody(request):
            return view(request, *args, **kwargs)
        key = (request.path, request.COOKIES.get("theme", "")[:8])
        until, content, content_type = _pages.get(key, (0.0, b"", ""))
        if time.monotonic() < until:
            return HttpResponse(content, content_type=content_type)
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and "CSRF_COOKIE" not in request.META:
            _keep(key, response)
        return response

    return answer


def forget() -> None:
    """Make every page anew from now on, in this process."""
    _pages.clear()


def _is_for_anybody(request: HttpRequest) -> bool:
    return (
        settings.KEEP_PAGES_SECONDS > 0
        and request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and COOKIES_OF_ANYBODY.issuperset(request.COOKIES)
    )


def _keep(key: Key, response: HttpResponse) -> None:
    if len(_pages) >= MOST_PAGES:
        forget()
    until = time.monotonic() + settings.KEEP_PAGES_SECONDS
    _pages[key] = (until, response.content, response["Content-Type"])
