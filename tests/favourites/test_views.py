import re
import uuid

import pytest
from django.test import Client

from hemvist.demo.factories import a_page
from hemvist.favourites import actions, views
from hemvist.favourites.models import SavedList
from hemvist.guide.models import AreaPage

MINE = "/en/saved/"
NOTHING_SAVED = "Nothing saved yet"


def text_of(answer):
    return answer.content.decode()


def save(client, code="area:harads", **more):
    return client.post("/en/saved/save/", {"thing": code, **more})


def test_a_cookie_is_set_when_something_is_saved_and_not_before(client):
    client.get("/en/areas/harads/")
    client.get(MINE)
    before = dict(client.cookies)

    answer = save(client, next="/en/areas/harads/")

    assert before == {}
    assert (answer.status_code, answer["Location"]) == (302, "/en/areas/harads/")
    cookie = client.cookies["saved"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert SavedList.objects.get().key == uuid.UUID(cookie.value)


def test_the_button_and_the_count_say_what_is_saved(client):
    before = text_of(client.get("/en/areas/harads/"))
    save(client)
    after = text_of(client.get("/en/areas/harads/"))
    elsewhere = text_of(client.get("/en/areas/centrum/"))

    assert "Take Harads away" not in before
    assert "Take Harads away" in after
    assert "Take Centrum away" not in elsewhere
    assert re.search(r"data-saved-count>1<", after)


def test_a_reader_without_the_cookie_costs_no_query_for_what_is_saved(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get("/en/areas/harads/")

    assert not [q for q in queries if "favourites" in q["sql"]]


def test_a_script_gets_the_button_as_it_is_now(client):
    saved = client.post(
        "/en/saved/save/",
        {"thing": "area:harads", "name": "Harads", "next": "/en/areas/harads/"},
        headers={"HX-Request": "true"},
    )
    removed = client.post(
        "/en/saved/remove/",
        {"thing": "area:harads", "name": "Harads", "next": "/en/areas/harads/"},
        headers={"HX-Request": "true"},
    )

    assert "data-saved" in text_of(saved) and "/saved/remove/" in text_of(saved)
    assert "data-saved" not in text_of(removed) and "/saved/save/" in text_of(removed)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_nobody_is_led_away_after_saving(client, address):
    assert save(client, next=address)["Location"] == MINE


@pytest.mark.parametrize(
    "code", ["", "harads", "area:", ":harads", "area:moon", "moon:harads", "a\0:b", "x" * 9999]
)
def test_what_cannot_be_saved_is_not_found(client, code):
    assert save(client, code).status_code == 404
    assert not SavedList.objects.exists()


def test_things_are_moved_noted_taken_away_and_put_back(client):
    for code in ["area:harads", "area:centrum"]:
        save(client, code)

    client.post("/en/saved/move/", {"thing": "area:centrum", "way": "up"})
    client.post("/en/saved/note/", {"thing": "area:harads", "note": "Nära <b>skog</b>\r\nfint"})
    page = text_of(client.get(MINE))
    assert page.index(">Centrum<") < page.index(">Harads<")
    assert "Nära &lt;b&gt;skog&lt;/b&gt;<br>fint" in page

    client.post("/en/saved/remove/", {"thing": "area:harads"})
    page = text_of(client.get(MINE))
    assert "Taken away: Harads." in page

    client.post("/en/saved/put-back/", {"thing": "area:harads"})
    page = text_of(client.get(MINE))
    assert "Taken away" not in page and "skog" in page


def test_a_note_that_is_too_long_is_shown_again_whole(client):
    save(client)
    long = "ö" * 501

    answer = client.post("/en/saved/note/", {"thing": "area:harads", "note": long})

    assert answer.status_code == 422
    assert "Write at most 500 characters." in text_of(answer)
    assert long in text_of(answer)


def test_a_full_list_says_so(client, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ITEMS", 1)
    save(client)

    answer = save(client, "area:centrum")

    assert answer.status_code == 422
    assert "Your list is full." in text_of(answer)


def test_a_shared_list_is_read_and_taken_over_by_another(client):
    save(client)
    client.post("/en/saved/note/", {"thing": "area:harads", "note": "hemligt"})
    made = client.post("/en/saved/share/", {})
    link = re.search(r"/en/saved/shared/[0-9a-f-]+/", made["Location"]).group()
    assert "Here is your link" in text_of(client.get(made["Location"]))

    friend = Client(headers={"Sec-Fetch-Site": "same-origin"})
    page = text_of(friend.get(link))
    friend.post(f"{link}take-over/")

    assert "Harads" in page and "hemligt" not in page
    assert client.cookies["saved"].value not in page
    assert "Harads" in text_of(friend.get(MINE))
    assert friend.cookies["saved"].value != client.cookies["saved"].value


def test_the_number_of_a_copy_opens_no_list_of_ones_own(client):
    save(client)
    made = client.post("/en/saved/share/", {})
    key = re.search(r"shared/([0-9a-f-]+)/", made["Location"])[1]

    other = Client(headers={"Sec-Fetch-Site": "same-origin"})
    other.cookies["saved"] = key
    own = client.cookies["saved"].value

    assert NOTHING_SAVED in text_of(other.get(MINE))
    assert client.get(f"/en/saved/shared/{own}/").status_code == 404


@pytest.mark.parametrize(
    "value", ["", "x", "../..", "0" * 5000, "7d1f5b1e-2f0c-4b7e-9a53-0d6c9d6c8a11"]
)
def test_a_cookie_that_means_nothing_is_an_empty_list(client, value):
    client.cookies["saved"] = value

    assert NOTHING_SAVED in text_of(client.get(MINE))
    assert client.get("/en/areas/harads/").status_code == 200
    assert client.post("/en/saved/remove/", {"thing": "area:harads"}).status_code == 302


def test_forgetting_deletes_the_list_and_the_cookie(client):
    save(client)

    answer = client.post("/en/saved/forget/")

    assert not SavedList.objects.exists()
    assert answer.cookies["saved"]["max-age"] == 0


def test_many_new_lists_from_one_network_are_stopped(client, monkeypatch):
    monkeypatch.setattr(views, "NEW_LISTS_AN_HOUR", 1)
    save(Client(headers={"Sec-Fetch-Site": "same-origin"}))

    answer = save(client)

    assert answer.status_code == 429
    assert "Try again in an hour." in text_of(answer)


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_list_is_in_the_readers_language(client, language):
    save(client, "life:school")

    page = text_of(client.get(f"/{language}/saved/"))

    assert f'<html lang="{language}"' in page
    assert f'href="/{language}/life/school/"' in page


def test_an_area_with_an_editors_text_is_still_saved_as_the_area(client):
    a_page("areas/harads", kind=AreaPage, area_id="harads", title="Bo i Harads")

    page = text_of(client.get("/sv/areas/harads/"))

    assert "Bo i Harads" in page
    assert re.findall(r'name="thing" value="([^"]+)"', page) == ["area:harads"]
