import gzip
import re
from datetime import time, timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from hemvist.core import kept, shelf
from hemvist.core.making_anew import MakingAnew
from hemvist.core.models import KeptPage, Municipality, OpeningHours

START = "/en/"


@pytest.fixture(autouse=True)
def keeping(settings):
    """Pages are kept in these tests, as they are where the site runs."""
    settings.KEEP_PAGES_SECONDS = 30
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def later(monkeypatch):
    """Let seconds pass."""

    def pass_by(seconds):
        now = kept.time.monotonic()
        monkeypatch.setattr(kept.time, "monotonic", lambda: now + seconds)
        KeptPage.objects.update(until=F("until") - timedelta(seconds=seconds))

    return pass_by


def rename(name):
    Municipality.objects.update(name=name)


def test_a_second_reader_gets_the_page_without_a_query(client, django_assert_num_queries):
    first = client.get(START)

    with django_assert_num_queries(0):
        second = client.get(START)

    assert second.content == first.content
    assert second.headers == first.headers


def test_a_page_is_made_anew_when_its_time_is_over(client, later, monkeypatch):
    monkeypatch.setattr(
        shelf, "current_edition", lambda: frozenset({("core", "as far as anybody knows")})
    )
    OpeningHours.objects.create(weekday=6, opens=time(10), closes=time(11))
    client.get(START)
    OpeningHours.objects.update(closes=time(13, 37))
    later(15)
    before = client.get(START).content.decode()
    later(31)
    after = client.get(START).content.decode()

    assert ("13:37" in before, "13:37" in after) == (False, True)


def test_kept_pages_are_still_given_when_the_database_is_down(client, later, monkeypatch):
    first = client.get(START)
    later(5)

    def down():
        raise DatabaseError

    monkeypatch.setattr(shelf, "current_edition", down)

    assert client.get(START).content == first.content


def test_a_page_goes_out_packed_to_a_browser_that_unpacks(client):
    plain = client.get(START)
    packed = client.get(START, headers={"accept-encoding": "gzip, br"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in plain["Vary"]


def test_a_browser_that_has_the_page_is_told_that_it_is_the_same(client):
    etag = client.get(START)["ETag"]

    answer = client.get(START, headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "anything"])
def test_whoever_has_a_cookie_of_their_own_gets_a_page_made_for_them(client, cookie):
    client.get(START)
    rename("Nyby")

    client.cookies[cookie] = "x"

    assert "Nyby" in client.get(START).content.decode()


def test_a_page_made_for_somebody_is_not_given_to_others(client):
    client.cookies["sessionid"] = "x"
    client.get(START)
    del client.cookies["sessionid"]
    rename("Nyby")

    assert "Nyby" in client.get(START).content.decode()


def test_each_light_and_language_has_its_own_page(client):
    auto, swedish = client.get(START).content, client.get("/sv/").content
    client.cookies["theme"] = "dark"
    dark = client.get(START).content

    assert len({auto, swedish, dark}) == 3


def test_a_page_asked_for_with_a_query_is_made_anew(client):
    client.get("/en/places/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/en/places/?page=1")

    assert len(queries) > 2


def test_a_page_that_does_not_exist_is_not_kept(client):
    client.get("/en/places/nowhere/")

    assert len(kept.shelf) == 0


def test_the_least_read_page_makes_room(client, settings, django_assert_num_queries):
    sizes = [
        len(client.get(path, headers={"accept-encoding": "gzip"}).content)
        for path in [START, "/sv/", "/fi/"]
    ]
    kept.forget()
    settings.KEEP_PAGES_BYTES = sum(sizes) - 1

    for path in [START, "/sv/", START, "/fi/"]:
        client.get(path)

    with django_assert_num_queries(0):
        client.get(START)
        client.get("/fi/")
    assert len(kept.shelf) == 2


def test_no_page_of_the_guide_holds_a_token_or_a_number_of_one_reader(client):
    pages = [client.get(path).content.decode() for path in [START, "/en/places/", "/en/areas/"]]

    assert not any("csrfmiddlewaretoken" in page or "nonce=" in page for page in pages)


def test_what_many_ask_alike_is_kept_and_a_part_of_a_name_is_not(client, django_assert_num_queries):
    client.get("/en/places/?category=school")
    with django_assert_num_queries(0):
        client.get("/en/places/?category=school")

    client.get("/en/places/?text=skola")
    rename("Nyby")

    assert "Nyby" in client.get("/en/places/?text=skola").content.decode()


TABLE = re.compile(r'(?:FROM|JOIN) "?(core|directory|happenings|vacancies|guide|wagtailcore)_(\w+)')


@pytest.mark.parametrize(
    "path",
    [
        "", "life/", "life/school/", "areas/", "areas/map/", "areas/harads/", "places/",
        "places/?category=school", "places/fagernas-skola/", "accessibility/", "privacy/",
        "calendar/", "jobs/",
    ],
)  # fmt: skip
def test_a_page_reads_from_no_app_that_it_does_not_say(client, path):
    """Else it would stay as it was when something there changes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/en/{path}").status_code == 200

    read = {found for query in queries for found in TABLE.findall(query["sql"])}
    read -= {("core", "edition"), ("core", "keptpage")}
    apps = {"guide" if app == "wagtailcore" else app for app, _table in read}
    assert apps <= kept.about(f"/en/{path.partition('?')[0]}")
    assert apps


def test_what_is_asked_for_twice_is_made_once_and_the_last_comes_first():
    behind, made = MakingAnew(in_thread=False), []
    for key in ["a", "b", "a"]:
        behind.ask(key, lambda key=key: made.append(key))

    for _ in range(3):
        behind.make_one()

    assert made == ["a", "b"]
