"""Getting a list from an address, and following it from page to page."""

import json

import pytest

from hemvist.importing.faults import CannotRead
from hemvist.importing.fetching import fetch
from hemvist.importing.following import fetch_all
from hemvist.importing.models import SourceKind
from hemvist.importing.readers.documents import PAGES


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://open.example/list.csv", "https://"),
        ("file:///etc/passwd", "whole address"),
        ("https://localhost/", "open internet"),
        ("https://127.0.0.1/", "open internet"),
        ("https://[::1]/", "open internet"),
        ("https://user:word@localhost/", "password"),
        ("https://localhost/a\r\nHost: x", "strange characters"),
    ],
)
def test_an_address_one_may_not_ask_is_refused_with_its_reason(address, why):
    with pytest.raises(CannotRead) as caught:
        fetch(address)

    assert caught.value.fault.code == "not_fetched"
    assert why in str(caught.value.fault)


def pages_of(kind, address, answers):
    asked = []

    def ask(at):
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
    assert caught.value.fault.code == "leads_elsewhere"


def test_a_table_is_given_as_it_lies():
    assert fetch_all(SourceKind.TABLE, "https://x.example/", fetch=lambda at: b"a,b") == (b"a,b")
