import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemvist.core.dates import today
from hemvist.search import limits
from hemvist.search.actions import index_all
from hemvist.search.models import AskedFor, Document, KnownWord
from tests.guide.test_views import make_more_places
from tests.shared import shared_data

pytestmark = pytest.mark.usefixtures("boden")


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    limits.forget()


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("sv", "dagis", "Björkdungens förskola"),
        ("en", "kindergarten", "Preschools"),
        ("fi", "päiväkoti", "Björkdungens förskola"),
        ("ar", "روضة أطفال", "رياض الأطفال"),
        ("uk", "дитячий садок", "Дитячі садки"),
        ("en", "Fagernäs skola", "Fagernäs skola"),
    ],
)
def test_box_finds_it(client, by_words_alone, language, words, shown):
    answer = client.get(f"/{language}/search/", {"q": words})

    assert answer.status_code == 200
    assert f"<bdi>{shown}</bdi></a>" in text_of(answer)


def test_text_in_another_language_says_so(client, by_words_alone):
    page = text_of(client.get("/uk/search/", {"q": "дитячий садок", "kind": "place"}))

    assert '<p class="found-row__text"><bdi lang="en">' in page
    assert "found-row__language" in page


def test_one_kind_is_shown_page_by_page(client, by_words_alone):
    make_more_places(30)
    index_all()

    first = text_of(client.get("/sv/search/", {"q": "skola", "kind": "place"}))
    second = text_of(client.get("/sv/search/", {"q": "skola", "kind": "place", "page": 2}))

    assert (first.count('class="found-row"'), second.count('class="found-row"')) == (20, 20)
    assert 'start="21"' in second


def test_nothing_found_shows_a_way_on(client, by_words_alone):
    page = text_of(client.get("/en/search/", {"q": "zzzqqqxxx"}))

    assert "We found nothing for that." in page
    assert "/en/life/housing/" in page
    assert "/en/enquiry/" in page


def test_no_words_show_where_to_begin(client):
    assert "/en/life/housing/" in text_of(client.get("/en/search/"))


def test_mistyped_word_is_offered_put_right(client, by_words_alone):
    page = text_of(client.get("/en/search/", {"q": "förskloa"}))

    assert '<a href="?q=f%C3%B6rskola">förskola</a>' in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"q": "x" * 100_000}, "Write at most 200 characters. A few words are best."),
        ({"q": "skola", "kind": "persons"}, "There is nothing of that kind. Show all kinds."),
        ({"q": "skola", "area": "atlantis"}, "There is no such area. Choose one in the list."),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(client, asked, sentence):
    answer = client.get("/en/search/", asked)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_naughty_strings_are_answered(client, by_words_alone, monkeypatch):
    monkeypatch.setattr(limits, "QUESTIONS_A_MINUTE", 10_000)
    strings = json.loads((shared_data() / "corpora/strings/blns.json").read_text())
    strings += ["\u202eab\u202c", "'" * 150, '"' * 150, "' | '", "a:*", "\\'", "\\", "&|!()<->"]

    answers = {text: client.get("/sv/search/", {"q": text}).status_code for text in strings}

    assert len(answers) > 500
    assert set(answers.values()) <= {200, 400, 422}
    for text in strings:
        assert client.get("/sv/search/suggest/", {"q": text}).status_code in {200, 400}


def test_whoever_asks_without_end_is_told_to_wait(client, by_words_alone, monkeypatch):
    monkeypatch.setattr(limits, "QUESTIONS_A_MINUTE", 2)

    codes = [client.get("/sv/search/", {"q": "skola"}).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_suggestions_come_while_typing(client):
    found = client.get("/sv/search/suggest/", {"q": "fagern"}).json()["suggestions"]

    assert {"Fagernäs", "Fagernäs skola"} <= {one["text"] for one in found}
    assert all(one["url"].startswith("/sv/") for one in found)


def test_question_is_counted_without_who_asked(client, by_words_alone):
    for words in ["Dagis", "dagis ", "ring 0921-62 000", "anna@example.org"]:
        client.get("/sv/search/", {"q": words})

    [kept] = AskedFor.objects.all()
    assert (kept.text, kept.language, kept.times) == ("dagis", "sv", 2)
    assert kept.found > 5
    assert kept.day == today()


def test_pages_and_filters_are_not_counted_as_questions(client, by_words_alone):
    client.get("/sv/search/", {"q": "skola", "kind": "place"})
    client.get("/sv/search/", {"q": "skola", "page": "2"})

    assert not AskedFor.objects.exists()


@pytest.mark.parametrize("asked", [{"q": "skola"}, {"q": "skola", "kind": "place"}])
def test_costs_the_same_for_few_and_for_many(client, by_words_alone, asked):
    def queries():
        client.get("/sv/search/", asked)
        with CaptureQueriesContext(connection) as captured:
            client.get("/sv/search/", asked)
        return len(captured)

    few = queries()
    make_more_places(30)
    index_all()

    assert queries() == few


def test_what_was_found_is_not_for_search_engines_but_the_box_is(client):
    box = text_of(client.get("/sv/search/"))

    assert 'content="noindex, follow"' in text_of(client.get("/sv/search/", {"q": "skola"}))
    assert "noindex" not in box
    assert '<meta name="description" content="' in box
    closed = text_of(client.get("/robots.txt")).splitlines()
    assert "Disallow: /sv/search/?" in closed
    assert "Disallow: /sv/search/" not in closed


def test_where_nothing_lies_in_the_area_named_or_chosen_the_page_says_so(client, by_words_alone):
    named = text_of(client.get("/en/search/", {"q": "preschool Harads"}))
    chosen = text_of(client.get("/en/search/", {"q": "preschool", "area": "bodtraskfors"}))

    assert "There is nothing of that in Harads. These are the nearest." in named
    assert "km from Harads" in named
    assert "There is nothing of that in Bodträskfors. These are the nearest." in chosen


def test_where_something_does_the_page_says_what_comes_first(client, by_words_alone):
    page = text_of(client.get("/en/search/", {"q": "preschool Sävast"}))

    assert "What is nearest to Sävast comes first." in page


def test_before_the_guide_has_been_read_the_page_says_so_and_counts_nothing(client, by_words_alone):
    Document.objects.all().delete()
    KnownWord.objects.all().delete()

    page = text_of(client.get("/en/search/", {"q": "daycare"}))

    assert "The search is being prepared." in page
    assert "We found nothing for that." not in page
    assert 'href="/en/life/school/"' in page
    assert not AskedFor.objects.exists()


def test_letters_without_sense_lead_to_the_areas_of_life(client, by_words_alone):
    page = text_of(client.get("/en/search/", {"q": "asdfgh qwerty"}))

    assert "We found nothing for that." in page
    assert 'href="/en/life/school/"' in page
    assert AskedFor.objects.count() == 1
