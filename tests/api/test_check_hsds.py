"""The command that holds an HSDS API to the standard."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.api.standard import folder


def check(*arguments):
    out = StringIO()
    try:
        call_command("check_hsds", *arguments, schemas=folder(), stdout=out)
    except CommandError as trouble:
        return out.getvalue(), str(trouble)
    return out.getvalue(), ""


@contextmanager
def elsewhere(answers):
    """An API on this machine that says what it is given; everything else is not there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            told = answers.get(self.path)
            self.send_response(404 if told is None else 200)
            self.end_headers()
            self.wfile.write(told if isinstance(told, bytes) else json.dumps(told).encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


SERVICE = {"id": "ac148810-d857-441c-9679-408f346de14b", "name": "Råd", "status": "active"}
PAGE = {
    "total_items": 1, "total_pages": 1, "page_number": 1, "size": 1, "first_page": True, "last_page": True,
    "empty": False, "contents": [SERVICE],
}  # fmt: skip
GOOD = {
    "/": {"version": "3.1", "profile": "https://a.example/", "openapi_url": "https://a.example/o"},
    "/services?page=1": PAGE,
    f"/services/{SERVICE['id']}": SERVICE,
}


def test_our_own_api_is_by_the_standard():
    said, trouble = check("--own")

    assert trouble == ""
    assert said.count("ok  ") == 11
    assert "ok  /services: 102 looked at" in said


def test_small_api_with_what_is_needed_is_by_the_standard():
    with elsewhere(GOOD) as address:
        said, trouble = check(address)

    assert trouble == ""
    assert said.splitlines() == [
        "ok  /: 1 looked at",
        "ok  /services: 1 looked at",
        "ok  /services/{id}: 1 looked at",
        "--  /organizations: not offered",
        "--  /service_at_locations: not offered",
        "--  /taxonomies: not offered",
        "--  /taxonomy_terms: not offered",
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"/": {"version": 3.1}}, "does not say its version"),
        ({"/": b"<html>"}, "nothing in JSON"),
        ({"/services?page=1": None}, "page 1: answers 404"),
        ({"/services?page=1": []}, "is no page"),
        ({"/services?page=1": PAGE | {"total_items": "1"}}, "total_items is missing"),
        ({"/services?page=1": PAGE | {"size": 7}}, "says size 7 and holds 1"),
        ({"/services?page=1": PAGE | {"last_page": False}}, "about being the last"),
        ({"/services?page=1": PAGE | {"contents": [SERVICE | {"status": "open"}]}}, "$.status"),
        ({"/services?page=1": PAGE | {"contents": ["x"]}}, "is not of type 'object'"),
        ({f"/services/{SERVICE['id']}": None}, "answers 404"),
        ({f"/services/{SERVICE['id']}": SERVICE | {"name": 7}}, "$.name"),
        ({"/services/00000000-0000-4000-8000-000000000000": SERVICE}, "what is not there answers 200"),
    ],
    ids=range(12),
)  # fmt: skip
def test_mistake_of_another_is_found_and_named(changed, words):
    with elsewhere(GOOD | changed) as address:
        said, trouble = check(address)

    assert words in said
    assert trouble.startswith("Not by the standard")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give an address, or --own."),
        (["http://a.example", "--own"], "Give an address, or --own."),
        (["file:///etc/passwd"], "must begin with http"),
        (["http://127.0.0.1:9/"], "cannot be reached"),
    ],
)
def test_wrong_use_gets_a_sentence(arguments, words):
    assert words in check(*arguments)[1]


def test_folder_without_schemas_gets_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"no service\.json"):
        call_command("check_hsds", "--own", schemas=tmp_path)
