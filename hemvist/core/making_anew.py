"""Makes pages anew behind the readers' backs, one after the other, in a thread of its own."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections
from django.utils.translation import get_language, override

logger = logging.getLogger("hemvist.errors")
MOST_WAITING = 2_000
# After each page it rests this many times as long as that took, so that readers come first.
RESTS, LONGEST_REST = 2.0, 1.0

Work = Callable[[], Any]


class MakingAnew:
    """What is to be made; asked for twice, it is made once, and the last asked for comes first."""

    def __init__(self, *, in_thread: bool = True) -> None:
        self._in_thread = in_thread
        self._waiting: OrderedDict[Any, tuple[str, Work]] = OrderedDict()
        self._there_is_some = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, key: Any, work: Work) -> None:
        """Have something done soon, in the language spoken now."""
        with self._there_is_some:
            self._waiting[key] = (get_language() or "sv", work)
            self._waiting.move_to_end(key)
            if len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            if self._in_thread and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            self._there_is_some.notify()

    def _work(self) -> None:
        while True:
            with self._there_is_some:
                self._there_is_some.wait_for(lambda: self._waiting)
            began = time.monotonic()
            self.make_one()
            time.sleep(min(RESTS * (time.monotonic() - began), LONGEST_REST))

    def make_one(self) -> None:
        """Do what was asked for last; what goes wrong is in the log, and the next reader sees."""
        with self._there_is_some:
            if not self._waiting:
                return
            _key, (language, work) = self._waiting.popitem()
        close_old_connections()
        try:
            with override(language):
                work()
        except Exception:
            logger.exception("A page could not be made anew")
        finally:
            close_old_connections()


making_anew = MakingAnew()
