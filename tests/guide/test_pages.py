"""Editors' pages as the public gets them: in the reader's language, or honestly in another."""

import pytest
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction

from hemvist.demo.factories import a_municipality, a_page
from hemvist.directory.models import LifeArea
from hemvist.guide.models import AnswerPage, LifeAreaPage
from tests.site.queries import assert_constant_queries

pytestmark = pytest.mark.django_db
PATH = "life/leisure/swim"


@pytest.fixture(autouse=True)
def boden(db):
    """These tests need no demo municipality, only an area of life."""
    a_municipality()
    names = {"sv": "Fritid", "en": "Leisure", "ar": "الترفيه"}
    LifeArea.objects.create(slug="leisure", names=names)


def text(words):
    return [{"type": "text", "value": f"<p>{words}</p>"}]


@pytest.fixture
def swedish():
    return a_page(PATH, title="Simma", summary="Om att simma", body=text("Hoppa i!"))


@pytest.fixture
def english(swedish):
    return a_page(PATH, language="en", title="Swim", summary="About it", body=text("Jump in!"))


def read(client, language, path=PATH, **more):
    return client.get(f"/{language}/{path}/", **more)


def test_a_page_is_shown_in_the_readers_language_without_a_banner(client, english):
    page = read(client, "en").content.decode()

    assert "Jump in!" in page
    assert "Hoppa i!" not in page
    assert 'class="notice fallback"' not in page


@pytest.mark.parametrize(
    ("asked", "shown", "words"), [("ar", "en", "Jump in!"), ("fi", "en", "Jump in!")]
)
def test_a_missing_translation_is_shown_in_english_and_says_so(
    client, english, asked, shown, words
):
    page = read(client, asked).content.decode()

    assert f'<h1 lang="{shown}" dir="ltr">Swim</h1>' in page
    assert f'<p class="lead" lang="{shown}" dir="ltr">' in page
    assert words in page
    assert page.count('class="notice fallback"') == 1


def test_without_english_it_is_shown_in_swedish(client, swedish):
    page = read(client, "uk").content.decode()

    assert '<h1 lang="sv" dir="ltr">Simma</h1>' in page


def test_every_foreign_text_is_marked(client, english):
    english.body = [
        {"type": "heading", "value": "Heading"},
        {"type": "text", "value": "<p>Text</p>"},
        {"type": "note", "value": "<p>Note</p>"},
    ]
    english.save()

    page = read(client, "ar").content.decode()

    for words in ["Heading", "Text", "Note"]:
        before = page[: page.index(f"{words}</")]
        tag = (
            before[before.rindex("<", 0, before.rindex(">") - 2) :]
            if words != "Heading"
            else before
        )
        assert 'lang="en" dir="ltr"' in before[-120:], (words, tag[-120:])


def test_only_real_translations_are_told_to_search_engines(client, english):
    page = read(client, "ar").content.decode()

    assert 'rel="canonical" href="http://localhost:8000/en/life/leisure/swim/"' in page
    assert 'hreflang="sv"' in page
    assert 'hreflang="en"' in page
    assert not any(f'rel="alternate" hreflang="{code}"' in page for code in ["ar", "fi", "uk"])


@pytest.mark.parametrize("path", ["life/leisure/none", "life/none/swim", "stories", "answers/x"])
def test_what_is_not_there_is_not_found(client, swedish, path):
    assert read(client, "sv", path).status_code == 404


def test_what_is_not_published_is_not_found(client, swedish):
    Page.objects.filter(pk=swedish.pk).update(live=False)

    assert read(client, "sv").status_code == 404


def test_what_is_kept_to_some_is_not_found_by_others(client, swedish):
    PageViewRestriction.objects.create(page=swedish.get_parent(), restriction_type="login")

    assert read(client, "sv").status_code == 404


def test_a_renamed_page_is_found_at_its_former_address(
    client, swedish, django_capture_on_commit_callbacks
):
    page = Page.objects.get(pk=swedish.pk).specific
    page.slug = "swimming"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    answer = read(client, "sv")

    assert (answer.status_code, answer.url) == (301, "/sv/life/leisure/swimming/")


def test_a_link_leads_to_the_page_in_the_readers_language(client, english):
    other = a_page("life/leisure/bath", language="en", title="Bath")
    other.body = text(f'See <a linktype="page" id="{english.pk}">swim</a>')
    other.body.append(("text", '<p><a href="/sv/places/bad/">bath</a></p>'))
    other.save()

    page = read(client, "ar", "life/leisure/bath").content.decode()

    assert 'href="/ar/life/leisure/swim/"' in page
    assert 'href="/ar/places/bad/"' in page


def test_a_link_to_an_unpublished_page_leads_nowhere(client, swedish):
    other = a_page("life/leisure/bath", title="Bad")
    other.body = text(f'Se <a linktype="page" id="{swedish.pk}">sidan</a>')
    other.save()
    Page.objects.filter(pk=swedish.pk).update(live=False)

    page = read(client, "sv", "life/leisure/bath").content.decode()

    assert "<a>sidan</a>" in page


def test_an_area_of_life_shows_its_text_and_then_its_places(client, swedish):
    page = LifeAreaPage.objects.get(locale__language_code="sv")
    page.body = text("Om fritiden")
    page.save()

    shown = read(client, "sv", "life/leisure").content.decode()

    assert "Om fritiden" in shown
    assert 'href="/sv/life/leisure/swim/"' in shown


def test_internal_notes_are_shown_on_no_public_page(client):
    secret = [{"type": "internal", "value": "<p>Zq7 bara för oss</p>"}]
    body = [*text("Svaret"), *secret]
    page = a_page("answers/pets", kind=AnswerPage, title="Får jag ha hund?", body=body)

    seen = [
        read(client, code, path)
        for code in ["sv", "en", "ar"]
        for path in ["answers/pets", "answers"]
    ]
    seen += [client.get("/sitemap.xml"), page.serve_preview(RequestFactory().get("/"), "")]

    assert all("Zq7" not in answer.content.decode() for answer in seen)
    assert "Svaret" in seen[0].content.decode()
    assert [note.source for note in page.internal_notes] == ["<p>Zq7 bara för oss</p>"]
    assert "Zq7" not in str(page.body.render_as_block())
    assert "Zq7" not in " ".join(page.body.stream_block.get_searchable_content(page.body))


def test_internal_notes_are_not_sent_to_be_translated():
    from wagtail_localize.segments.extract import extract_segments

    body = [*text("Svaret"), {"type": "internal", "value": "<p>Zq7</p>"}]
    page = a_page("answers/pets", kind=AnswerPage, title="Hund?", body=body)

    assert "Zq7" not in repr([vars(segment) for segment in extract_segments(page)])


def test_a_list_of_pages_costs_the_same_however_long(client, swedish):
    def add():
        for number in range(3):
            a_page(f"life/leisure/more{number}", title=f"Mer {number}")

    assert_constant_queries(lambda: read(client, "sv", "life/leisure"), add=add)
