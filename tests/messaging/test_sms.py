"""Text messages: to a file, and over HTTP to a service that answers as told."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from hemvist.messaging.refusals import Refused, TryAgain
from hemvist.messaging.sms import Elks46Carrier, FileCarrier, carrier

# As 46elks answers (their documentation of POST /a1/sms).
ANSWER = (
    b'{"status": "created", "direction": "outgoing", "from": "Norrby", "parts": 1,'
    b' "created": "2026-11-23T09:00:00.000000", "to": "+46701740605", "cost": 3500,'
    b' "message": "Hej", "id": "s70df59406a1b4643b96f3f91e0bfb7b0"}'
)


@pytest.fixture
def sms_service():
    """46elks as far as we know it: one address that takes a form."""
    requests, answer = [], {"status": 200, "body": ANSWER}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            requests.append((self.headers["Authorization"], parse_qs(body)))
            self.send_response(answer["status"])
            self.end_headers()
            self.wfile.write(answer["body"])

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.requests, server.answer = requests, answer
    server.url = f"http://127.0.0.1:{server.server_port}/a1/sms"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_file_carrier_writes_the_text_as_json(tmp_path, settings):
    settings.SMS_FROM = "Norrby"

    FileCarrier(tmp_path / "sms").send(to="+46701740605", body="Hej åäö مرحبا", report_to="")

    (path,) = (tmp_path / "sms").iterdir()
    text = json.loads(path.read_text(encoding="utf-8"))
    at = text.pop("at")
    assert text.pop("id")
    assert text == {
        "to": "+46701740605",
        "from": "Norrby",
        "body": "Hej åäö مرحبا",
        "report_to": "",
    }
    assert at.endswith("+00:00")


def test_46elks_gets_form_fields_and_credentials(sms_service, settings):
    settings.SMS_FROM = "Norrby"

    number = Elks46Carrier(sms_service.url, "user", "secret").send(
        to="+46701740605", body="Hej & hå", report_to="https://norrby.example/?key=a&b"
    )

    (authorization, fields) = sms_service.requests[0]
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"user:secret"
    assert fields == {
        "from": ["Norrby"],
        "to": ["+46701740605"],
        "message": ["Hej & hå"],
        "whendelivered": ["https://norrby.example/?key=a&b"],
    }
    assert number == "s70df59406a1b4643b96f3f91e0bfb7b0"


@pytest.mark.parametrize("status", [401, 402, 429, 500, 503])
def test_trouble_at_the_service_is_tried_again(sms_service, status):
    sms_service.answer.update(status=status, body=b"no such number")

    with pytest.raises(TryAgain):
        Elks46Carrier(sms_service.url, "user", "secret").send(
            to="+46701740605", body="Hej", report_to=""
        )


@pytest.mark.parametrize(("status", "blames"), [(400, True), (403, False)])
def test_refused_number_is_final(sms_service, status, blames):
    sms_service.answer.update(status=status, body=b"no such number")

    with pytest.raises(Refused, match="no such number") as refused:
        Elks46Carrier(sms_service.url, "user", "secret").send(to="+1", body="Hej", report_to="")

    assert refused.value.is_the_address is blames


def test_service_that_is_away_is_tried_again():
    with pytest.raises(TryAgain):
        Elks46Carrier("http://127.0.0.1:1/a1/sms", "user", "secret").send(
            to="+46", body="Hej", report_to=""
        )


def test_carrier_is_a_setting(settings):
    assert isinstance(carrier(), FileCarrier)

    settings.SMS_CARRIER = "46elks"

    assert isinstance(carrier(), Elks46Carrier)


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b'{"id": null}', b"\xff" * 20_000])
def test_taken_text_is_sent_whatever_the_service_says_of_it(sms_service, body):
    sms_service.answer["body"] = body

    number = Elks46Carrier(sms_service.url, "user", "secret").send(
        to="+46", body="Hej", report_to=""
    )

    assert number == ""
