"""A machine's words beside the original: from services that answer as theirs do."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from hemvist.casework.actions import receive_message
from hemvist.core import translator as machines
from hemvist.core.translator import DeepL, LibreTranslate, TranslatorIsAway, translator
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

# As the services answer, from their documentation.
LIBRE = {"translatedText": "Hej, när kommer ni?"}
DEEPL = {"translations": [{"detected_source_language": "FI", "text": "Hej, när kommer ni?"}]}


@pytest.fixture
def service():
    """A service on loopback that answers what the test says."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((body, self.headers.get("Authorization")))
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(self.server.answer)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.asked, server.status, server.answer = asked, 200, json.dumps(LIBRE).encode()
    server.url = f"http://127.0.0.1:{server.server_port}/translate"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_libretranslate_is_asked_as_it_wishes(service):
    words = LibreTranslate(service.url, "k").translate("Hei", source="fi", target="sv")

    assert words == "Hej, när kommer ni?"
    told = {"q": "Hei", "source": "fi", "target": "sv", "format": "text", "api_key": "k"}
    assert service.asked == [(told, None)]


def test_deepl_is_asked_as_it_wishes(service):
    service.answer = json.dumps(DEEPL).encode()

    words = DeepL(service.url, "k").translate("Hei", source="fi", target="en")

    assert words == "Hej, när kommer ni?"
    told = {"text": ["Hei"], "source_lang": "FI", "target_lang": "EN-GB"}
    assert service.asked == [(told, "DeepL-Auth-Key k")]


@pytest.mark.parametrize("kind", [LibreTranslate, DeepL])
@pytest.mark.parametrize(
    ("status", "answer"),
    [
        *((code, b"{}") for code in (403, 429, 456, 500)),
        *((200, text) for text in (b"", b"[]", b"\xff", b"{}", b'{"translations": []}')),
        (200, b'{"translations": ["x"], "translatedText": 7}'),
    ],
)
def test_whatever_is_no_translation_is_an_absence(service, kind, status, answer):
    service.status, service.answer = status, answer

    with pytest.raises(TranslatorIsAway):
        kind(service.url, "k").translate("Hei", source="fi", target="sv")


def test_service_that_keeps_silent_is_not_waited_for(monkeypatch):
    import socket

    monkeypatch.setattr(machines, "SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(TranslatorIsAway):
            LibreTranslate(url, "").translate("Hei", source="fi", target="sv")


@pytest.mark.parametrize(
    ("kind", "url", "found"),
    [
        ("", "http://x", None),
        ("libretranslate", "", None),
        ("other", "http://x", None),
        ("deepl", "", DeepL),
    ],
)
def test_machine_is_a_setting_and_off_without(settings, kind, url, found):
    settings.MESSAGE_TRANSLATOR, settings.MESSAGE_TRANSLATOR_URL = kind, url

    assert type(translator()) is (found or type(None))


@pytest.fixture
def host(db):
    return make.a_user("Elin Bäck", language="sv")


@pytest.fixture
def desk(client, host, settings, service):
    settings.MESSAGE_TRANSLATOR = "libretranslate"
    settings.MESSAGE_TRANSLATOR_URL = service.url
    client.force_login(host)
    return client


def a_finnish_case(host, **fields):
    case = make.a_case(make.a_household("Mira", language="fi", **fields), owner=host)
    return case, receive_message(case, body="Hei, milloin?", channel="web", at=NOW)


def test_machine_stands_beside_the_original_and_nothing_is_kept(desk, host):
    case, message = a_finnish_case(host)
    address = reverse("casework:by_machine", args=[case.reference, message.pk])
    assert address in desk.get(reverse("desk:case", args=[case.reference])).text

    page = desk.post(address).text

    assert "Hei, milloin?" in page
    assert "Hej, när kommer ni?" in page
    assert "Hej, när kommer ni?" not in desk.get(reverse("desk:case", args=[case.reference])).text


def test_machine_that_is_away_is_a_sentence(desk, host, service):
    service.status = 500
    case, message = a_finnish_case(host)

    page = desk.post(reverse("casework:by_machine", args=[case.reference, message.pk]))

    assert page.status_code == 200
    assert "milloin" in page.text


def test_nothing_of_a_protected_household_leaves(desk, host, service):
    case, message = a_finnish_case(host, staff=[host])

    page = desk.post(reverse("casework:by_machine", args=[case.reference, message.pk]))

    assert page.status_code == 404
    assert "by-machine" not in desk.get(reverse("desk:case", args=[case.reference])).text
    desk.post(
        reverse("casework:write", args=[case.reference]), {"body": "Hej", "translate": "theirs"}
    )
    assert service.asked == []


def test_what_one_writes_is_shown_in_their_language_and_stays_as_it_was(desk, host, service):
    service.answer = json.dumps({"translatedText": "Hei vaan"}).encode()
    case, _message = a_finnish_case(host)

    page = desk.post(
        reverse("casework:write", args=[case.reference]),
        {"body": "Hej på dig", "translate": "theirs", "version": case.version},
    )

    assert "Hei vaan" in page.text
    assert page.context["form"]["body"].value() == "Hej på dig"
    assert service.asked[0][0] | {"q": 1} == {
        "q": 1,
        "source": "sv",
        "target": "fi",
        "format": "text",
    }
    assert case.conversation.messages.filter(direction="out").count() == 0
