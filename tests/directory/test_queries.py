import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemvist.directory.models import Area, Category, LifeArea, Service
from hemvist.directory.queries import (
    areas_by_distance,
    categories_in_use,
    neighbours,
    places,
)
from tests.municipality import loaded


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def boden(_boden, db):
    """Every query runs on the demo municipality."""


def names(services):
    return [service.name for service in services]


def test_places_fit_every_filter():
    found = places(
        category=Category.objects.get(code="school"), area=Area.objects.get(slug="torpgardan")
    )

    assert names(found) == ["Torpgärdsskolan"]


def test_places_of_a_life_area_are_those_of_its_categories():
    found = places(life_area=LifeArea.objects.get(slug="health"))

    assert names(found) == ["Björknäs hälsocentral", "Folktandvården Boden", "Sunderby sjukhus"]


def test_places_are_found_by_a_part_of_the_name_in_any_case():
    assert names(places(text="HAVREMAGASINET")) == [
        "Havremagasinet länskonsthall",
        "Havremagasinets café",
    ]


@pytest.mark.parametrize("text", ["fagernäs", "FAGERNÄS", "Fagernäs"])
def test_letters_beyond_z_are_found_in_any_case(text):
    assert names(places(text=text)) == ["Fagernäs skola"]


def test_a_kind_with_one_place_closed_is_still_in_use():
    Service.objects.filter(slug="fagernas-skola").update(status="defunct")

    assert Category.objects.get(code="school") in categories_in_use()


def test_places_take_the_same_number_of_queries_for_one_and_for_all():
    counts = []
    for found in (places()[:1], places()):
        with CaptureQueriesContext(connection) as queries:
            [list(place.at_locations.all()) for place in found]
        counts.append(len(queries))

    assert counts[0] == counts[1] == 2


def test_a_service_closed_for_good_is_found_nowhere():
    Service.objects.update(status="defunct")

    assert list(categories_in_use()) == []
    assert list(places()) == []


def test_areas_come_nearest_to_the_centre_first_and_unknown_distances_last():
    areas = areas_by_distance()

    nearest = ["centrum", "prastholmen", "sveafaltet-lundagard"]  # the last two equally near
    assert [area.slug for area in areas[:3]] == nearest
    assert areas.last().slug == "overstbyn"


def test_neighbours_belong_to_the_same_part():
    harads = Area.objects.get(slug="harads")

    assert names(neighbours(harads)) == ["Bodträskfors"]
