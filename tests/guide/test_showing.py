"""What editors write is shown: on the first page, and in the preview of every type of page."""

import pytest
from django.test import RequestFactory

from hemvist.demo.factories import a_life_area, a_municipality, a_page, an_area
from hemvist.guide import models

pytestmark = pytest.mark.django_db
KINDS = [
    (models.LifePage, "life"),
    (models.AreasPage, "areas"),
    (models.GuidesPage, "guides"),
    (models.AnswersPage, "answers"),
    (models.StoriesPage, "stories"),
    (models.HappeningsPage, "happenings"),
    (models.LifeAreaPage, "life/school"),
    (models.ArticlePage, "life/school/apply"),
    (models.StepsPage, "guides/from-the-eu"),
    (models.AreaPage, "areas/lillby"),
    (models.VillagePage, "areas/lillby"),
    (models.StoryPage, "stories/home"),
    (models.AnswerPage, "answers/pets"),
]
BODY = [("text", "<p>Kyrkan ligger på en udde.</p>")]


@pytest.fixture
def words():
    a_municipality()
    a_life_area("school")
    an_area("lillby", name="Lillby")


def test_every_type_of_page_is_in_the_list():
    made = {kind for kind, _path in KINDS} | {models.StartPage}

    assert made == {
        kind
        for kind in vars(models).values()
        if isinstance(kind, type) and issubclass(kind, models.GuidePage) and not kind._meta.abstract
    }


@pytest.mark.parametrize(("kind", "path"), KINDS)
def test_a_page_of_every_type_can_be_looked_at_before_it_is_published(words, kind, path):
    fields = {"area_id": "lillby"} if path == "areas/lillby" else {}
    fields |= {"life_area_id": "school"} if kind is models.LifeAreaPage else {}
    page = a_page(path, kind=kind, title="Rubriken", **fields)

    answer = page.serve_preview(RequestFactory().get("/"), "")

    assert answer.status_code == 200
    assert "Rubriken" in answer.content.decode()


def test_the_first_page_shows_what_an_editor_has_written_for_it(words, client):
    a_page("life", kind=models.LifePage)
    before = client.get("/sv/").content.decode()
    page = models.StartPage.objects.get()
    page.lead, page.summary, page.body = "Välkommen hem.", "Allt om ett liv här.", BODY
    page.save_revision().publish()

    after = client.get("/sv/").content.decode()
    preview = page.serve_preview(RequestFactory().get("/"), "").content.decode()

    assert '<p class="lead">' in before and "Välkommen hem." not in before
    assert '<p class="lead">Välkommen hem.</p>' in after
    assert '<meta name="description" content="Allt om ett liv här.">' in after
    assert "Kyrkan ligger på en udde." in after
    assert "Välkommen hem." in preview and "Kyrkan ligger" in preview


def test_the_first_page_in_another_language_marks_what_is_not_in_it(words, client):
    a_page("life", kind=models.LifePage)
    page = models.StartPage.objects.get()
    page.lead = "Välkommen hem."
    page.save_revision().publish()

    assert '<p class="lead" lang="sv" dir="ltr">Välkommen hem.</p>' in (
        client.get("/ar/").content.decode()
    )
