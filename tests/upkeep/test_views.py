"""A reader answers on a page of the guide; an editor reads and answers."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.core.people_only import now_signed
from hemvist.demo.factories import a_feedback, a_user
from hemvist.messaging.models import Delivery
from hemvist.upkeep import views
from hemvist.upkeep.models import Feedback
from tests.guide.conftest import _boden, boden

__all__ = ["_boden", "boden"]


@pytest.fixture(autouse=True)
def _no_counts(db):
    cache.clear()


@pytest.fixture
def place(client):
    """The address of a place, and what its form sends."""
    found = client.get("/en/places/").content.decode()
    address = re.search(r'href="(/en/places/[\w-]+/)"', found)[1]
    page = client.get(address).content.decode()
    return address, re.search(r'name="page" value="([^"]+)"', page)[1]


@pytest.fixture
def editor(client):
    user = a_user("Tova Redig", role=Role.EDITOR)
    client.force_login(user)
    return user


def test_a_reader_says_no_and_then_what_was_missing(client, place):
    address, page = place
    thanks = client.post("/en/useful/", {"page": page, "useful": "no"}, follow=True)
    where = thanks.redirect_chain[-1][0]
    answer = client.post(where, {"words": "Är det öppet?", "email": "a@example.org"}, follow=True)

    feedback = Feedback.objects.get()
    assert (feedback.address, feedback.was_useful) == (address, False)
    assert (feedback.words, feedback.email) == ("Är det öppet?", "a@example.org")
    assert answer.status_code == 200
    assert f'href="{address}"' in answer.content.decode()


def test_sending_the_words_twice_is_once(client, place):
    where = client.post("/en/useful/", {"page": place[1], "useful": "yes"}).url
    for _time in range(2):
        client.post(where, {"words": "Fint"})

    assert [one.words for one in Feedback.objects.all()] == ["Fint"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"page": "places/x/", "useful": "yes"},
        {"page": "x" * 100_000, "useful": "yes"},
        {"page": "a\0b", "useful": "yes"},
        {"useful": "yes"},
    ],
)
def test_an_answer_to_no_page_of_ours_is_refused(client, typed):
    answer = client.post("/en/useful/", typed)

    assert answer.status_code == 400
    assert not Feedback.objects.exists()


def test_half_a_character_is_no_page(client):
    answer = client.post(
        "/en/useful/", "page=%ED%A0%80&useful=yes", content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400


def test_neither_yes_nor_no_is_refused(client, place):
    assert client.post("/en/useful/", {"page": place[1], "useful": "maybe"}).status_code == 400


@pytest.mark.parametrize(
    "typed",
    [{"words": ""}, {"words": "x" * 1_001}, {"words": "Hej", "email": "not an address"}],
)
def test_what_cannot_be_kept_gets_a_sentence_and_nothing_is_lost(client, place, typed):
    where = client.post("/en/useful/", {"page": place[1], "useful": "yes"}).url

    answer = client.post(where, typed)

    assert answer.status_code == 422
    assert typed["words"] in answer.content.decode()
    assert Feedback.objects.get().words == ""


def test_a_machine_that_fills_in_every_box_writes_nothing(client, place):
    where = client.post("/en/useful/", {"page": place[1], "useful": "yes"}).url

    client.post(where, {"words": "Buy!", "website": "https://spam.example"})

    assert Feedback.objects.get().words == ""


def test_one_network_cannot_answer_without_end(client, place, monkeypatch):
    monkeypatch.setattr(views, "ANSWERS_AN_HOUR", 2)
    answers = [
        client.post("/en/useful/", {"page": place[1], "useful": "yes"}).status_code
        for _time in range(3)
    ]

    assert answers == [302, 302, 429]
    assert Feedback.objects.count() == 2


def test_an_editor_answers_and_the_list_empties(client, editor):
    feedback = a_feedback("När öppnar det?")
    assert "När öppnar det?" in client.get(reverse("upkeep:feedback_list")).content.decode()

    client.post(reverse("upkeep:feedback", args=[feedback.pk]), {"answer": "Klockan tio."})

    assert "Klockan tio." in Delivery.objects.get().body
    assert "När öppnar det?" not in client.get(reverse("upkeep:feedback_list")).content.decode()
    handled = client.get(reverse("upkeep:feedback_list"), {"state": "handled"})
    assert "När öppnar det?" in handled.content.decode()


def test_an_answer_to_what_a_colleague_dealt_with_keeps_the_text(client, editor):
    feedback = a_feedback()
    client.post(reverse("upkeep:close_feedback", args=[feedback.pk]))

    answer = client.post(reverse("upkeep:feedback", args=[feedback.pk]), {"answer": "Mitt svar"})

    assert answer.status_code == 422
    assert not Delivery.objects.exists()


def test_closed_and_put_back(client, editor):
    feedback = a_feedback()
    client.post(reverse("upkeep:close_feedback", args=[feedback.pk]))
    assert not Feedback.objects.to_read().exists()

    client.post(reverse("upkeep:reopen_feedback", args=[feedback.pk]))

    assert list(Feedback.objects.to_read()) == [feedback]


def test_the_list_takes_as_many_queries_for_many_as_for_one(client, editor):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("upkeep:feedback_list"))
        return len(seen)

    a_feedback()
    queries()  # the first asks more: it learns the municipality
    few = queries()
    for _number in range(3):
        a_feedback()

    assert queries() == few


@pytest.fixture
def opened():
    """A form that was shown a minute ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return now_signed()


def test_a_barrier_becomes_work_for_the_editors_and_is_answered_by_mail(client, editor, opened):
    told = {
        "opened": opened,
        "words": "Kartan läses inte upp.",
        "where": "/sv/areas/map/",
        "way": "screen reader",
        "email": "reader@example.org",
    }
    page = client.get("/en/accessibility/").content.decode()
    thanks = client.post("/en/useful/report/", told, follow=True).content.decode()
    feedback = Feedback.objects.get()
    waiting = client.get(reverse("upkeep:feedback_list")).content.decode()
    client.post(reverse("upkeep:feedback", args=[feedback.pk]), {"answer": "Nu läses den upp."})

    assert 'href="/en/useful/report/"' in page
    assert "Thank you, we have it" in thanks
    assert feedback.is_barrier
    assert feedback.words == "/sv/areas/map/\nWith a screen reader\nKartan läses inte upp."
    assert "Kartan läses inte upp." in waiting
    assert "Nu läses den upp." in Delivery.objects.get(address="reader@example.org").body


@pytest.mark.parametrize("wrong", [{"words": ""}, {"words": "x" * 1001}, {"email": "a@"}])
def test_a_barrier_without_words_is_asked_for_again(client, boden, opened, wrong):
    answer = client.post("/en/useful/report/", {"words": "Hej", "opened": opened, **wrong})

    assert answer.status_code == 422
    assert not Feedback.objects.exists()


def test_a_machine_reports_nothing(client, boden, opened):
    told = {"words": "Köp nu", "website": "https://spam.example", "opened": opened}

    assert client.post("/en/useful/report/", told).status_code == 302
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("moment", ["", "forged", "now", "x" * 5000])
def test_who_reports_in_no_time_is_asked_to_press_once_more(client, boden, moment):
    sent = {"words": "Hej", "opened": now_signed() if moment == "now" else moment}

    answer = client.post("/en/useful/report/", sent)

    assert answer.status_code == 422
    assert "press the button once more" in answer.content.decode()
    assert not Feedback.objects.exists()

    again = answer.context["form"]["opened"].value()
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        client.post("/en/useful/report/", {**sent, "opened": again})

    assert Feedback.objects.get().words == "Hej"


def test_a_network_that_reports_too_often_is_asked_to_wait(client, boden, opened, monkeypatch):
    monkeypatch.setattr(views, "ANSWERS_AN_HOUR", 0)
    told = {"words": "Hej", "opened": opened}

    assert client.post("/en/useful/report/", told).status_code == 429
