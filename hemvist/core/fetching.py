"""Fetching a file from an address that somebody typed, without reaching anything of our own.

Only http and https. The name is looked up once, every address it stands for must be a public one,
and the connection goes to exactly that address, so that a name cannot change its mind between the
check and the call. A redirect is a new address and is checked like the first. Size and time have
limits. Only a worker calls this: nobody waits for another's server.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
MEGABYTE = 1024 * 1024
MOST_REDIRECTS = 4
PIECE = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
PORTS = {"http": 80, "https": 443}
# NAT64 and 6to4 addresses hold another address inside, which may be one of ours.
HOLDING_ANOTHER = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "::/96")]


class FetchingFailed(Exception):
    """Nothing was fetched; the message says why in a sentence for an editor."""


class AddressIsRefused(FetchingFailed):
    """The address is not one that may be fetched from."""


@dataclass(frozen=True)
class Reached:
    """What an address answered with: the status, and where it lies now if it has moved for good."""

    status: int
    moved_to: str = ""


@dataclass(frozen=True)
class Fetched:
    """What came back, and from where in the end."""

    content: bytes
    content_type: str
    address: str
    etag: str = ""


def is_public(address: IPAddress) -> bool:
    """Whether an address is on the open internet: not this machine, not a network of its own."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in HOLDING_ANOTHER):
            return False
    return address.is_global and not address.is_multicast


def fetch(
    address: str,
    *,
    most_bytes: int = 10 * MEGABYTE,
    seconds: float = 30,
    accept: str = "*/*",
    only_https: bool = False,
    is_allowed: Callable[[IPAddress], bool] = is_public,
) -> Fetched:
    """Get what lies at an address. Raises AddressIsRefused and FetchingFailed.

    With `only_https` nothing on the way there may be plain http, redirects included.
    """
    until = time.monotonic() + seconds
    with _answer_at(address, accept, is_allowed, until, only_https=only_https) as (
        answer,
        found_at,
        _moved,
    ):
        if answer.status != http.client.OK:
            raise FetchingFailed(
                _("The address answered with %(status)d.") % {"status": answer.status}
            )
        content = _read(answer, most_bytes, until)
        headers = answer.headers
        return Fetched(
            content, headers.get("Content-Type", ""), found_at, headers.get("ETag", "")[:200]
        )


def reach(
    address: str, *, seconds: float = 20, is_allowed: Callable[[IPAddress], bool] = is_public
) -> Reached:
    """See whether an address still answers, without reading what lies there.

    Raises AddressIsRefused and FetchingFailed.
    """
    until = time.monotonic() + seconds
    with _answer_at(address, "*/*", is_allowed, until) as (answer, found_at, has_moved):
        return Reached(answer.status, found_at if has_moved else "")


@contextmanager
def _answer_at(
    address: str,
    accept: str,
    is_allowed: Callable[[IPAddress], bool],
    until: float,
    *,
    only_https: bool = False,
) -> Iterator[tuple[http.client.HTTPResponse, str, bool]]:
    """The answer at the end of all redirects, where that is, and whether all were for good."""
    has_moved, is_for_good = False, True
    for _turn in range(MOST_REDIRECTS + 1):
        parts = _checked(address)
        if only_https and parts.scheme != "https":
            raise AddressIsRefused(_("The address must begin with https://."))
        connection = _connect(parts, is_allowed, until)
        try:
            answer = _ask(connection, parts, accept)
            if answer.status in REDIRECTS and answer.headers.get("Location"):
                address = urljoin(address, answer.headers["Location"])
                has_moved, is_for_good = True, is_for_good and answer.status in FOR_GOOD
                continue
            yield answer, address, has_moved and is_for_good
            return
        except (OSError, http.client.HTTPException) as trouble:
            raise FetchingFailed(_("The address does not answer as it should.")) from trouble
        finally:
            connection.close()
    raise FetchingFailed(_("The address leads on to too many others."))


def _checked(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as wrong:
        raise AddressIsRefused(_("Write a whole address, like https://example.org/.")) from wrong
    if parts.scheme not in PORTS or not parts.hostname:
        raise AddressIsRefused(_("Write a whole address, like https://example.org/."))
    if parts.username or parts.password:
        raise AddressIsRefused(_("An address with a name and a password cannot be used."))
    if port not in {None, 80, 443, 8080, 8443} and not _is_loopback_literal(parts.hostname):
        raise AddressIsRefused(_("Only the ordinary ports of the web can be used."))
    if not address.isascii() or not address.isprintable() or " " in address.strip():
        raise AddressIsRefused(_("Write the address without spaces and strange characters."))
    return parts


def _is_loopback_literal(host: str) -> bool:
    """A port of this machine, which `is_allowed` lets in only in tests."""
    return host == "127.0.0.1"


def _connect(
    parts: SplitResult, is_allowed: Callable[[IPAddress], bool], until: float
) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    ip = _looked_up(host, port, is_allowed)
    left = max(until - time.monotonic(), 0.1)
    try:
        channel = socket.create_connection((ip, port), timeout=min(left, 10))
    except OSError as trouble:
        raise FetchingFailed(_("The address does not answer.")) from trouble
    connection = http.client.HTTPConnection(host, port, timeout=min(left, 10))
    try:
        if parts.scheme == "https":
            channel = ssl.create_default_context().wrap_socket(channel, server_hostname=host)
    except OSError as trouble:
        channel.close()
        raise FetchingFailed(_("The address cannot show that it is who it says.")) from trouble
    connection.sock = channel
    return connection


def _looked_up(host: str, port: int, is_allowed: Callable[[IPAddress], bool]) -> str:
    """The first address of a name, when every one of them may be called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise FetchingFailed(_("There is no such address.")) from trouble
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    if not addresses or not all(is_allowed(ipaddress.ip_address(one)) for one in addresses):
        raise AddressIsRefused(_("That address is not on the open internet."))
    return addresses[0]


def _ask(
    connection: http.client.HTTPConnection, parts: SplitResult, accept: str
) -> http.client.HTTPResponse:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "Hemvist"}
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def _read(answer: http.client.HTTPResponse, most_bytes: int, until: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(PIECE):
        size += len(piece)
        if size > most_bytes:
            raise FetchingFailed(
                _("The file is larger than %(megabytes)d MB.")
                % {"megabytes": most_bytes // MEGABYTE or 1}
            )
        if time.monotonic() > until:
            raise FetchingFailed(_("The address answers too slowly."))
        pieces.append(piece)
    return b"".join(pieces)
