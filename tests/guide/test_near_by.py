"""What the page of a place calls near by, and how far it says that is."""

import pytest

from hemvist.demo.factories import a_place
from hemvist.directory.models import Area, Category, Location, Service, ServiceStatus
from hemvist.guide.near_by import areas_near, places_near

KILOMETRE = 1 / 111.32  # of latitude, in degrees


@pytest.fixture(autouse=True)
def areas():
    """A town with its surroundings, and nothing open in the rest of the municipality."""
    Service.objects.update(status=ServiceStatus.DEFUNCT)
    Area.objects.create(
        slug="town", name="Town", kilometres_to_centre=0, latitude="65.8", longitude="21.7"
    )
    for slug, kilometres in (("suburb", 4), ("heights", 5), ("far", 35), ("lost", None)):
        Area.objects.create(slug=slug, name=slug, kilometres_to_centre=kilometres, part_of="River")


def put(slug, area, *, north=None, kind="school", **fields):
    """A place in an area, so many kilometres north of the middle of the town."""
    place = a_place(slug, name=slug, **fields)
    if kind != "school":
        Category.objects.get_or_create(pk=kind, defaults={"life_area_id": "school"})
        place.category_id = kind
        place.save()
    location = place.at.location
    location.area_id = area
    if north is not None:
        location.latitude, location.longitude = round(65.8 + north * KILOMETRE, 6), "21.7"
    location.save()
    return place


def near(place):
    location = Location.objects.select_related("area").get(at_services__service=place)
    return [(one.place.slug, one.way.in_words) for one in places_near(place, location)]


def test_those_in_the_same_area_come_first_and_of_them_those_of_the_same_kind():
    here = put("here", "suburb")
    put("b-shop", "suburb", kind="shop")
    put("d-shop", "town", kind="shop")
    put("c-school", "suburb")
    put("a-school", "town")

    assert near(here) == [("c-school", ""), ("b-shop", ""), ("a-school", "about 4 km")]


def test_where_positions_are_known_the_nearest_comes_first_and_says_how_far():
    here = put("here", "town", north=0)
    put("a", "town", north=3)
    put("b", "town", north=0.2)
    put("c", "town", north=1.4)

    assert near(here) == [("b", "less than 1 km"), ("c", "about 1 km"), ("a", "about 3 km")]


def test_what_is_farther_than_one_goes_without_thought_is_left_out_even_in_the_same_area():
    here = put("here", "town", north=0)
    put("over-there", "town", north=14)
    put("in-far", "far")

    assert near(here) == []


def test_between_two_areas_whose_ways_to_the_centre_are_known_it_is_a_limit():
    here = put("here", "suburb")
    put("up", "heights")

    assert near(here) == [("up", "at most 9 km")]


def test_what_nobody_can_tell_is_left_out():
    here = put("here", "suburb")
    put("somewhere", "lost")

    assert near(here) == []


def test_neither_the_place_itself_nor_what_has_closed_is_near():
    here = put("here", "suburb")
    put("gone", "suburb", status=ServiceStatus.DEFUNCT)

    assert near(here) == []


def test_no_more_than_six_in_a_fixed_number_of_queries(django_assert_num_queries):
    here = put("here", "suburb")
    for number in range(9):
        put(f"place-{number}", "suburb")
    location = Location.objects.select_related("area").get(at_services__service=here)

    with django_assert_num_queries(4):
        assert len(places_near(here, location)) == 6


def areas_by(slug):
    found = areas_near(Area.objects.get(slug=slug))
    return [(area.slug, way.in_words) for area, way in found]


def test_areas_near_another_are_the_nearest_with_how_far_and_none_that_is_far():
    for slug, north in {"here": 0, "six": 6, "two": 2, "forty": 40}.items():
        latitude = round(60 + north * KILOMETRE, 6)
        Area.objects.create(slug=slug, name=slug, latitude=latitude, longitude="18.1")

    assert areas_by("here") == [("two", "about 2 km"), ("six", "about 6 km")]


def test_where_nobody_can_tell_areas_of_the_same_part_are_near():
    assert [slug for slug, way in areas_by("lost")] == ["suburb", "heights", "far"]
