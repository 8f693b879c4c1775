"""A list says what on it is new, and is marked as seen as far as it had come."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.bulk.models import SeenList
from hemvist.casework.actions import add_note
from hemvist.demo import factories as make

pytestmark = pytest.mark.django_db
LISTS = ["home", "queue", "waiting", "cases"]


@pytest.fixture
def host(client):
    make.a_municipality()
    host = make.a_user("Elin Bäck", teams=[make.a_team("Mottagningen", is_front_door=True)])
    client.force_login(host)
    return host


@pytest.fixture
def colleague(host):
    return make.a_user("Kollega")


def shown(client, name, **query):
    return client.get(reverse(f"desk:{name}"), query, headers={"accept-language": "en"})


def mark_of(page):
    return page.context["seen"].newest


def news_on(page):
    """The words beside each case that has any."""
    return re.findall(r'case-row__news">([^<]*)<', page.text)


def see(client, name, mark, **query):
    words = {"page": name, "mark": mark, **query}
    return client.post(reverse("desk:seen"), words)


@pytest.mark.parametrize("name", LISTS)
def test_what_is_new_is_said_in_words_until_the_list_is_marked_as_seen(
    client, host, colleague, name
):
    case = make.a_case(owner=None if name == "queue" else host, at=timezone.now())
    if name == "waiting":
        type(case).objects.filter(pk=case.pk).update(
            first_unanswered_at=None, answer_due_at=None, state="waiting"
        )
    page = shown(client, name)
    assert news_on(page) == ["New to you"]
    assert "1 case here is new or has changed" in page.text

    assert see(client, name, mark_of(page)).url == reverse(f"desk:{name}")

    page = shown(client, name)
    assert news_on(page) == []
    assert "Mark all as seen" not in page.text
    add_note(case, body="Nytt", by=colleague, at=timezone.now())
    assert news_on(shown(client, name)) == ["Changed"]


def test_what_happens_after_the_page_was_shown_is_still_new(client, host, colleague):
    case = make.a_case(owner=host, at=timezone.now())
    mark = mark_of(shown(client, "home"))
    add_note(case, body="Nytt", by=colleague, at=timezone.now())

    see(client, "home", mark)

    assert news_on(shown(client, "home")) == ["Changed"]


def test_each_list_and_each_filter_is_seen_by_itself_and_by_one_person(client, host, colleague):
    make.a_case(owner=host, at=timezone.now())
    mark = mark_of(shown(client, "cases", state="open"))

    response = see(client, "cases", mark, state="open")

    assert response.url == f"{reverse('desk:cases')}?state=open"
    assert news_on(shown(client, "cases", state="open")) == []
    assert news_on(shown(client, "cases")) == ["New to you"]
    assert news_on(shown(client, "home")) == ["New to you"]
    see(client, "home", mark)
    assert news_on(shown(client, "cases")) == ["New to you"]
    client.force_login(colleague)
    assert news_on(shown(client, "cases", state="open")) == ["New to you"]


def test_a_mark_from_the_future_or_of_no_list_is_not_believed(client, host, colleague):
    case = make.a_case(owner=host, at=timezone.now())

    see(client, "home", 999_999_999_999_999)
    seen = SeenList.objects.get()
    see(client, "home", 1)

    assert SeenList.objects.get().mark == seen.mark <= Event.objects.latest("pk").pk
    add_note(case, body="Nytt", by=colleague, at=timezone.now())
    assert news_on(shown(client, "home")) == ["Changed"]
    for page, mark in [("nowhere", 1), ("home", "x"), ("home", ""), ("a\0", 1)]:
        assert see(client, page, mark).status_code == 404


def test_looking_at_a_list_writes_nothing_and_takes_no_query_more(client, host):
    make.a_case(owner=host, at=timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as first:
        shown(client, "home")
    for _n in range(2):
        make.a_case(owner=host, at=timezone.now())
    with CaptureQueriesContext(connection) as second:
        shown(client, "home")

    assert len(second) <= len(first)
    assert not SeenList.objects.exists()
