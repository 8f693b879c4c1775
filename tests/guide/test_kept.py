import pytest

from hemvist.core.models import Municipality
from hemvist.guide import kept

START = "/en/"


@pytest.fixture(autouse=True)
def keeping(settings):
    """Pages are kept in these tests, as they are where the site runs."""
    settings.KEEP_PAGES_SECONDS = 30
    kept.forget()
    yield
    kept.forget()


def rename(name):
    Municipality.objects.update(name=name)


def test_a_second_reader_gets_the_page_without_a_query(client, django_assert_num_queries):
    first = client.get(START)

    with django_assert_num_queries(0):
        second = client.get(START)

    assert second.content == first.content
    assert second.headers == first.headers


def test_a_page_is_made_anew_when_its_time_is_over(client, settings, monkeypatch):
    client.get(START)
    rename("Nyby")
    now = kept.time.monotonic()

    monkeypatch.setattr(kept.time, "monotonic", lambda: now + 29)
    before = client.get(START).content.decode()
    monkeypatch.setattr(kept.time, "monotonic", lambda: now + 31)
    after = client.get(START).content.decode()

    assert ("Nyby" in before, "Nyby" in after) == (False, True)


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
    rename("Nyby")

    assert "Nyby" in client.get("/en/places/?page=1").content.decode()


def test_a_page_that_does_not_exist_is_not_kept(client):
    client.get("/en/places/nowhere/")

    assert kept._pages == {}


def test_no_more_pages_are_kept_than_there_is_room_for(client, monkeypatch):
    monkeypatch.setattr(kept, "MOST_PAGES", 2)

    for path in [START, "/sv/", "/fi/"]:
        client.get(path)

    assert [path for path, _theme in kept._pages] == ["/fi/"]


def test_no_page_of_the_guide_holds_a_token_or_a_number_of_one_reader(client):
    pages = [client.get(path).content.decode() for path in [START, "/en/places/", "/en/areas/"]]

    assert not any("csrfmiddlewaretoken" in page or "nonce=" in page for page in pages)
