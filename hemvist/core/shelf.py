"""Where one process keeps finished pages, and when it stops giving one away."""

import gzip
import threading
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from hemvist.core.editions import Edition, State, current_edition

Key = tuple[str, ...]

LOOKS_EVERY = 1.0  # second
NOTHING: Edition = frozenset()


@dataclass(frozen=True)
class Page:
    """A finished page, packed: it goes out as it lies here."""

    until: float
    packed: bytes
    content_type: str
    etag: str
    edition: Edition | None = None

    @classmethod
    def of(cls, response: HttpResponse, *, until: float, edition: Edition | None) -> "Page":
        """A page that has just been made."""
        content = response.content
        etag = f'W/"{sha256(content).hexdigest()[:20]}"'
        packed = gzip.compress(content, compresslevel=6, mtime=0)
        return cls(until, packed, response["Content-Type"], etag, edition)

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
    """The pages one process keeps; the least read ones go first.

    A page of an earlier edition is given for some seconds more, while it is made anew; and for
    longer while others already wait for theirs, so that one change does not let all wait.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0
        self._edition: Edition | None = None
        self._ended: dict[State, float] = {}  # when it was seen that an app is no longer so
        self._look_at = 0.0

    def __len__(self) -> int:
        return len(self._pages)

    def turn_to(self, *, now: float) -> Edition | None:
        """Look which edition holds, and let go what is too old to be given."""
        if now >= self._look_at:
            try:
                edition: Edition | None = current_edition()
            except DatabaseError:
                edition = self._edition
            with self._lock:
                self._look_at = now + LOOKS_EVERY
                if edition != self._edition:
                    self._end((self._edition or NOTHING) - (edition or NOTHING), now)
                    self._edition = edition
                    self._clear(now)
        return self._edition

    def is_current(self, page: Page) -> bool:
        """Whether nothing has changed in what a page reads from."""
        return (page.edition or NOTHING) <= (self._edition or NOTHING)

    def _end(self, states: Edition, now: float) -> None:
        late = now - _longest_old(is_crowded=True)
        self._ended = {state: at for state, at in self._ended.items() if at > late}
        self._ended |= dict.fromkeys(states, now)

    def _clear(self, now: float) -> None:
        held = self._pages.items()
        for key in [k for k, page in held if not self._holds(page, now, is_crowded=True)]:
            self._drop(key)

    def _holds(self, page: Page, now: float, *, is_crowded: bool) -> bool:
        longest = _longest_old(is_crowded=is_crowded)
        gone = (page.edition or NOTHING) - (self._edition or NOTHING)
        return now < page.until and all(
            now < self._ended.get(state, float("-inf")) + longest for state in gone
        )

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        self._size -= len(page.packed) if page else 0

    def take(self, key: Key, *, now: float, is_crowded: bool = False) -> Page | None:
        """A page that still holds, or did a moment ago; in a crowd the moment may be longer."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or not self._holds(page, now, is_crowded=is_crowded):
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page, unless there was a new edition while it was made."""
        with self._lock:
            if page.edition is None or not self.is_current(page):
                return
            self._drop(key)
            self._size += len(page.packed)
            self._pages[key] = page
            while self._size > settings.KEEP_PAGES_BYTES and self._pages:
                self._drop(next(iter(self._pages)))

    def drop(self, key: Key) -> None:
        """Give a page no more; it is gone, or leads elsewhere."""
        with self._lock:
            self._drop(key)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._pages.clear()
            self._ended.clear()
            self._size, self._edition, self._look_at = 0, None, 0.0


def _longest_old(*, is_crowded: bool) -> float:
    """For how many seconds a page is given after the edition it was made in."""
    usual = settings.KEEP_OLD_PAGES_SECONDS
    return usual and max(usual, settings.KEEP_OLD_PAGES_IN_A_CROWD_SECONDS * is_crowded)
