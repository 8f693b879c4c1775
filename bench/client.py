"""A small browser without a screen: keeps its connection, its cookies and the time it waited."""

import http.client
import random
import re
import time
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


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
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = (str(random.randrange(1, 250)) for _ in range(3))  # noqa: S311
        self.network = ".".join(["10", *numbers])
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, object], page: Answer | None = None) -> Answer:
        """Send a form, with the hidden fields of the page it stands on."""
        hidden = page.hidden if page else {}
        return self._ask("POST", path, urlencode({**hidden, **fields}, doseq=True))

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as staff, or stop: without that nothing can be measured."""
        page = self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"login": email, "password": password}, page)
        if answer.status != 302:
            raise SystemExit(f"Could not sign in as {email}: {answer.status}")

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {
            "Cookie": cookies,
            "Accept-Encoding": "identity",
            "X-Forwarded-For": self.network,
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            text = response.read()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            return Answer(0, time.perf_counter() - started, 0, "", "")
        seconds = time.perf_counter() - started
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(
            response.status,
            seconds,
            int(response.headers.get("X-Queries") or 0),
            response.headers.get("Location") or "",
            text.decode(errors="replace"),
        )
