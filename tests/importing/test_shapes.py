"""Reading what other systems publish: what is taken, what is left out, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.demo.municipality import BODEN
from hemvist.importing.readers import hsds, jobs, key_figures, osm, schools, statistics
from hemvist.importing.readers.documents import PAGES
from hemvist.importing.swedish_grid import to_degrees
from tests.importing import files
from tests.shared import shared_data

READERS = [hsds.read, jobs.read, key_figures.read, osm.read, schools.read, statistics.read]


def lines(read, content):
    return list(read(files.as_file(content)))


def values(read, content):
    return [line.values for line in lines(read, content)]


def test_schools_of_a_list_have_name_and_status():
    assert values(schools.read, files.SCHOOL_LIST) == [
        {
            "external_id": "11112222",
            "name": "Granskolan",
            "status": "active",
            "category": "school",
        },
        {
            "external_id": "33334444",
            "name": "Tallskolan",
            "status": "defunct",
            "category": "school",
        },
    ]


def test_a_school_says_where_it_is_and_nothing_about_who_heads_it():
    read = values(schools.read, {PAGES: [files.SCHOOL_LIST, files.SCHOOL]})

    assert read[0] == {
        "external_id": "11112222",
        "name": "Granskolan",
        "status": "active",
        "category": "school",
        "organization": "Norrby kommun",
        "website": "https://granskolan.example",
        "phone": "0921-111 11",
        "address": "Skolvägen 1",
        "postal_code": "123 45",
        "city": "Norrby",
        "latitude": "59.162865",
        "longitude": "18.134314",
    }
    assert "Exempelsson" not in json.dumps(read)
    assert "kim" not in json.dumps(read)


@pytest.mark.parametrize("types", [["VUX"], ["SFI", "VUX"]])
def test_a_school_for_grown_people_alone_is_adult_education(types):
    school = json.loads(json.dumps(files.SCHOOL))
    school["data"]["attributes"]["schoolTypes"] = types

    assert values(schools.read, school)[0]["category"] == "adult_education"


def test_positions_outside_sweden_are_none():
    assert to_degrees(0, 0) is None
    assert to_degrees(6_562_397.097, 679_180.062) == pytest.approx((59.16286545, 18.13431391))


def test_an_advertisement_is_taken_without_who_can_be_asked():
    read = values(jobs.read, {"hits": [files.AD, {**files.AD, "id": "9", "removed": True}]})

    assert read[0] == {
        "external_id": "2001",
        "title": "Bagare",
        "employer": "Brödboden",
        "occupation_id": "abcd_123_xyz",
        "occupation": "Bagare/Konditor",
        "field_id": "ScKy_FHB_7wT",
        "field": "Hotell, restaurang",
        "locality": "Lillby",
        "extent": "Heltid",
        "positions": "2",
        "languages": "Svenska",
        "published_on": "2026-11-01T08:00:00",
        "deadline": "2026-12-24T23:59:59",
        "url": "https://jobs.example/2001",
    }
    assert read[1]["removed"] == "yes"
    assert "Exempelsson" not in json.dumps(read)


def test_a_stream_is_a_bare_list():
    assert values(jobs.read, [files.AD])[0]["title"] == "Bagare"


def test_osm_gives_kind_position_and_the_page_it_comes_from():
    kindergarten, shop, tree = lines(osm.read, files.OSM)

    assert kindergarten.values == {
        "external_id": "node/42",
        "name": "Kotten",
        "category": "preschool",
        "phone": "0921-222 22",
        "address": "Stigen 3",
        "latitude": "65.800000",
        "longitude": "21.700000",
        "source_url": "https://www.openstreetmap.org/node/42",
    }
    assert shop.values["external_id"] == "way/7"
    assert (shop.values["latitude"], shop.values["longitude"]) == ("65.200000", "21.100000")
    assert [fault.code for fault in tree.faults] == ["unmapped_tags"]


def test_every_kind_of_osm_is_a_kind_of_the_demo():
    text = (BODEN / "categories.toml").read_text(encoding="utf-8")

    assert {code for code in osm.kinds().values() if f"[{code}]" not in text} == set()


def test_a_service_of_hsds_comes_without_its_contacts():
    read = values(hsds.read, files.HSDS)

    assert read == [
        {
            "external_id": "ac148810-d857-441c-9679-408f346de14b",
            "name": "Öppna förskolan",
            "description_sv": "För de minsta.",
            "status": "active",
            "website": "https://oppna.example",
            "organization": "Norrby kommun",
            "category": "preschool | Förskola",
            "phone": "0921-333 33",
            "address": "Torget 1",
            "postal_code": "123 45",
            "city": "Norrby",
            "latitude": "65.8",
            "longitude": "21.7",
        }
    ]


def test_hsds_comes_as_a_list_as_pages_and_as_everything_in_one():
    bulk = {
        "services": [{"id": "s1", "name": "A", "organization_id": "o1"}],
        "organizations": [{"id": "o1", "name": "Norrby kommun"}],
        "locations": [{"id": "l1", "latitude": 1.5, "longitude": 2}],
        "service_at_locations": [{"service_id": "s1", "location_id": "l1"}],
    }
    page = {"total_items": 2, "contents": [files.HSDS]}

    assert len(values(hsds.read, [files.HSDS, files.HSDS])) == 2
    assert len(values(hsds.read, {PAGES: [page, page]})) == 2
    assert values(hsds.read, bulk) == [
        {
            "external_id": "s1",
            "name": "A",
            "organization": "Norrby kommun",
            "latitude": "1.5",
            "longitude": "2",
        }
    ]


def test_the_newest_value_of_a_series_is_taken():
    assert values(statistics.read, files.PEOPLE) == [
        {
            "external_id": "Region=2582 ContentsCode=BE1",
            "label": "Folkmängd, Boden",
            "value": "28100",
            "period": "2024",
            "series": "2023=28000 2024=28100",
        }
    ]
    assert values(key_figures.read, files.KOLADA) == [
        {"external_id": "N01951 2582", "label": "N01951", "value": "28100.0",
         "period": "2024", "series": "2022=27900.0 2023=28000.0 2024=28100.0"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty"),
        ("{", "not_json"),
        ("nul", "not_json"),
        ("[NaN]", "not_json"),
        ("[" * 200_000, "too_deep"),
        ("9" * 5_000, "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        ("3", "wrong_shape"),
        ('{"a": 1}', "wrong_shape"),
    ],
)
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__module__.rsplit(".", 1)[-1])
def test_what_is_no_such_list_is_refused_with_its_reason(read, content, code):
    assert files.fault_of(read, content) == code


def test_a_table_with_nothing_but_time_is_one_series():
    table = {
        **files.PEOPLE,
        "label": "Folkmängd i riket",
        "id": ["Tid"],
        "size": [2],
    }

    assert values(statistics.read, table) == [
        {
            "external_id": "all",
            "label": "Folkmängd i riket",
            "value": "28100",
            "period": "2024",
            "series": "2023=28000 2024=28100",
        }
    ]


def test_a_table_of_too_many_series_is_refused():
    table = json.loads(json.dumps(files.PEOPLE))
    index = {str(number): number for number in range(21)}
    table["dimension"]["Region"]["category"] = {"index": index, "label": {}}
    table["size"], table["value"] = [21, 1, 2], [1] * 42

    assert files.fault_of(statistics.read, table) == "too_many_series"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=9), inside),
    max_leaves=12,
)


def changed(value, data):
    """The same document with something else in some places."""
    if data.draw(st.integers(0, 7)) == 0:
        return data.draw(JSON)
    if isinstance(value, dict):
        return {key: changed(inner, data) for key, inner in value.items()}
    if isinstance(value, list):
        return [changed(inner, data) for inner in value]
    return value


@pytest.mark.parametrize(
    ("read", "example"),
    [
        (schools.read, files.SCHOOL),
        (schools.read, files.SCHOOL_LIST),
        (jobs.read, {"hits": [files.AD]}),
        (osm.read, files.OSM),
        (hsds.read, files.HSDS),
        (statistics.read, files.PEOPLE),
        (key_figures.read, files.KOLADA),
    ],
)
def test_no_change_of_a_document_brings_its_reader_down(read, example):
    @given(st.data())
    def attempt(data):
        content = json.dumps(changed(example, data)).encode()
        files.fault_of(read, content)

    attempt()


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_bring_a_reader_down(content):
    for read in READERS:
        files.fault_of(read, content)


@pytest.mark.parametrize(
    ("read", "name", "count"),
    [
        (schools.read, "skolenhetsregistret_v2_school_units.json", 2),
        (schools.read, "skolenhetsregistret_v2_school_unit.json", 1),
        (jobs.read, "jobsearch_shape.json", 1),
        (statistics.read, "scb_v2_jsonstat2_data.json", 2),
        (key_figures.read, "kolada_v3_data_shape.json", 1),
    ],
)
def test_recorded_answers_are_read(read, name, count):
    content = (shared_data() / "api_shapes" / name).read_bytes()

    found = lines(read, content)

    assert len(found) == count
    assert [line.faults for line in found] == [[]] * count
    assert "headMaster" not in str(found)


@pytest.mark.parametrize("name", ["service_full", "service_list"])
def test_the_standard_s_own_examples_are_read(name):
    content = (shared_data() / "hsds-3.1" / "examples" / f"{name}.json").read_bytes()

    found = lines(hsds.read, content)

    assert found
    assert all(line.values["name"] and not line.faults for line in found)
