"""What another system is told when something did not work (RFC 9457).

Every answer below the addresses of machines is in this form, also those that Django gives before
or after our own code has had its say.
"""

import json
import logging
import secrets
import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from hemvist.core import errors

logger = logging.getLogger("hemvist.errors")
MACHINES = ("/hsds/", "/api/", "/datasets/")
CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that cannot be answered, and what its sender can do about it."""

    def __init__(self, detail: str, *, status: int = 400, name: str = "") -> None:
        super().__init__(detail)
        self.detail, self.status = detail, status
        self.errors = [{"name": name, "reason": detail}] if name else []


def problem(
    request: HttpRequest, status: int, detail: str, *, more: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer itself: what is wrong, in the reader's language, and where it happened."""
    told = {
        "type": "about:blank",
        "title": _title(status),
        "status": status,
        "detail": detail,
        "instance": request.path[:2000],
        **(more or {}),
    }
    content = json.dumps(told, ensure_ascii=True)  # a lone surrogate in the path stays escaped
    response = HttpResponse(content, status=status, content_type=CONTENT_TYPE)
    response["Content-Language"] = get_language() or "sv"
    response._has_been_logged = True  # type: ignore[attr-defined] # not a mistake of ours
    return response


def _title(status: int) -> str:
    return {
        400: _("The request is not right"),
        404: _("Not found"),
        405: _("Only reading is possible"),
        406: _("No such form of the data"),
        413: _("The request is too large"),
        429: _("Too many requests"),
        500: _("Something went wrong here"),
        503: _("The service is down for a moment"),
    }.get(status) or HTTPStatus(status).phrase


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Somebody tried to write."""
    response = problem(request, 405, _("The data can be read with GET and HEAD, not changed."))
    response["Allow"] = "GET, HEAD, OPTIONS"
    return response


def nothing_here(request: HttpRequest, **_in_address: str) -> HttpResponse:
    """No such address, or nothing with that number."""
    return problem(request, 404, _("There is nothing at this address."))


def speak_of_problems(api: NinjaAPI) -> None:
    """Let an API answer with problems wherever its library would answer in its own way."""
    api.add_exception_handler(Problem, _told)
    api.add_exception_handler(ValidationError, _misread)
    api.add_exception_handler(Http404, lambda request, _exception: nothing_here(request))


def _told(request: HttpRequest, exception: Any) -> HttpResponse:
    more = {"errors": exception.errors} if exception.errors else None
    return problem(request, exception.status, exception.detail, more=more)


def _misread(request: HttpRequest, exception: Any) -> HttpResponse:
    found = [
        {"name": str(error["loc"][-1]), "reason": _reason(error)} for error in exception.errors
    ]
    names = ", ".join(dict.fromkeys(error["name"] for error in found))
    detail = _("These parameters cannot be used as they are: %(names)s.") % {"names": names}
    return problem(request, 400, detail, more={"errors": found})


def _reason(error: dict[str, Any]) -> str:
    """What is wrong with one parameter; the library's own sentences are in English only."""
    limits = error.get("ctx", {})
    kind = str(error["type"])
    if kind == "greater_than_equal":
        return _("The number must be at least %(least)s.") % {"least": limits["ge"]}
    if kind == "less_than_equal":
        return _("The number must be at most %(most)s.") % {"most": limits["le"]}
    if kind == "string_too_long":
        return _("The text must have at most %(most)s characters.") % {"most": limits["max_length"]}
    if kind in {"literal_error", "enum"}:
        return _("Choose one of: %(choices)s.") % {"choices": limits["expected"]}
    for beginning, sentence in {
        "uuid": _("This is no UUID."),
        "int": _("This is no whole number."),
        "float": _("This is no number."),
        "bool": _("Write true or false."),
        "date": _("Write a moment as in 2026-11-23T08:00:00Z, or a day as in 2026-11-23."),
        "finite": _("This is no number."),
        "missing": _("This is needed."),
    }.items():
        if kind.startswith(beginning):
            return sentence
    return _("This cannot be read.")


def is_for_machines(request: HttpRequest) -> bool:
    """Whether the one who asks is another system, to whom a page would be no help."""
    return request.path.startswith(MACHINES)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own refusal of a request that nobody can read."""
    if not is_for_machines(request):
        return errors.bad_request(request, exception)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return problem(request, 413, _("Send less. To read needs no body at all."))
    return problem(request, 400, _("The address holds characters that no text can hold."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own answer to an address that is none."""
    if is_for_machines(request):
        return nothing_here(request)
    return errors.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: a reference for the reader and the same in the one log entry."""
    if not is_for_machines(request):
        return errors.server_error(request)
    mistake = sys.exc_info()[1]
    if isinstance(mistake, (OperationalError, InterfaceError)):
        logger.error("The database cannot be reached, for another system", exc_info=mistake)
        response = problem(request, 503, _("Try again in a minute."))
        response["Retry-After"] = "60"
        return response
    reference = secrets.token_hex(4).upper()
    logger.error("Error %s for another system", reference, exc_info=mistake)
    detail = _("We have been told. The reference is %(reference)s.") % {"reference": reference}
    return problem(request, 500, detail, more={"reference": reference})
