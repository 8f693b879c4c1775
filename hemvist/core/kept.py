"""Public pages kept until something in them can have changed, so that a crowd costs little.

They say the same to everybody who has no cookie of ours but the choice of light, so a page made
for one reader is given to the next. Whoever has a session, or asks with a query, gets a page made
anew. Every process keeps its own, and looks once a second whether the edition is still the same
(`core.editions`). When the database is down, what is kept is still given.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from hemvist.core.editions import Edition, current_edition

View = Callable[..., HttpResponse]
Key = tuple[str, str]

LOOKS_EVERY = 1.0  # second
# Cookies that tell nothing of who reads, or of which no page of the guide says anything.
COOKIES_OF_ANYBODY = {"theme", settings.LANGUAGE_COOKIE_NAME}


@dataclass(frozen=True)
class Page:
    """A finished page, packed: it goes out as it lies here."""

    until: float
    packed: bytes
    content_type: str
    etag: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page for this reader: packed if their browser unpacks, or word that it is the same.

        It holds no secret, so packing gives nothing away (BREACH).
        """
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        content = self.packed if is_packed else gzip.decompress(self.packed)
        response = HttpResponse(content, content_type=self.content_type)
        if is_packed:
            response["Content-Encoding"] = "gzip"
        response["Cache-Control"] = "no-cache"  # a browser may keep it, and asks each time
        response["ETag"] = self.etag
        patch_vary_headers(response, ["Accept-Encoding"])
        same = get_conditional_response(request, etag=self.etag, response=response)
        return same or response


class Shelf:
    """The pages one process keeps: all of one edition, the least read ones go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0
        self._edition: Edition | None = None
        self._look_at = 0.0

    def __len__(self) -> int:
        return len(self._pages)

    def turn_to(self, *, now: float) -> Edition | None:
        """Clear the shelf if there is a new edition; gives the one that holds now."""
        if now >= self._look_at:
            try:
                edition: Edition | None = current_edition()
            except DatabaseError:
                edition = self._edition
            with self._lock:
                self._look_at = now + LOOKS_EVERY
                if edition != self._edition:
                    self._pages.clear()
                    self._size, self._edition = 0, edition
        return self._edition

    def take(self, key: Key, *, now: float) -> Page | None:
        """A page that still holds."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or now >= page.until:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page, *, edition: Edition | None) -> None:
        """Keep a page, unless there was a new edition while it was made."""
        with self._lock:
            if edition is None or edition != self._edition:
                return
            before = self._pages.pop(key, None)
            self._size += len(page.packed) - (len(before.packed) if before else 0)
            self._pages[key] = page
            while self._size > settings.KEEP_PAGES_BYTES and self._pages:
                _key, last = self._pages.popitem(last=False)
                self._size -= len(last.packed)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._pages.clear()
            self._size, self._edition, self._look_at = 0, None, 0.0


shelf = Shelf()


def kept(view: View) -> View:
    """Give a public page from the shelf, if it may be and is there."""
    return kept_for(None)(view)


def kept_for(seconds: float | None) -> Callable[[View], View]:
    """Like `kept`, for a page that tells the time and so holds no longer than some seconds."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _is_for_anybody(request):
                return view(request, *args, **kwargs)
            now = time.monotonic()
            key = (request.path, request.COOKIES.get("theme", "")[:8])
            edition = shelf.turn_to(now=now)
            page = shelf.take(key, now=now)
            if page is None:
                response = view(request, *args, **kwargs)
                if response.status_code != 200 or "CSRF_COOKIE" in request.META:
                    return response
                page = _packed(
                    response, until=now + min(seconds or 1e9, settings.KEEP_PAGES_SECONDS)
                )
                shelf.put(key, page, edition=edition)
            return page.answer(request)

        return answer

    return decorate


def _packed(response: HttpResponse, *, until: float) -> Page:
    content = response.content
    etag = f'W/"{sha256(content).hexdigest()[:20]}"'
    packed = gzip.compress(content, compresslevel=6, mtime=0)
    return Page(until, packed, response["Content-Type"], etag)


def _is_for_anybody(request: HttpRequest) -> bool:
    return (
        settings.KEEP_PAGES_SECONDS > 0
        and request.method in ("GET", "HEAD")
        and not request.META.get("QUERY_STRING")
        and COOKIES_OF_ANYBODY.issuperset(request.COOKIES)
    )
