"""`python -m bench.mailserver PORT`: a mail server in a process of its own that takes all."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP

from bench.serving import Sink


async def serve(port: int) -> None:
    """Take letters until ended."""
    loop, sink = asyncio.get_running_loop(), Sink()
    server = await loop.create_server(lambda: SMTP(sink, loop=loop), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
