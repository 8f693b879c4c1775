"""The promise to one who waits, as a clock: it runs, is paused, goes on, and stops.

Pure: it knows a calendar and moments, and asks nothing else.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from hemvist.core.working_time import Calendar


class NobodyWaits(Exception):
    """A clock that does not run cannot be paused."""


class PromiseHasPassed(Exception):
    """What was promised by now is late, and pausing would hide it."""


@dataclass(frozen=True)
class Promised:
    """Since when the person waits, and by when we answer.

    While it is paused `due` already counts from the end of the pause, so that a case is never
    late meanwhile and needs nobody to wake it.
    """

    since: datetime | None = None
    due: datetime | None = None
    paused_at: datetime | None = None
    paused_until: datetime | None = None

    def is_paused(self, now: datetime) -> bool:
        """Whether we wait for the person right now."""
        return self.paused_until is not None and now < self.paused_until

    def person_waits(self, *, at: datetime, hours: int, calendar: Calendar) -> "Promised":
        """The person says something: the clock starts, or goes on where it was paused."""
        if self.since is None or self.due is None:
            return Promised(at, calendar.add(at, hours=hours))
        return self.goes_on(at=at, calendar=calendar)

    def pauses(self, *, at: datetime, until: datetime, calendar: Calendar) -> "Promised":
        """We need something from the person before we can answer.

        What is left of the promise goes on at `until`, or when the person says something. A pause
        in a pause changes its end. Raises NobodyWaits and PromiseHasPassed.
        """
        if self.since is None or self.due is None:
            raise NobodyWaits
        running = self.goes_on(at=at, calendar=calendar)
        if running.due is None or at > running.due:
            raise PromiseHasPassed
        left = calendar.time_between(at, running.due)
        due = calendar.add_time(until, left)
        return replace(running, due=due, paused_at=self.paused_at or at, paused_until=until)

    def goes_on(self, *, at: datetime, calendar: Calendar) -> "Promised":
        """End a pause, if there is one; one that has run out has ended by itself."""
        if self.due is None or self.paused_until is None:
            return self
        if at >= self.paused_until:
            return replace(self, paused_at=None, paused_until=None)
        left = calendar.time_between(self.paused_until, self.due)
        return replace(self, due=calendar.add_time(at, left), paused_at=None, paused_until=None)
