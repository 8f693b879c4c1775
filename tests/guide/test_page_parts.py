import pytest

from hemvist.demo.factories import a_page
from hemvist.directory.models import Service
from hemvist.guide.models import StepsPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(client):
    """A step-by-step guide with a word before the steps, two steps, and two places after them."""
    wanted = Service.objects.filter(slug__in=["lunda-forskola", "bodenbo"]).order_by("-slug")
    places = [
        {"type": "item", "value": str(place.pk), "id": f"00000000-0000-4000-8000-00000000000{at}"}
        for at, place in enumerate(wanted)
    ]
    steps = [
        {"title": title, "when": "i dag", "body": "", "link": ""} for title in ("Ring", "Kom hit")
    ]
    return a_page(
        "guides/en-vag",
        kind=StepsPage,
        drawing="preschool",
        body=[
            {"type": "text", "value": "<p>Först ett ord.</p>"},
            {"type": "places", "value": {"heading": "", "places": places}},
        ],
        steps=[{"type": "step", "value": step} for step in steps],
    )


def test_the_places_of_a_page_are_shown_in_the_editors_order(client, way):
    page = client.get("/sv/guides/en-vag/").content.decode()

    assert 0 < page.index(">Lunda förskola<") < page.index(">Bodenbo<")


def test_a_guide_says_its_word_before_the_steps_and_its_places_after(client, way):
    page = client.get("/sv/guides/en-vag/").content.decode()

    order = ["Först ett ord.", ">Ring<", ">Kom hit<", ">Lunda förskola<"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)


def test_a_drawing_is_part_of_the_page_so_that_it_follows_the_light_one_chose(client, way):
    page = client.get("/sv/guides/en-vag/").content.decode()

    assert 'preschool.svg#picture"' in page
    assert '<img class="page-top"' not in page


def test_the_first_page_leads_to_the_guides(client, way):
    page = client.get("/sv/").content.decode()

    assert '<a href="/sv/guides/en-vag/">guides/en-vag</a>' in page
