"""The pages people see when something did not work, each with a way on and the phone number."""

import logging
import secrets
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from hemvist.core.models import Municipality
from hemvist.core.uploads import FileIsTooLarge

logger = logging.getLogger("hemvist.errors")
# What is typed into these is for nobody's page source, not even the writer's own.
SECRETS = ("password", "code", "token", "csrfmiddlewaretoken")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request makes no sense; or, with 413, it is too large to be read at all."""
    if isinstance(exception, FileIsTooLarge):
        return _without_typed(request, "413_file.html", 413)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return _without_typed(request, "413.html", 413)
    return _without_typed(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody who may be here, but not do this."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long, or was not ours.

    It offers no button to send it again: a page of a stranger's making could end here.
    """
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none that this reader may know of."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: a reference for the reader and the same in the one log entry."""
    mistake = sys.exc_info()[1]
    if isinstance(mistake, (OperationalError, InterfaceError)):
        return database_unreachable(request)
    reference = secrets.token_hex(4).upper()
    logger.error("Error %s at %s", reference, _where(request), exc_info=mistake)
    context = {"reference": reference, "municipality": _municipality_if_known()}
    return _alone(request, "500.html", 500, context)


def database_unreachable(request: HttpRequest) -> HttpResponse:
    """A plain page that needs no database, with what was typed ready to be sent again."""
    logger.error("The database cannot be reached, at %s", _where(request), exc_info=True)
    answer = _alone(request, "503.html", 503, {"typed": _typed(request)})
    answer["Retry-After"] = "60"
    return answer


def _where(request: HttpRequest) -> str:
    """Which page it was, without what stands in its address: that may be somebody's key."""
    try:
        return resolve(request.path_info).route
    except Resolver404:
        return "no page of ours"


def _without_typed(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return _alone(request, template, status, {"municipality": _municipality_if_known()})


def _alone(
    request: HttpRequest, template: str, status: int, context: dict[str, Any]
) -> HttpResponse:
    """Render without context processors: they may need what has just failed."""
    context = {"request": request, "csrf_token": get_token(request), **context}
    response = HttpResponse(render_to_string(template, context), status=status)
    response._has_been_logged = True  # type: ignore[attr-defined] # else Django logs it twice
    return response


def _municipality_if_known() -> Municipality | None:
    try:
        return Municipality.objects.filter(pk=1).first()
    except (DatabaseError, InterfaceError):
        return None


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that was posted from our own page, except secrets."""
    if request.method != "POST" or not _is_from_our_page(request):
        return []
    posted: QueryDict = request.POST
    return [
        (name, str(value))
        for name, values in posted.lists()
        for value in values
        if not any(secret in name.lower() for secret in SECRETS)
    ]


class _TokenCheck(CsrfViewMiddleware):
    """Django's check, without its page of refusal, which asks the database that is down."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def _is_from_our_page(request: HttpRequest) -> bool:
    """Whether the form is ours; one that takes no token can be sent by anybody anyway."""
    check = _TokenCheck(lambda _request: HttpResponse())
    return check.process_view(request, _view_of(request), (), {}) is None


def _view_of(request: HttpRequest) -> Callable[..., Any]:
    """The view of the address; looked up here when the database stopped us before Django did."""
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return HttpResponse
