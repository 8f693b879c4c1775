"""What is true of every answer, and what to say when the request itself cannot be read."""

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]
# PostgreSQL keeps no NUL, and a lone surrogate is no character in any script.
UNREADABLE = re.compile("[\x00\ud800-\udfff]")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class CharactersAreUnreadable(BadRequest):
    """An address or a cookie holds characters that no text can hold."""


def readable_requests(get_response: Answer) -> Answer:
    """Refuse, with a page, addresses and cookies that hold NUL or half a character.

    The database would refuse them later with an error. What is typed into a form is answered by
    the form's own fields.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        told = [request.path_info, *request.GET, *request.COOKIES.values()]
        told += [value for values in request.GET.lists() for value in values[1]]
        if any(UNREADABLE.search(text) for text in told):
            raise CharactersAreUnreadable
        return get_response(request)

    return answer


def careful_answers(get_response: Answer) -> Answer:
    """Say what browsers may do with each answer; nobody keeps a page that does not allow it.

    Pages about people must not lie in a cache or a shared computer's history. A public page that
    may be kept says so itself with `cache_control`.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cache-Control", "no-store")
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])  # light or dark stands in a cookie
        return response

    return answer
