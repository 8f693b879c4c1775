"""Asking a scanner whether a file is harmful: ClamAV over its socket, or nobody.

An installation without a scanner says so on every file; nothing pretends to have been looked at.
"""

import socket
import struct
from typing import IO

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096


class ScannerIsAway(Exception):
    """The scanner does not answer, or not so that one can tell; it is asked again later."""


def is_watched() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.CLAMAV)


def is_harmful(file: IO[bytes]) -> bool:
    """What the scanner says of a file, sent to it piece by piece. Raises ScannerIsAway."""
    try:
        with _line() as line:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(CHUNK):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except OSError as trouble:
        raise ScannerIsAway from trouble
    if answer.endswith(b"FOUND"):
        return True
    if answer.endswith(b": OK"):
        return False
    raise ScannerIsAway(answer[:200])


def _line() -> socket.socket:
    """A connection to the scanner: a host and a port, or the path of a socket."""
    where: str = settings.CLAMAV
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.strip(b"\0\n ")
