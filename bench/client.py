"""A small browser without a screen: keeps its connection, its cookies and the time it waited.

It speaks to the socket itself, so that it takes next to nothing of the processors the server
needs.
"""

import random
import re
import socket
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
END_OF_HEAD = b"\r\n\r\n"
PATIENCE = 60.0  # seconds


@dataclass
class Answer:
    """What came back, and how long it took until the last byte."""

    status: int
    seconds: float
    queries: int
    location: str
    body: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        fields = {}
        for tag in HIDDEN.findall(self.body):
            attributes = dict(ATTRIBUTE.findall(tag))
            if "name" in attributes:
                fields[attributes["name"]] = unescape(attributes.get("value", ""))
        return fields


@dataclass
class Client:
    """One user. `network` is the address the server is told, so that limits stay out of it."""

    port: int
    unpacks: bool = False  # as every browser does; off where the text of the page is needed
    cookies: dict[str, str] = field(default_factory=dict)
    connection: socket.socket | None = None
    asked: int = 0

    def __post_init__(self) -> None:
        self.come_from_elsewhere()

    def come_from_elsewhere(self) -> None:
        """Be another network from now on."""
        numbers = (str(random.randrange(1, 250)) for _ in range(3))  # noqa: S311
        self.network = ".".join(["10", *numbers])

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: dict[str, object], page: Answer | None = None) -> Answer:
        """Send a form, with the hidden fields of the page it stands on."""
        hidden = page.hidden if page else {}
        return self._ask("POST", path, urlencode({**hidden, **fields}, doseq=True).encode())

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as staff, or stop: without that nothing can be measured."""
        page = self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"login": email, "password": password}, page)
        if answer.status != 302:
            raise SystemExit(f"Could not sign in as {email}: {answer.status}")

    def close(self) -> None:
        """Hang up."""
        if self.connection:
            self.connection.close()
            self.connection = None

    def _answer_to(self, request: bytes) -> tuple[str, bytes]:
        """What the server sends; one that hung up while the user was thinking is called again."""
        is_kept = self.connection is not None
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.connection.sendall(request)
            return self._receive(self.connection)
        except ConnectionError:
            if not is_kept:
                raise
            self.close()
            return self._answer_to(request)

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        request = self._head(method, path, len(body)) + body
        self.asked += 1
        started = time.perf_counter()
        try:
            head, text = self._answer_to(request)
        except (OSError, ValueError):
            self.close()
            return Answer(0, time.perf_counter() - started, 0, "", "")
        seconds = time.perf_counter() - started
        status, headers = self._read(head)
        queries, location = headers.get("x-queries", "0"), headers.get("location", "")
        return Answer(status, seconds, int(queries), location, text.decode(errors="replace"))

    def _head(self, method: str, path: str, length: int) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: localhost:{self.port}",
            f"X-Forwarded-For: {self.network}",
        ]
        if self.unpacks:
            lines.append("Accept-Encoding: gzip")
        if self.cookies:
            pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {pairs}")
        if method == "POST":
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {length}")
        return "\r\n".join([*lines, "", ""]).encode()

    @staticmethod
    def _receive(connection: socket.socket) -> tuple[str, bytes]:
        """One answer, whose length the server has told."""
        got = b""
        while END_OF_HEAD not in got:
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionResetError
            got += piece
        head, _end, body = got.partition(END_OF_HEAD)
        found = re.search(rb"(?i)content-length: *(\d+)", head)
        if not found:
            raise ValueError("The answer does not tell its length.")
        parts, missing = [body], int(found[1]) - len(body)
        while missing > 0:
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionResetError
            parts.append(piece)
            missing -= len(piece)
        return head.decode("latin-1"), b"".join(parts)

    def _read(self, head: str) -> tuple[int, dict[str, str]]:
        first, *lines = head.split("\r\n")
        headers = {}
        for line in lines:
            name, _colon, value = line.partition(":")
            if name.lower() == "set-cookie":
                key, _equals, cookie = value.strip().partition(";")[0].partition("=")
                self.cookies[key] = cookie
            else:
                headers[name.lower()] = value.strip()
        return int(first.split(" ", 2)[1]), headers
