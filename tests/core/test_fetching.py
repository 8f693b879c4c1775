"""What may be fetched and what may not; a real server on this machine stands for the internet."""

import ipaddress
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hemvist.core import fetching
from hemvist.core.fetching import (
    AddressIsRefused,
    FetchingFailed,
    Reached,
    fetch,
    is_public,
    reach,
)


class Answers(BaseHTTPRequestHandler):
    """A little internet."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        way = {"/round": "/round", "/on": "/file", "/home": "http://127.0.0.2:1/"}.get(self.path)
        if way:
            return self._say(302, b"", Location=way)
        if self.path == "/moved":
            return self._say(301, b"", Location="/file")
        if self.path == "/odd":
            return self._say(302, b"", Location="file:///etc/passwd")
        if self.path == "/gone":
            return self._say(404, b"")
        if self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return None
        return self._say(200, b"BEGIN:VCALENDAR", **{"Content-Type": "text/calendar"})

    def _say(self, status, content, **headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words):
        """Quiet."""


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as one:
        thread = threading.Thread(target=one.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{one.server_port}"
        one.shutdown()
        thread.join()


def only_this(address):
    return address == ipaddress.ip_address("127.0.0.1")


def test_a_file_is_fetched_also_by_a_redirect(server):
    direct = fetch(f"{server}/file", is_allowed=only_this)
    led = fetch(f"{server}/on", is_allowed=only_this)

    assert direct.content == led.content == b"BEGIN:VCALENDAR"
    assert direct.content_type == "text/calendar"
    assert led.address == f"{server}/file"


@pytest.mark.parametrize("path", ["/home", "/odd"])
def test_a_redirect_is_checked_like_the_first_address(server, path):
    with pytest.raises(AddressIsRefused):
        fetch(server + path, is_allowed=only_this)


@pytest.mark.parametrize("path", ["/round", "/gone"])
def test_what_leads_nowhere_fails_with_a_sentence(server, path):
    with pytest.raises(FetchingFailed, match=r"\.$"):
        fetch(server + path, is_allowed=only_this)


def test_an_endless_answer_is_cut_off(server):
    with pytest.raises(FetchingFailed, match="larger"):
        fetch(f"{server}/endless", is_allowed=only_this, most_bytes=1024 * 1024)


def test_a_slow_answer_is_cut_off(server):
    with pytest.raises(FetchingFailed, match="slowly"):
        fetch(f"{server}/endless", is_allowed=only_this, most_bytes=10**12, seconds=0)


def test_this_machine_is_never_fetched_from(server):
    with pytest.raises(AddressIsRefused, match="open internet"):
        fetch(f"{server}/file")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "//example.org",
        "http://",
        "http://[",
        "http://user:secret@example.org/",
        "http://example.org:22/",
        "http://example.org:99999/",
        "http://localhost/",
        "http://[::1]/",
        "http://example.org/a b",
        "http://example.org/\r\nHost: x",
        "http://exämple.org/",
        "http://example.org/\0",
    ],
)
def test_addresses_that_are_not_of_the_open_web_are_refused(address):
    with pytest.raises(FetchingFailed):
        fetch(address)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("ff02::1", False),
    ],
)
def test_which_addresses_are_public(address, expected):
    assert is_public(ipaddress.ip_address(address)) is expected


def test_a_name_with_one_private_address_among_others_is_refused(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **k: found)

    with pytest.raises(AddressIsRefused):
        fetch("http://example.org/")


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localtest.example"])
def test_other_ways_to_write_this_machine_are_refused(monkeypatch, host):
    here = [(2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **k: here)

    with pytest.raises(AddressIsRefused):
        fetch(f"http://{host}/")


def test_what_is_gone_is_reached_and_says_so(server):
    assert reach(f"{server}/gone", is_allowed=only_this) == Reached(404)


def test_what_has_moved_for_good_tells_where_to(server):
    assert reach(f"{server}/moved", is_allowed=only_this) == Reached(200, f"{server}/file")


def test_what_leads_on_for_now_has_not_moved(server):
    assert reach(f"{server}/on", is_allowed=only_this) == Reached(200)


def test_nothing_endless_is_read_to_see_that_it_answers(server):
    assert reach(f"{server}/endless", is_allowed=only_this) == Reached(200)


def test_an_address_of_our_own_is_not_looked_at(server):
    with pytest.raises(AddressIsRefused):
        reach(f"{server}/file")
