"""Getting a list from an address, and not being led astray."""

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from hemvist.importing import fetching
from hemvist.importing.faults import CannotRead
from hemvist.importing.fetching import fetch, is_public
from hemvist.importing.following import fetch_all
from hemvist.importing.lines import MOST_BYTES
from hemvist.importing.models import SourceKind
from hemvist.importing.readers.documents import PAGES

PUBLIC = "93.184.216.34"


class Site(BaseHTTPRequestHandler):
    """A server of ours that stands for one on the internet."""

    def do_GET(self):
        self.server.asked.append(self.path)
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = HTTPServer(("127.0.0.1", 0), Site)
    server.pages, server.asked = {}, []
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def get(site):
    """Fetches as the worker does, but the last step of the way leads to our own server."""

    def dial(host, address):
        assert address == PUBLIC
        return http.client.HTTPConnection("127.0.0.1", site.server_port, timeout=5)

    def get(address, names=None, **told):
        def resolve(host):
            return (names or {"open.example": [PUBLIC]}).get(host, [])

        return fetch(address, resolve=resolve, dial=dial, **told)

    return get


def refused(get, address, **told):
    with pytest.raises(CannotRead) as caught:
        get(address, **told)
    return caught.value.fault.code


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "localhost", "2130706433", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_internet_are_known(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_open_internet_are_known(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://open.example/", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("https:///x", "not_https"),
        ("https://user:pass@open.example/", "address_not_public"),
        ("https://open.example:8443/", "address_not_public"),
        ("https://open.example:x/", "address_unknown"),
        ("https://[::1", "address_unknown"),
        ("https://open.example/a b", "address_unknown"),
        ("https://open.example/a\r\nHost: x", "address_unknown"),
        ("https://" + "a" * 300 + ".example/", "address_unknown"),
        ("https://no-such.example/", "address_unknown"),
    ],
)
def test_addresses_one_may_not_ask_are_refused(get, address, code):
    assert refused(get, address) == code


@pytest.mark.parametrize("found", [["127.0.0.1"], [PUBLIC, "10.0.0.1"]])
def test_a_name_that_leads_inside_is_refused_even_if_only_one_of_its_addresses_does(get, found):
    assert refused(get, "https://inside.example/", names={"inside.example": found}) == (
        "address_not_public"
    )


def test_what_lies_there_is_given(site, get):
    site.pages["/list?a=1"] = (200, {}, b"Namn,Ort")

    assert get("https://open.example/list?a=1") == b"Namn,Ort"


def test_a_redirect_is_followed_on_the_open_internet(site, get):
    site.pages["/old"] = (301, {"Location": "/new"}, b"")
    site.pages["/new"] = (200, {}, b"here")

    assert get("https://open.example/old") == b"here"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://open.example/", "not_https"),
        ("https://inside.example/", "address_not_public"),
        ("https://169.254.169.254/latest", "address_unknown"),
        ("/round", "too_many_redirects"),
    ],
)
def test_a_redirect_that_leads_astray_is_refused(site, get, to, code):
    site.pages["/round"] = (302, {"Location": to}, b"")
    names = {"open.example": [PUBLIC], "inside.example": ["192.168.0.1"]}

    assert refused(get, "https://open.example/round", names=names) == code
    assert set(site.asked) == {"/round"}


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ((404, {}, b""), "refused"),
        ((500, {}, b""), "refused"),
        ((200, {"Content-Encoding": "gzip"}, b"x"), "no_answer"),
        ((200, {"Content-Length": "x"}, b" " * (MOST_BYTES + 1)), "too_large"),
    ],
)
def test_answers_that_are_none_are_refused(site, get, page, code):
    site.pages["/"] = page

    assert refused(get, "https://open.example/") == code


def test_an_answer_that_takes_too_long_is_broken_off(site, get):
    site.pages["/"] = (200, {}, b"slow")

    assert refused(get, "https://open.example/", until=1.0) == "too_slow"


def test_a_server_that_is_not_there_is_said():
    def dial(host, address):
        return http.client.HTTPConnection("127.0.0.1", 1, timeout=1)

    with pytest.raises(CannotRead) as caught:
        fetch("https://open.example/", resolve=lambda host: [PUBLIC], dial=dial)
    assert caught.value.fault.code == "no_answer"


def test_the_real_connection_expects_the_certificate_of_the_name():
    connection = fetching._PinnedConnection("open.example", PUBLIC)

    assert (connection.host, connection.port, connection.address) == ("open.example", 443, PUBLIC)


# Pages


def pages_of(kind, address, answers):
    asked = []

    def ask(at, **told):
        asked.append(at)
        return json.dumps(answers[at]).encode()

    return json.loads(fetch_all(kind, address, fetch=ask, pause=0)), asked


def test_a_list_of_services_is_fetched_page_by_page():
    base = "https://hsds.example/services?full=true"
    answers = {
        base: {"page_number": 1, "total_pages": 3, "contents": []},
        f"{base}&page=2": {"contents": [2]},
        f"{base}&page=3": {"contents": [3]},
    }

    whole, asked = pages_of(SourceKind.HSDS, base, answers)

    assert whole == {PAGES: list(answers.values())}
    assert asked == list(answers)


def test_each_school_of_the_list_is_fetched_by_its_number():
    base = "https://schools.example/v2/school-units"
    listed = {"data": {"attributes": [{"schoolUnitCode": "1"}, {"schoolUnitCode": "../x"}]}}

    _whole, asked = pages_of(
        SourceKind.SCHOOLS, f"{base}?m=1", {f"{base}?m=1": listed, f"{base}/1": {}}
    )

    assert asked == [f"{base}?m=1", f"{base}/1"]


def test_advertisements_are_fetched_a_hundred_at_a_time():
    base = "https://jobs.example/search?municipality=x"
    first = f"{base}&limit=100"
    answers = {
        first: {"total": {"value": 250}},
        f"{first}&offset=100": {},
        f"{first}&offset=200": {},
    }

    assert pages_of(SourceKind.JOBS, base, answers)[1] == list(answers)


def test_a_list_may_not_lead_on_to_another_server():
    answers = {"https://kolada.example/v3": {"next_page": "https://other.example/"}}

    with pytest.raises(CannotRead) as caught:
        pages_of(SourceKind.KEY_FIGURES, "https://kolada.example/v3", answers)
    assert caught.value.fault.code == "address_not_public"


def test_a_table_is_given_as_it_lies():
    assert fetch_all(SourceKind.TABLE, "https://x.example/", fetch=lambda at, **told: b"a,b") == (
        b"a,b"
    )
