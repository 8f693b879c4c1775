"""The demo's mail server: keeps every letter in a folder and sends none on."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP

LARGEST = 30_000_000  # bytes; as much as the servers of the world take


async def serve(listening: socket.socket, folder: Path) -> None:
    """Take letters until asked to stop."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    letters = Mailbox(str(folder))
    server = await loop.create_server(
        lambda: SMTP(letters, data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop),
        sock=listening,
    )
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    number, folder = sys.argv[1:]
    asyncio.run(serve(socket.socket(fileno=int(number)), Path(folder)))
