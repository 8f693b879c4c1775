"""How many readers of this process wait for a page that is being made."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Waiting:
    """Counts them; one more costs all who wait, for a process makes only one thing at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers = 0

    @property
    def there_are_some(self) -> bool:
        """Whether somebody waits now."""
        return self._readers > 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """While one more waits."""
        with self._lock:
            self._readers += 1
        try:
            yield
        finally:
            with self._lock:
                self._readers -= 1
