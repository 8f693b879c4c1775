"""Who gets to a page of this app."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from hemvist.accounts.models import User

View = Callable[..., HttpResponseBase]
READ = ("GET", "HEAD")


def for_those_who(rule: Callable[[Any], bool], *methods: str) -> Callable[[View], View]:
    """A page for those a rule lets in: others get 403, strangers the login."""

    def decorate(view: View) -> View:
        @login_required
        @require_http_methods(list(methods))
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101  every view here is behind login
    return request.user
