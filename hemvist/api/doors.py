"""What is the same for everything another system reads.

Anybody may read from any page (CORS); one answer is in one language; what has not changed is not
sent twice; whoever asks too much is told when to come back.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import parse_http_date_safe, quote_etag
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.gzip import gzip_page

from hemvist.api import limits
from hemvist.api.problems import not_allowed, nothing_here, problem

View = Callable[..., HttpResponseBase]
READING = {"GET", "HEAD"}
KEPT_SECONDS = 300
WEIGHT_OF_BULK = 30


def open_door(view: View, *, weight: int = 1) -> View:
    """Lead another system to a view that only reads."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _for_all_origins(HttpResponse(status=204))
        language = asked_language(request)
        with override(language or settings.LANGUAGE_CODE):
            response = _refusal(request, language, weight) or _read(request, view, args, kwargs)
        response.setdefault("Content-Language", language or settings.LANGUAGE_CODE)
        return _for_all_origins(response)

    answer.csrf_exempt = True  # type: ignore[attr-defined] # nothing can be changed here
    return gzip_page(answer)


def open_doors(patterns: Iterable[URLPattern], *, weight: int = 1) -> list[URLPattern]:
    """The addresses of an API, each behind an open door."""
    return [
        URLPattern(
            pattern.pattern,
            open_door(pattern.callback, weight=weight),
            pattern.default_args,
            pattern.name,
        )
        for pattern in patterns
    ]


def asked_language(request: HttpRequest) -> str:
    """The language of the answer: `lang`, else what the header likes best; "" if we have it not.

    The cookie of a person's choice is not looked at: an address says the same to everybody.
    """
    offered = dict(settings.LANGUAGES)
    asked = request.GET.get("lang")
    if asked is not None:
        return asked if asked in offered else ""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _refusal(request: HttpRequest, language: str, weight: int) -> HttpResponse | None:
    if wait := limits.seconds_to_wait(request, weight=weight):
        words = _("Come back in %(seconds)s seconds. All data in one file: see /api/v1/.")
        response = problem(request, 429, words % {"seconds": wait})
        response["Retry-After"] = str(wait)
        return response
    if request.method not in READING:
        return not_allowed(request)
    if not language:
        codes = ", ".join(code for code, _name in settings.LANGUAGES)
        reason = _("Choose one of: %(choices)s.") % {"choices": codes}
        return problem(request, 400, reason, more={"errors": [{"name": "lang", "reason": reason}]})
    return None


def _read(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponseBase:
    is_head = request.method == "HEAD"
    request.method = "GET"  # the library of the API knows no HEAD
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        response = nothing_here(request)
    if response.status_code == 200:
        response = _if_changed(request, response)
    patch_vary_headers(response, ["Accept-Language"])
    if is_head:
        request.method = "HEAD"
        return _without_body(response)
    return response


def _if_changed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if "Cache-Control" not in response:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    if isinstance(response, HttpResponse) and "ETag" not in response:
        response["ETag"] = quote_etag(sha256(response.content).hexdigest()[:32])
    moment = parse_http_date_safe(response.get("Last-Modified", ""))
    whole = cast(HttpResponse, response)  # only its headers are looked at
    return get_conditional_response(request, response.get("ETag"), moment, whole) or response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = []
    elif isinstance(response, HttpResponse):
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)
    return response


def _for_all_origins(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = (
        "Accept, Accept-Language, If-Modified-Since, If-None-Match"
    )
    response["Access-Control-Expose-Headers"] = (
        "Content-Language, ETag, Last-Modified, Link, Retry-After"
    )
    response["Access-Control-Max-Age"] = "86400"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
