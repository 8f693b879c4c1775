"""Who mends a text lets its own page be made anew; what others show of it, all that may show it."""

import re

import pytest
from django.db import connection, transaction
from wagtail.models import Page

from hemvist.core import kept
from hemvist.core.editions import own_part
from hemvist.core.models import Edition
from hemvist.demo.factories import a_page
from hemvist.guide import own_text
from hemvist.guide.models import AreaPage, ArticlePage, StepsPage, StoryPage

TEXT = [("paragraph", "<p>Mended.</p>")]
PATH = "life/school/choosing"


@pytest.fixture
def article():
    """A published article, of which nothing has been told yet."""
    article = a_page(PATH)
    a_page(PATH, language="en")
    article = ArticlePage.objects.get(pk=article.pk)
    Edition.objects.all().delete()
    return article


def told():
    """In which parts of an edition something changed."""
    return set(Edition.objects.values_list("app", flat=True))


def test_a_mended_text_is_told_under_its_own_address_alone(article):
    article.body = TEXT
    article.save_revision().publish()

    assert told() == {own_part("guide", f"{PATH}/")}
    assert told() <= kept.about(f"/en/{PATH}/") & kept.about(f"/ar/{PATH}/")


def test_a_draft_tells_nothing(article):
    article.title, article.body = "Not yet", TEXT
    article.save_revision()

    assert told() == set()


@pytest.mark.parametrize("field", ["title", "summary"])
def test_what_lists_say_is_told_to_the_whole_guide(article, field):
    setattr(article, field, "New")
    article.save_revision().publish()

    assert "guide" in told()


def test_a_page_that_is_taken_down_moved_or_deleted_is_told_to_the_whole_guide(article):
    deeds = {
        "taken down": lambda: ArticlePage.objects.get(pk=article.pk).unpublish(),
        "moved": lambda: Page.objects.get(pk=article.pk).move(
            Page.objects.get(url_path="/sv/life/"), pos="last-child"
        ),
        "deleted": lambda: Page.objects.get(pk=article.pk).delete(),
    }
    for deed in deeds.values():
        Edition.objects.all().delete()
        deed()
        assert "guide" in told()


def test_while_a_translation_still_has_its_old_address_both_are_told(article):
    Page.objects.filter(pk=article.pk).update(url_path="/sv/life/school/renamed/")
    Edition.objects.all().delete()

    article.body = TEXT
    ArticlePage.objects.filter(pk=article.pk).update(body=TEXT)

    assert told() == {own_part("guide", path) for path in (f"{PATH}/", "life/school/renamed/")}


def test_every_kind_of_page_is_watched():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'guide_own_edition'"
        )
        watched = {name for (name,) in cursor.fetchall()}

    assert watched == own_text.tables()
    assert {"guide_articlepage", "guide_startpage", "guide_villagepage"} <= watched


def test_a_field_that_others_begin_to_show_is_told_to_all_from_then_on(article, monkeypatch):
    """Also by a database that was there before, in which the trigger stands already."""
    monkeypatch.setattr(own_text, "OWN", own_text.OWN - {"body"})
    own_text.watch_texts()

    ArticlePage.objects.filter(pk=article.pk).update(body=TEXT)

    assert told() == {"guide"}


SHOWN = [
    "", "life/", "life/school/", PATH + "/", "life/school/steps/", "areas/", "areas/harads/",
    "stories/", "stories/ours/", "answers/", "answers/why/",
]  # fmt: skip


def test_no_page_shows_of_another_what_is_told_under_its_own_address_alone(client):
    """Else it would stay as it was when that changes."""
    a_page(PATH, body=TEXT, language="en")
    a_page("life/school/steps", kind=StepsPage, language="en")
    a_page("areas/harads", kind=AreaPage, language="en", area_id="harads", body=TEXT)
    a_page("stories/ours", kind=StoryPage, language="en", area_id="harads", body=TEXT)
    a_page("answers/why", language="en")

    assert [path for path in SHOWN if _notices(client, f"/en/{path}")] == []


def _notices(client, address):
    """Whether a page is another when all that is told under other addresses alone is."""
    before = _shown(client, address)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in own_text.tables():
            _change_all(cursor, table, but=address)
        after = _shown(client, address)
        transaction.set_rollback(True)
    return after != before


def _shown(client, address):
    """The page without the signature that tells the second it was made in."""
    return re.sub(r'name="page" value="[^"]*"', "", client.get(address).content.decode())


def _change_all(cursor, table, *, but):
    """Write something else into every field that is an own one, on all pages but one."""
    key = "id" if table == own_text.PAGES else "page_ptr_id"
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    other = {
        "jsonb": "'[]'",
        "date": "'2001-01-01'",
        "timestamp with time zone": "'2001-01-01'",
        "smallint": "7",
        "text": "'other'",
        "character varying": "'D9'",
    }
    fields = [
        f"{name} = {other[kind]}" for name, kind in cursor.fetchall()
        if name in own_text.OWN and kind in other
    ]  # fmt: skip
    cursor.execute(
        f"UPDATE {table} SET {', '.join(fields)} WHERE {key} NOT IN"
        " (SELECT id FROM wagtailcore_page WHERE url_path = %s)",
        [but],
    )
