from decimal import Decimal

from hemvist.directory.models import Area
from hemvist.guide.distances import rings, with_shares


def area(slug, kilometres=None, latitude=None, longitude=None):
    return Area(
        slug=slug,
        name=slug,
        kilometres_to_centre=kilometres,
        latitude=latitude and Decimal(latitude),
        longitude=longitude and Decimal(longitude),
    )


CENTRE = area("centre", 0, "65.8", "21.7")
NORTH = area("north", 20, "66.0", "21.7")
SOUTH_EAST = area("south-east", 10, "65.7", "21.9")


def test_the_farthest_area_has_the_longest_bar_and_unknown_ones_none():
    areas = with_shares([CENTRE, NORTH, SOUTH_EAST, area("somewhere")])

    assert [found.share for found in areas] == [None, 100, 50, None]


def test_no_areas_have_no_bars():
    assert with_shares([]) == []


def test_dots_lie_in_the_right_direction_from_the_centre():
    centre, north, south_east = rings([CENTRE, NORTH, SOUTH_EAST]).dots

    assert (centre.x, centre.y) == (200, 200)
    assert north.x == 200 and north.y == 20
    assert south_east.x > 200 and south_east.y > 200


def test_rings_stand_at_the_distances_within():
    assert [ring.kilometres for ring in rings([CENTRE, NORTH, SOUTH_EAST]).rings] == [5, 10, 20]


def test_too_few_positions_make_no_drawing():
    assert rings([CENTRE, NORTH]) is None


def test_without_a_centre_there_is_no_drawing():
    assert rings([NORTH, SOUTH_EAST, area("west", 5, "65.8", "21.5")]) is None
