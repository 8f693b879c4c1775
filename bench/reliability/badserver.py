"""A mail server that takes letters most of the time, and remembers every one it has taken."""

import asyncio
import os
import random
import signal
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP

SILENCE = 40.0  # seconds; longer than we wait for an answer
YES = "250"
# What happens, and of how many letters in ten thousand.
AT_RECIPIENT = {"451 at recipient": 200, "550 at recipient": 100, "hangs up at recipient": 50}
BEFORE_TAKING = {
    "451": 400, "452": 100, "550": 100, "554": 50, "hangs up": 80, "closes its half": 50,
    "says nothing": 12,
}  # fmt: skip
AFTER_TAKING = {
    "takes, then hangs up": 40, "takes, then closes its half": 30, "takes, then says nothing": 8,
}  # fmt: skip
ANSWERS = {
    "451": "451 4.3.0 Not now",
    "452": "452 4.2.2 Mailbox full",
    "550": "550 5.1.1 No such mailbox",
    "554": "554 5.7.1 Refused",
}


@dataclass
class Taken:
    """A letter that the server has taken: from whom, how it ended, why it may come again."""

    message_id: str
    life: str
    how: str
    begun: float
    at: float = field(default_factory=time.monotonic)
    explained: str = ""


@dataclass
class Door:
    """Where one worker comes in. `aimed` is the number of a process to kill at its next yes."""

    server: "BadServer"
    life: Callable[[], str]
    port: int = 0
    aimed: int | None = None
    has_been_seen: bool = False

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Note who comes: the worker behind this door, in the life it has now."""
        session.host_name, session.life = hostname, self.life()
        self.has_been_seen = True
        return responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Note when a letter was begun."""
        session.begun = time.monotonic()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """What the dice say of the recipient."""
        what = self.server.throws(AT_RECIPIENT)
        if what is None:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        if what.startswith("hangs"):
            server.transport.abort()
            return "421 gone"
        return ANSWERS[what[:3]]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """What the dice say of the letter."""
        what = self.server.throws(BEFORE_TAKING)
        if what is not None:
            return await self._end(server, what)
        what = self.server.throws(AFTER_TAKING)
        self.server.take(envelope, life=session.life, how=what or YES, begun=session.begun)
        if what is not None:
            return await self._end(server, what)
        if self.aimed is not None:
            os.kill(self.aimed, signal.SIGKILL)
            self.aimed = None
        return "250 OK"

    async def _end(self, server: Any, what: str) -> str:
        if what in ANSWERS:
            return ANSWERS[what]
        if what.endswith("says nothing"):
            await asyncio.sleep(SILENCE)
        if what.endswith("half"):
            server.transport.write_eof()  # we hear it no more; it may go on talking
            await asyncio.sleep(1)
        server.transport.abort()
        return "421 gone"


class BadServer:
    """One server with a door for each worker, in a thread of its own."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.is_calm = dice, False
        self.taken: dict[str, list[Taken]] = defaultdict(list)
        self.said: Counter[str] = Counter()
        self.doors: list[asyncio.Server] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def door(self, life: Callable[[], str]) -> Door:
        """Open another door."""
        listening = socket.create_server(("127.0.0.1", 0))
        door = Door(self, life, listening.getsockname()[1])
        served = self.loop.create_server(
            lambda: SMTP(door, loop=self.loop, timeout=600), sock=listening
        )
        self.doors.append(self._run(served))
        return door

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def stop(self) -> None:
        """Close every door, and end."""
        for listening in self.doors:
            self.loop.call_soon_threadsafe(listening.close)
        self._run(asyncio.sleep(0.05))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def settle(self) -> None:
        """Wait until what has been sent to it has been read."""
        for _ in range(4):
            self._run(asyncio.sleep(0.05))

    def throws(self, chances: dict[str, int]) -> str | None:
        """What happens now, if anything."""
        luck = 10_000 if self.is_calm else self.dice.randrange(10_000)
        for what, chance in chances.items():
            luck -= chance
            if luck < 0:
                self.said[what] += 1
                return what
        return None

    def take(self, envelope: Any, *, life: str, how: str, begun: float) -> None:
        """Write down that a letter has been taken."""
        letter = envelope.rcpt_tos[0].partition("@")[0]
        head = bytes(envelope.content).partition(b"\n\r\n")[0].decode("ascii", "replace")
        found = [line for line in head.split("\n") if line.lower().startswith("message-id:")]
        self.taken[letter].append(Taken(found[0][11:].strip(), life, how, begun=begun))
        if how == YES:
            self.said["takes it"] += 1

    def in_the_act(self, waiting: set[str], *, life: str | None = None) -> list[Taken]:
        """What was taken with a yes, by us is not known as sent, and nobody has explained yet."""
        newest = [taken[-1] for letter, taken in list(self.taken.items()) if letter in waiting]
        return [
            one
            for one in newest
            if one.how == YES and not one.explained and life in (None, one.life)
        ]
