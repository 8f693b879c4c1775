"""The door of the editor at /editor/: who comes in, what may be uploaded, which rules hold.

Everything else of Wagtail's own is as it comes; what Hemvist has its own place for is left out.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.utils.urlpatterns import decorate_urlpatterns

from hemvist.guide.broken_forms import whole_forms
from hemvist.guide.uploads import PictureFiles

Answer = Callable[[HttpRequest], HttpResponseBase]

EDITOR = "/editor/"
ACCESS = "wagtailadmin.access_admin"
# Signing in, passwords, an account's own page: each has its one place, in accounts.
LEFT_OUT = ("login/", "password_reset/", "account/", "failwhale/", "test404/")
TAKE_FILES = "/editor/images/"
# Wagtail writes styles and, in a few widgets, scripts into its pages. Nothing comes from elsewhere.
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}


class NoPages(ViewSet):
    """Stands where Wagtail would manage users and groups; roles are given under /staff/."""

    def get_urlpatterns(self) -> list[Any]:
        """None."""
        return []


def editor_rules(get_response: Answer) -> Answer:
    """Open uploads for those who may, and give the editor the policy that Wagtail needs."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(EDITOR):
            return get_response(request)
        if request.path_info.startswith(TAKE_FILES) and request.user.has_perm(ACCESS):
            request.upload_handlers = [PictureFiles(request)]
        response = get_response(request)
        # A preview has been through these middlewares once, with the public's strict answers.
        response.headers.pop("Content-Security-Policy", None)
        response._csp_replace = POLICY  # type: ignore[attr-defined]
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return answer


def _only_editors(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a colleague without the right; a stranger is sent to sign in by Wagtail."""
    whole = whole_forms(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.has_perm(ACCESS):
            raise PermissionDenied
        return whole(request, *args, **kwargs)

    return answer


def _kept() -> Iterator[URLPattern | URLResolver]:
    from wagtail.admin import urls as wagtail_urls  # which asks this module for `NoPages`

    for pattern in wagtail_urls.urlpatterns:
        if str(pattern.pattern) not in LEFT_OUT:
            yield pattern


def editor_addresses() -> list[URLPattern | URLResolver]:
    """Wagtail's addresses, without those that are ours already."""
    own = RedirectView.as_view(pattern_name="mfa_index")
    sign_in = RedirectView.as_view(pattern_name="account_login")
    from hemvist.guide.history import history_addresses  # which asks Wagtail, as above

    patterns: list[URLPattern | URLResolver] = decorate_urlpatterns(
        [*history_addresses(), *_kept()], _only_editors
    )
    return [
        path("account/", _only_editors(login_required(own)), name="wagtailadmin_account"),
        path("login/", sign_in, name="wagtailadmin_login"),
        *patterns,
    ]
