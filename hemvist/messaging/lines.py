"""Lines to the mail server that stay open from one letter to the next.

To be greeted, encrypted and let in takes longer than a letter. A line carries one letter at a
time. It is asked whether it still stands before it carries another, and one on which anything
went wrong is closed: a letter is begun on a line that has just answered, or on a new one.
"""

import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

QUIET_AT_MOST = 30.0  # seconds; servers hang up after some minutes
LETTERS_AT_MOST = 100  # servers have bounds for one line
FREE_AT_MOST = 8


@dataclass
class Line:
    """One that is open, and how long it has been quiet."""

    backend: EmailBackend
    letters: int = 0
    quiet_since: float = field(default_factory=time.monotonic)

    def is_to(self, wanted: EmailBackend) -> bool:
        """Whether it leads where a new one would."""
        return _where(self.backend) == _where(wanted)

    @property
    def stands(self) -> bool:
        """Whether the server still answers on it, and may be asked to take another letter."""
        quiet = time.monotonic() - self.quiet_since
        if self.letters >= LETTERS_AT_MOST or quiet > QUIET_AT_MOST:
            return False
        connection = self.backend.connection
        try:
            return connection is not None and connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def close(self) -> None:
        """Hang up without a word: there may be nobody to hear it."""
        connection, self.backend.connection = self.backend.connection, None
        if connection is not None:
            with suppress(OSError):
                connection.close()


_free: list[Line] = []  # taken and given back whole, which the interpreter does in one step


@contextmanager
def line() -> Iterator[BaseEmailBackend]:
    """A line for one letter. Raises what opening it raises."""
    wanted = get_connection(fail_silently=False)
    if not isinstance(wanted, EmailBackend):
        yield wanted  # a service with lines of its own
        return
    mine = _free_line(wanted) or _new_line(wanted)
    try:
        yield mine.backend
    except BaseException:
        mine.close()
        raise
    mine.letters, mine.quiet_since = mine.letters + 1, time.monotonic()
    _free.append(mine)
    while len(_free) > FREE_AT_MOST:
        _free.pop(0).close()


def _free_line(wanted: EmailBackend) -> Line | None:
    """The one that was used last, if it stands; those that do not are closed."""
    while _free:
        try:
            found = _free.pop()
        except IndexError:  # another thread was quicker
            return None
        if found.is_to(wanted) and found.stands:
            return found
        found.close()
    return None


def _new_line(wanted: EmailBackend) -> Line:
    wanted.open()
    return Line(wanted)


def _where(backend: EmailBackend) -> tuple[object, ...]:
    told = ("host", "port", "username", "password", "use_tls", "use_ssl")
    return tuple(getattr(backend, name) for name in told)


def close_lines() -> None:
    """Hang up on all that are free."""
    while _free:
        _free.pop().close()
