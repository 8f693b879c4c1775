from decimal import Decimal

import pytest

from hemvist.directory.models import Area, Location
from hemvist.directory.queries import located
from hemvist.guide.mapping import HEIGHT, WIDTH, draw


def drawn(**how):
    return draw(Area.objects.all(), located(), **{"within": 0, **how})


def test_areas_lie_in_their_true_directions():
    marks = {mark.area.name: mark for mark in drawn().marks}

    assert set(marks) == {"Centrum", "Sävast", "Harads"}
    assert marks["Harads"].x < marks["Centrum"].x and marks["Harads"].y < marks["Centrum"].y
    assert marks["Sävast"].y > marks["Centrum"].y
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in marks.values())


def test_places_are_counted_at_their_area_and_stand_apart_when_their_own_position_is_known():
    before = next(m for m in drawn().marks if m.area and m.area.name == "Harads")
    Location.objects.filter(name="Harads skola").update(
        latitude=Decimal("65.95"), longitude=Decimal("21.30")
    )
    marks = drawn().marks
    after = next(m for m in marks if m.area and m.area.name == "Harads")

    assert len(after.places) == len(before.places) - 1
    assert [[p.name for p in m.places] for m in marks if m.area is None] == [["Harads skola"]]


def test_places_too_close_to_tell_apart_are_one_mark():
    for name, north in [("Harads skola", "65.9500"), ("Hedens skola", "65.9501")]:
        Location.objects.filter(name=name).update(
            latitude=Decimal(north), longitude=Decimal("21.30")
        )

    (mark,) = [m for m in drawn().marks if m.area is None]

    assert sorted(p.name for p in mark.places) == ["Harads skola", "Hedens skola"]


def test_nearer_shows_less_and_larger():
    assert {m.area.name for m in drawn(within=15).marks} == {"Centrum", "Sävast"}
    assert [ring.kilometres for ring in drawn(within=5).rings][:2] == [1, 2]


def test_a_ring_is_as_far_as_it_says():
    drawing = drawn()
    (savast,) = [m for m in drawing.marks if m.area.name == "Sävast"]
    away = ((savast.x - drawing.middle_x) ** 2 + (savast.y - drawing.middle_y) ** 2) ** 0.5
    ring = drawing.rings[-1]

    assert away * ring.kilometres / ring.radius == pytest.approx(6.4, abs=0.3)


def test_without_positions_there_is_only_the_list(client):
    Area.objects.update(latitude=None, longitude=None)

    page = client.get("/en/areas/map/").content.decode()

    assert drawn() is None
    assert "<figure" not in page and "Harads" in page


@pytest.mark.parametrize("query", ["category=moon", "within=7", "within=a%20b"])
def test_a_choice_that_means_nothing_gets_a_sentence(client, query):
    answer = client.get(f"/en/areas/map/?{query}")

    assert answer.status_code == 422
    assert "in the list." in answer.content.decode()


def test_nothing_is_fetched_from_others_unless_it_is_chosen(client, settings):
    before = client.get("/en/areas/map/")
    settings.TILES = "https://tiles.example/{z}/{x}/{y}.png"
    tiles = drawn().tiles

    assert "<image" not in before.content.decode()
    assert "tiles" not in before["Content-Security-Policy"]
    assert 4 <= len(tiles) <= 40
    assert all(tile.address.startswith("https://tiles.example/") for tile in tiles)


def test_the_map_costs_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/en/areas/map/?category=school")
