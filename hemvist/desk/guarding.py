"""Who gets to a page of the desk, and what its addresses ask for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from hemvist.accounts.models import User
from hemvist.core.read_once import reading_once

View = Callable[..., HttpResponseBase]


def for_those_who(rule: Callable[[Any], bool]) -> Callable[[View], View]:
    """A page to read, for those a rule lets in: others get 403, strangers the login."""

    def decorate(view: View) -> View:
        @login_required
        @require_GET
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not rule(request.user):
                raise PermissionDenied
            with reading_once():
                return view(request, *args, **kwargs)

        return guarded

    return decorate


def staff(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101  every view here is behind login
    return request.user


def number_in(text: str) -> int | None:
    """A key from an address, if it can be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def query_without(request: HttpRequest, name: str) -> str:
    """What the address asks for, without one of its parts."""
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()
