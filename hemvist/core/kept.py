"""Public pages kept until something in them can have changed, so that a crowd costs little.

They say the same to everybody who has no cookie of ours but the choice of light, so a page made
for one reader is given to the next. Whoever has a session, or asks what few others ask, gets a
page made anew. Every process keeps its own, and what one has made the others find in the database
(`core.shared_shelf`). Each looks once a second whether the edition is still the same
(`core.editions`). After a change, readers get a page as it was for some seconds more, and
meanwhile it is made anew; so an editor at work does not let everybody wait. When the database is
down, what a process keeps itself is still given.
"""

import copy
import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.translation import get_language_from_path, override

from hemvist.core import shared_shelf
from hemvist.core.editions import Edition, own_part, part_of
from hemvist.core.making_anew import making_anew
from hemvist.core.read_once import forget_what_was_read, making_a_page
from hemvist.core.shelf import Key, Page, Shelf
from hemvist.core.waiting import Waiting

View = Callable[..., HttpResponse]
Make = Callable[[HttpRequest], HttpResponse]

LONGEST_QUERY = 200
NOTHING: frozenset[str] = frozenset()
EVERYTHING = frozenset(settings.EDITION_APPS)
# Cookies that tell nothing of who reads, or of which no page of the guide says anything.
COOKIES_OF_ANYBODY = {"theme", settings.LANGUAGE_COOKIE_NAME}

shelf = Shelf()
waiting = Waiting()


def forget() -> None:
    """Begin anew, as a process does that has just started."""
    shelf.forget()
    forget_what_was_read()


def kept(view: View) -> View:
    """Give a public page from the shelf, if it may be and is there."""
    return kept_for(None)(view)


def kept_for(
    seconds: float | None = None,
    *,
    asked: frozenset[str] = NOTHING,
    about: frozenset[str] = EVERYTHING,
    own: str = "",
) -> Any:
    """Like `kept`, for a page that tells the time and so holds no longer than some seconds.

    A view that knows better says so itself, in `holds_for` of its response.
    `asked` names what an address may ask for and the page still be kept: what many ask alike.
    `about` are the apps it reads from; what changes in others leaves it as it is.
    `own` is the app in which the address has a text of its own (`core.editions.own_part`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _is_for_anybody(request, asked):
                return view(request, *args, **kwargs)
            key, reads = _key(request), _reads(about, own, request.path)
            make = partial(_make, key, seconds, reads, lambda asked: view(asked, *args, **kwargs))
            return _given(request, key, reads, make)

        answer.reads = partial(_reads, about, own)  # type: ignore[attr-defined]
        return answer

    return decorate


def _given(request: HttpRequest, key: Key, reads: frozenset[str], make: Make) -> HttpResponse:
    """The page from the shelf, also as it was a moment ago; else one that is made now."""
    now = time.monotonic()
    shelf.turn_to(now=now)
    if getattr(request, "is_made_ahead", False):
        return make(request)
    page = (
        shelf.take(key, now=now)
        or _made_elsewhere(key, reads, now=now)
        or shelf.take(key, now=now, is_crowded=waiting.there_are_some)
    )
    if page is None:
        with waiting.one_more():
            return make(request)
    if not shelf.is_current(page):
        making_anew.ask(key, partial(_make_again, key, reads, make, copy.copy(request)))
    return page.answer(request)


def _reads(about: frozenset[str], own: str, path: str) -> frozenset[str]:
    """Of which parts of an edition a page is: of the apps it reads from, and of its own text."""
    return about | {own_part(own, path[1:].partition("/")[2])} if own else about


def _make(
    key: Key, seconds: float | None, about: frozenset[str], view: View, request: HttpRequest
) -> HttpResponse:
    """The page as it is now, which is kept if it may be."""
    now = time.monotonic()
    edition = _part(about, now=now)
    with making_a_page(edition):
        response = view(request)
    if response.status_code != 200 or "CSRF_COOKIE" in request.META:
        return response
    holds = getattr(response, "holds_for", seconds) or 1e9
    until = now + min(holds, settings.KEEP_PAGES_SECONDS)
    page = Page.of(response, until=until, edition=edition)
    if not getattr(request, "is_made_ahead", False):
        shelf.put(key, page)
    shared_shelf.put(key, page)
    return page.answer(request)


def _part(about: frozenset[str], *, now: float) -> Edition | None:
    edition = shelf.turn_to(now=now)
    return edition and part_of(edition, about)


def _made_elsewhere(key: Key, about: frozenset[str], *, now: float) -> Page | None:
    """The page as it is now, if another process has made it; from then on this one has it, too."""
    page = shared_shelf.find(key, _part(about, now=now), now=now)
    if page is not None:
        shelf.put(key, page)
    return page


def _make_again(
    key: Key,
    about: frozenset[str],
    make: Make,
    request: HttpRequest,
) -> None:
    """What is no page any more is given to nobody from now on."""
    if _made_elsewhere(key, about, now=time.monotonic()):
        return
    request.META.pop("HTTP_IF_NONE_MATCH", None)
    try:
        is_there = make(request).status_code == 200
    except Http404:
        is_there = False
    if not is_there:
        shelf.drop(key)


def _key(request: HttpRequest) -> Key:
    theme = request.COOKIES.get("theme", "")[:8]
    return key_of(request.path, asked=request.META.get("QUERY_STRING", ""), theme=theme)


def key_of(path: str, *, asked: str = "", theme: str = "") -> Key:
    """Under what a page lies: its address, what is asked of it, and the light it is read in."""
    return path, asked, theme


def about(path: str) -> frozenset[str]:
    """Of which parts of an edition the page at an address is."""
    with override(get_language_from_path(path)):  # which addresses there are depends on it
        reads: Callable[[str], frozenset[str]] | None = getattr(resolve(path).func, "reads", None)
    return reads(path) if reads else EVERYTHING


def _is_for_anybody(request: HttpRequest, asked: frozenset[str]) -> bool:
    return (
        settings.KEEP_PAGES_SECONDS > 0
        and request.method in ("GET", "HEAD")
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and asked.issuperset(request.GET)
        and COOKIES_OF_ANYBODY.issuperset(request.COOKIES)
    )
