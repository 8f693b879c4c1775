"""Getting a list from an address that somebody typed, without being led where we must not go.

Only https, only servers on the open internet: every name is resolved here, every address it has
must be public, and the connection goes to the very address that was looked at. A redirect is a
new address and is looked at again. Runs in the worker alone, never while somebody waits.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MEGABYTE, MOST_BYTES

SECONDS_TO_ANSWER = 15
SECONDS_IN_ALL = 120
MOST_REDIRECTS = 5
PORT = 443
CHUNK = 64 * 1024
ASKED_WITH = {
    "User-Agent": "Hemvist (https://hemvist.example)",
    "Accept": "application/json, application/geo+json, text/csv, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
# Ways from IPv6 to an IPv4 address that may be anything.
BRIDGES = [ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]

Resolve = Callable[[str], list[str]]
Dial = Callable[[str, str], http.client.HTTPConnection]


def addresses_of(host: str) -> list[str]:
    """Every address a name has. Raises CannotRead if it has none."""
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CannotRead("address_unknown") from error
    return [str(entry[4][0]) for entry in found]


class _PinnedConnection(http.client.HTTPSConnection):
    """Speaks to one address, and expects the certificate of the name."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, PORT, timeout=SECONDS_TO_ANSWER)
        self.address = address

    def connect(self) -> None:
        """Go to the address that was looked at; the name is not asked for again."""
        plain = socket.create_connection((self.address, PORT), self.timeout)
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


def fetch(
    address: str,
    *,
    resolve: Resolve = addresses_of,
    dial: Dial = _PinnedConnection,
    until: float | None = None,
) -> bytes:
    """What lies at an address. Raises CannotRead."""
    until = until or time.monotonic() + SECONDS_IN_ALL
    for _step in range(MOST_REDIRECTS + 1):
        host, path = checked(address)
        public = public_address(host, resolve=resolve)
        content, leads_to = _ask(dial(host, public), path, until=until)
        if not leads_to:
            return content
        address = urljoin(address, leads_to)
    raise CannotRead("too_many_redirects")


def checked(address: str) -> tuple[str, str]:
    """Host and path of an address one may ask. Raises CannotRead."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
        named = (host or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise CannotRead("address_unknown") from error
    if parts.scheme != "https" or not named:
        raise CannotRead("not_https")
    if port not in (None, PORT) or parts.username or parts.password:
        raise CannotRead("address_not_public")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(sign <= " " or sign > "~" for sign in path):
        raise CannotRead("address_unknown")
    return named, path


def public_address(host: str, *, resolve: Resolve) -> str:
    """One address of a server on the open internet. Raises CannotRead if any of its are not."""
    found = resolve(host)
    if not found:
        raise CannotRead("address_unknown")
    if not all(is_public(one) for one in found):
        raise CannotRead("address_not_public")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, in whatever notation."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if any(found in bridge for bridge in BRIDGES):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _ask(
    connection: http.client.HTTPConnection, path: str, *, until: float
) -> tuple[bytes, str | None]:
    """The content, or where else to look."""
    try:
        connection.request("GET", path, headers=ASKED_WITH)
        with connection.getresponse() as answer:
            leads_to = answer.headers.get("Location")
            if answer.status in (301, 302, 303, 307, 308) and leads_to:
                return b"", leads_to
            if answer.status != http.HTTPStatus.OK:
                raise CannotRead("refused", status=answer.status)
            return _content(answer, until=until), None
    except TimeoutError as error:
        raise CannotRead("too_slow") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CannotRead("no_answer") from error
    finally:
        connection.close()


def _content(answer: http.client.HTTPResponse, *, until: float) -> bytes:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise CannotRead("no_answer")  # packed although we asked for it plain: it may be a bomb
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise CannotRead("too_large", most=MOST_BYTES // MEGABYTE)
        if time.monotonic() > until:
            raise CannotRead("too_slow")
    return bytes(content)
