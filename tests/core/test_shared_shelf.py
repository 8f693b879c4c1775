"""What one process has made, the others find in the database; and nobody finds what was before."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection
from django.db.models import F
from django.http import HttpResponse
from django.test import RequestFactory

from hemvist.core import kept, shared_shelf
from hemvist.core.editions import current_edition, part_of
from hemvist.core.making_anew import MakingAnew
from hemvist.core.models import KeptPage, Municipality
from hemvist.core.release import this_release
from hemvist.core.shelf import Shelf
from hemvist.demo.factories import a_municipality

START = "/en/"


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_PAGES_SECONDS = 30
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def other_process(monkeypatch):
    """Go on as a process that has kept nothing itself."""
    return lambda: monkeypatch.setattr(kept, "shelf", Shelf())


@pytest.fixture
def boden(db):
    return a_municipality()


def rename(name):
    Municipality.objects.update(name=name)


def pass_by(seconds):
    KeptPage.objects.update(until=F("until") - timedelta(seconds=seconds))


def broken(about, execute, sql, *rest):
    if about in sql:
        raise DatabaseError
    return execute(sql, *rest)


class Counting:
    """A view that tells how often it was asked, and does something meanwhile."""

    def __init__(self, meanwhile=lambda: None):
        self.times, self.meanwhile = 0, meanwhile

    def __call__(self, request):
        self.times += 1
        name = Municipality.objects.get().name
        self.meanwhile()
        return HttpResponse(f"{name} {self.times}")


def read(view, path="/en/x/"):
    return view(RequestFactory().get(path)).content.decode()


def test_another_process_finds_the_page_and_does_not_make_it(
    boden, client, other_process, django_assert_num_queries
):
    first = client.get(START)
    other_process()

    with django_assert_num_queries(2):  # for the edition and the page
        second = client.get(START)
    with django_assert_num_queries(0):
        client.get(START)

    assert (second.content, second.headers) == (first.content, first.headers)


@pytest.mark.django_db(transaction=True)
def test_another_process_never_finds_what_was_before_a_change(client, other_process):
    a_municipality()
    client.get(START)
    rename("Nyby")
    other_process()

    assert "Nyby" in client.get(START).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_something_changed_beneath_while_it_was_made_is_never_given_as_current(
    other_process,
):
    a_municipality()
    view = Counting(partial(rename, "Nyby"))
    before = Municipality.objects.get().name
    answer = kept.kept(view)

    first = read(answer)
    other_process()
    second = read(answer)

    assert (first, second) == (f"{before} 1", "Nyby 2")


@pytest.mark.django_db(transaction=True)
def test_after_a_change_one_process_makes_the_page_and_the_other_takes_it(
    settings, other_process, monkeypatch
):
    settings.KEEP_OLD_PAGES_SECONDS = 10
    behind = MakingAnew(in_thread=False)
    monkeypatch.setattr(kept, "making_anew", behind)
    a_municipality()
    view = Counting()
    answer = kept.kept(view)
    read(answer)
    mine = kept.shelf
    rename("Nyby")
    other_process()
    read(answer)
    monkeypatch.setattr(kept, "shelf", mine)
    later = kept.time.monotonic() + 2
    monkeypatch.setattr(kept.time, "monotonic", lambda: later)

    told = [read(answer)]
    behind.make_one()
    told.append(read(answer))

    assert ("Nyby" in told[0], told[1], view.times) == (False, "Nyby 2", 2)


def test_a_page_that_tells_the_time_holds_no_longer_for_others(boden, other_process):
    view = Counting()
    answer = kept.kept_for(20)(view)
    read(answer)
    other_process()
    pass_by(19)
    read(answer)
    assert view.times == 1
    other_process()
    pass_by(1.1)

    read(answer)

    assert view.times == 2


def test_what_is_found_holds_as_long_as_it_still_held(boden):
    read(kept.kept_for(20)(Counting()))
    pass_by(5)

    part = part_of(current_edition(), kept.EVERYTHING)
    page = shared_shelf.find(("/en/x/", "", ""), part, now=1000.0)

    assert 1014 < page.until < 1015.1


def test_without_the_table_each_process_keeps_its_own(boden, client, django_assert_num_queries):
    with connection.execute_wrapper(partial(broken, "core_keptpage")):
        first = client.get(START)

    with django_assert_num_queries(0):
        second = client.get(START)

    assert first.status_code == 200
    assert second.content == first.content


def test_while_the_database_is_down_a_process_gives_what_it_has_taken_from_there(
    boden, client, other_process, monkeypatch
):
    first = client.get(START)
    other_process()
    client.get(START)
    later = kept.time.monotonic() + 5
    monkeypatch.setattr(kept.time, "monotonic", lambda: later)

    with connection.execute_wrapper(partial(broken, "")):
        assert client.get(START).content == first.content


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "saved", "anything"])
def test_what_is_made_for_somebody_does_not_lie_there(boden, client, cookie):
    client.cookies[cookie] = "x"
    client.get(START)
    client.get("/en/places/?text=skola")

    assert not KeptPage.objects.exists()


def test_an_installation_may_have_no_room_for_it(boden, client, settings):
    settings.KEEP_SHARED_PAGES_BYTES = 0
    client.get(START)

    assert not KeptPage.objects.exists()


def test_other_settings_or_another_version_make_pages_of_their_own(settings):
    before = this_release.__wrapped__()
    assert this_release.__wrapped__() == before
    settings.SITE_URL = "https://elsewhere.example"

    assert this_release.__wrapped__() != before


@pytest.mark.django_db(transaction=True)
def test_pages_of_earlier_editions_are_thrown_away_and_make_no_new_one(client):
    a_municipality()
    client.get(START)
    rename("Nyby")
    kept.forget()
    client.get("/sv/")
    edition = current_edition()

    shared_shelf.tidy()

    part = part_of(edition, kept.about("/sv/"))
    assert [shared_shelf.number_of(("/sv/", "", ""), part)] == list(
        KeptPage.objects.values_list("key", flat=True)
    )
    assert current_edition() == edition


def test_what_holds_shortest_makes_room(boden, settings):
    for path, seconds in {"/en/a/": 10, "/en/b/": 30, "/en/c/": 20}.items():
        read(kept.kept_for(seconds)(Counting()), path)
    settings.KEEP_SHARED_PAGES_BYTES = shared_shelf.size() - 1

    shared_shelf.tidy()

    part = part_of(current_edition(), kept.EVERYTHING)
    keys = {(path, "", ""): part for path in ("/en/a/", "/en/b/", "/en/c/")}
    assert shared_shelf.missing(keys) == [("/en/a/", "", "")]


def test_many_are_looked_up_in_one_query(boden, django_assert_num_queries):
    keys = {(f"/en/{number}/", "", ""): current_edition() for number in range(300)}

    with django_assert_num_queries(1):
        assert shared_shelf.missing(keys) == list(keys)


def test_the_table_is_not_logged(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'core_keptpage'")
        assert cursor.fetchone() == ("u",)
