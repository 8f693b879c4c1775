"""What the editor's script would never send is refused with a page, and nothing of it is kept."""

import json

import pytest
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.demo.factories import a_page, a_user

TEXT = {
    "key": "a", "text": "Hej", "type": "unstyled", "depth": 0,
    "inlineStyleRanges": [], "entityRanges": [],
}  # fmt: skip


def content(**block):
    return json.dumps({"blocks": [{**TEXT, **block}], "entityMap": {}})


@pytest.fixture
def page():
    return a_page("life/school/choosing", title="Välja")


@pytest.fixture
def send(client, page):
    """Saves the page with what is changed in the form."""
    client.raise_request_exception = False
    client.force_login(a_user("Elin Utkast", role=Role.EDITOR))

    def send(**changes):
        form = {
            "title": "Ny titel", "summary": "Om", "slug": "choosing", "review_months": "6",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "sources-count": "0",
            "body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "",
            "body-0-id": "", "body-0-value": content(),
        }  # fmt: skip
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return client.post(
            address, form | {name.replace("_", "-"): v for name, v in changes.items()}
        )

    return send


BROKEN = {
    "a text that is no JSON": {"body_0_value": "Hej"},
    "a text that is a list": {"body_0_value": "[]"},
    "blocks that are a number": {"body_0_value": '{"blocks": 5}'},
    "a text that was cut off": {"body_0_value": content()[:40]},
    "a text nested without end": {"body_0_value": "[" * 100_000},
    "a mark on something that is not there": {
        "body_0_value": content(entityRanges=[{"offset": 0, "length": 3, "key": 7}])
    },
    "half a character": {"body_0_value": content(text="a\ud800b")},
    "a number of blocks that is none": {"body_count": "x"},
    "more blocks than it says": {"body_count": "3"},
    "more blocks than can be": {"body_count": "1000000000"},
    "an order that is no number": {"body_0_order": "x"},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_a_form_that_cannot_be_read_is_refused_and_nothing_is_kept(send, page, broken):
    assert send(**broken).status_code == 400
    assert not page.revisions.exists()


@pytest.mark.parametrize("text", ["Hej", "🦌 \\ud83e", "a\\u0000b"])
def test_a_form_that_can_be_read_is_saved_whatever_the_words_are(send, page, text):
    answer = send(body_0_value=content(text=text))

    assert answer.status_code == 302
    assert page.revisions.count() == 1


def test_what_no_text_can_hold_gets_a_sentence(send, page):
    answer = send(title="a\0b", body_0_value=content())

    assert answer.status_code in {200, 400}
    assert not page.revisions.exists()
