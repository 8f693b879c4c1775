from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from hemvist.directory.models import Area
from hemvist.guide.comparing import compare
from hemvist.guide.distances import kilometres_between


def areas(*slugs):
    found = Area.objects.in_bulk(slugs)
    return [found[slug] for slug in slugs]


def near(comparison, name):
    row = next(row for row in comparison.near if row.names["en"] == name)
    return [(n.place.name, round(n.kilometres)) if n else None for _column, n in row.cells]


def test_the_way_between_areas_is_told_only_when_it_is_known():
    centre, far = Area(slug="c", kilometres_to_centre=0), Area(slug="f", kilometres_to_centre=47)
    north = Area(slug="n", latitude=Decimal("66.0"), longitude=Decimal("21.7"))
    south = Area(slug="s", latitude=Decimal("65.8"), longitude=Decimal("21.7"))

    assert kilometres_between(far, far) == 0
    assert kilometres_between(centre, far) == kilometres_between(far, centre) == 47
    assert round(kilometres_between(north, south)) == 22
    assert kilometres_between(far, north) is None


def test_a_place_in_the_area_comes_before_one_in_the_centre():
    comparison = compare(areas("savast", "aldernas"))

    assert near(comparison, "School")[0] == ("Mårängsskolan", 0)


def test_four_areas_cost_no_more_questions_than_two(django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as two:
        compare(areas("savast", "aldernas"))
    with django_assert_max_num_queries(9) as four:
        compare(areas("savast", "aldernas", "harads", "heden"))

    assert len(four) == len(two)


def test_everyday_things_stand_in_the_same_rows_of_every_column():
    with translation.override("en"):
        comparison = compare(areas("harads", "centrum"))

    assert comparison.columns[0].ways == [
        ("Grocery shop", 0),
        ("Preschool", 0),
        ("School", 0),
        ("Health centre", 48),
        ("Pharmacy", 48),
        ("Hospital", 70),
    ]
    assert [km for _label, km in comparison.columns[1].ways] == [None] * 6


def test_a_catchment_counts_before_what_is_near(client):
    page = client.get("/en/areas/compare/?area=trangfors&area=altrask").content.decode()

    schools = compare(areas("trangfors")).columns[0].schools
    assert [school.slug for school in schools] == ["hedens-skola"]
    assert 'The children belong to <a href="/en/places/hedens-skola/">' in page


def test_what_is_not_known_leads_to_a_host_who_may_know(client):
    page = client.get("/en/areas/compare/?area=aldernas&area=harads").content.decode()

    assert "We do not know yet." in page
    assert "/en/enquiry/?area=aldernas&amp;need=housing" in page


def test_ways_are_kilometres_to_known_things_or_nothing():
    area = areas("harads")[0]
    for wrong in [{"moon": 1}, {"school": -1}, {"school": "near"}, ["school"], {"school": 5_000}]:
        area.ways = wrong
        with pytest.raises(ValidationError):
            area.full_clean()


def test_a_kind_nobody_knows_the_way_to_is_left_out():
    Area.objects.update(kilometres_to_centre=None, latitude=None, longitude=None)

    comparison = compare(areas("harads", "aldernas"))

    assert all(any(n for _column, n in row.cells) for row in comparison.near)
    assert near(comparison, "School") == [("Harads skola", 0), None]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 200, "Which areas are you thinking of?"),
        ("?area=harads", 422, "Choose at least two areas to compare."),
        ("?area=harads&area=harads", 422, "Choose at least two areas to compare."),
        ("?area=moon&area=sun", 422, "Choose at least two areas to compare."),
        (
            "?area=harads&area=centrum&area=vittjarv&area=savast&area=heden",
            422,
            "Choose at most four areas; the first four are shown.",
        ),
        ("?area=harads&area=centrum", 200, "Areas side by side"),
    ],
)
def test_what_can_be_compared_is_and_the_rest_gets_a_sentence(client, query, status, sentence):
    answer = client.get(f"/en/areas/compare/{query}")

    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_a_missing_value_leaves_no_dash(client):
    Area.objects.filter(slug="harads").update(kilometres_to_centre=None, part_of="")

    page = client.get("/en/areas/compare/?area=harads&area=centrum").content.decode()

    assert "We do not know yet." in page
    assert ">–<" not in page and ">—<" not in page and "None" not in page
