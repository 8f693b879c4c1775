"""What many pages have in common is read once an edition in each process, not for every page.

While a page is made that is kept for everybody (`core.kept`), the name of the municipality or the
list of the areas is the same as on the page before, as long as the edition is. A function that is
marked with `read_once` is then asked once for each of its arguments. Pages of the desk look first
which edition holds (`reading_once`), for whoever works here sees at once what they have changed.
For any other page it is asked each time.

What such a function gives is shared by all pages, so nobody may change it; and it may depend on
nothing but its arguments and on what the edition watches: not on the time, and on the language
only if that is an argument. It depends on no editor's text either, apart from what stands of that
in lists (`guide.own_text`); and if it says what it is `about`, it is asked again only when that
has changed.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakSet

from django.conf import settings

from hemvist.core.editions import Edition, current_edition, part_of

Asked = ParamSpec("Asked")
Read = TypeVar("Read")

_memories: WeakSet["Memory[Any]"] = WeakSet()
APPS = frozenset(settings.EDITION_APPS)
_edition: ContextVar[Edition | None] = ContextVar("the edition a page is made in", default=None)


@contextmanager
def making_a_page(edition: Edition | None) -> Iterator[None]:
    """For as long as a page is made that is kept, in the edition that was known before."""
    token = _edition.set(edition)
    try:
        yield
    finally:
        _edition.reset(token)


@contextmanager
def reading_once() -> Iterator[None]:
    """For as long as one request is answered, in the edition that holds as it begins; one query."""
    with making_a_page(current_edition() if settings.KEEP_PAGES_SECONDS else None):
        yield


def forget_what_was_read() -> None:
    """Read everything anew, as a process does that has just started."""
    for memory in _memories:
        memory.forget()


class Memory(Generic[Read]):
    """What has been read, under the edition it was read in; the least used goes first."""

    def __init__(self, most: int, *, about: frozenset[str] = APPS) -> None:
        self._most, self._about = most, about
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Read] = OrderedDict()
        _memories.add(self)

    def forget(self) -> None:
        """Know nothing."""
        with self._lock:
            self._known.clear()

    def ask(self, key: Hashable, read: Callable[[], Read]) -> Read:
        """What is known, or else what is read now; two who ask at once may both read."""
        edition = _edition.get()
        if edition is None:
            return read()
        this = (part_of(edition, self._about), key)
        with self._lock:
            if this in self._known:
                self._known.move_to_end(this)
                return self._known[this]
        found = read()
        with self._lock:
            self._known[this] = found
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return found


def read_once(
    *, most: int = 100, about: frozenset[str] = APPS
) -> Callable[[Callable[Asked, Read]], Callable[Asked, Read]]:
    """Ask a function once an edition for each of its arguments, and remember so many answers.

    `about` are the apps it reads from, if not all that the page does.
    """

    def mark(read: Callable[Asked, Read]) -> Callable[Asked, Read]:
        memory = Memory[Read](most, about=about)

        @wraps(read)
        def known(*args: Asked.args, **kwargs: Asked.kwargs) -> Read:
            key = (args, tuple(sorted(kwargs.items())))
            return memory.ask(key, lambda: read(*args, **kwargs))

        return known

    return mark
