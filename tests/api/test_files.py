"""Everything at once, in files that other programs and people with spreadsheets can open."""

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.api.open_data.tables import harmless
from hemvist.directory.models import Phone, Service, ServiceAtLocation
from tests.api.standard import mistakes
from tests.site.queries import assert_constant_queries


def package(get, **params):
    answer = get("/datasets/places.zip", params)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_json_holds_every_service_in_full_and_by_the_standard(get):
    told = json.loads(b"".join(get("/datasets/places.json", {"lang": "en"})))

    assert {key: told[key] for key in told if key != "services"} == {
        "hsds_version": "3.1",
        "profile": "http://localhost:8000/hsds/profile/",
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
        "language": "en",
    }
    assert len(told["services"]) == Service.objects.public().count()
    assert {
        one["id"]: found for one in told["services"] if (found := mistakes("service", one))
    } == {}


def test_tables_hold_every_row_with_keys_that_lead_somewhere(get):
    files = package(get)
    told = json.loads(files["datapackage.json"])
    ids = {
        name: {row["id"] for row in rows(text)} for name, text in files.items() if ".csv" in name
    }

    assert {resource["path"] for resource in told["resources"]} == set(files) - {"datapackage.json"}
    for resource in told["resources"]:
        table = rows(files[resource["path"]])
        header = next(csv.reader(io.StringIO(files[resource["path"]])))
        assert header == [each["name"] for each in resource["schema"]["fields"]]
        for key in resource["schema"]["foreignKeys"]:
            there = ids[f"{key['reference']['resource']}.csv"]
            assert {row[key["fields"]] for row in table} - {""} <= there, (resource["name"], key)


def test_every_part_of_the_service_that_has_everything_is_in_some_table(get, everything):
    files = package(get)
    empty = [name for name, text in files.items() if name.endswith(".csv") and not rows(text)]
    services = {row["id"]: row for row in rows(files["services.csv"])}

    assert empty == []
    row = services[str(everything.pk)]
    assert (row["name"], row["minimum_age"], row["alert"]) == ("Allt i ett", "6", "På svenska")
    assert {row["service_id"] for row in rows(files["cost_options.csv"])} == {str(everything.pk)}


def test_tables_are_in_the_language_asked_for(get, everything):
    row = next(
        row
        for row in rows(package(get, lang="en")["services.csv"])
        if row["id"] == str(everything.pk)
    )

    assert (row["description"], row["name"]) == ("In English", "Allt i ett")


def test_same_data_give_the_same_package_to_the_byte(get):
    first, second = (b"".join(get("/datasets/places.zip")) for _ in range(2))

    assert first == second


def test_formula_in_a_name_is_text_in_the_tables(get, everything):
    everything.name = '=HYPERLINK("https://bad.example","Skola")'
    everything.save()

    names = [row["name"] for row in rows(package(get)["services.csv"])]

    assert "'" + everything.name in names


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("+46 921 620 00", "+46 921 620 00"),
        ("Skolan =", "Skolan ="),
        (-21.5, -21.5),
    ],
)
def test_cell_that_could_run_is_made_text(text, safe):
    assert harmless(text) == safe


@given(st.text())
def test_no_cell_begins_as_a_formula(text):
    told = harmless(text)

    assert told[:1] not in {"=", "@", "\t", "\r", "-"}
    assert not told.startswith("+") or set(told) <= set("+0123456789 ()-")


def test_areas_are_one_table_and_one_document(get):
    table = rows(get("/datasets/areas.csv", {"lang": "en"}).content.decode())
    told = get("/datasets/areas.json", {"lang": "en"}).json()["areas"]

    assert [row["name"] for row in table] == [one["name"] for one in told]
    assert [row["summary"] for row in table] == [one.get("summary", "") for one in told]


@pytest.mark.parametrize(
    "address", ["/datasets/places.json", "/datasets/places.zip", "/datasets/dcat"]
)
def test_file_costs_the_same_for_few_and_for_many(get, everything, address):
    def look():
        b"".join(get(address))

    def add():
        for n in range(5):
            made = Service.objects.create(
                slug=f"kopia-{n}", name=f"Kopia {n}", organization=everything.organization,
                category=everything.category,
            )  # fmt: skip
            at = everything.at_locations.get()
            ServiceAtLocation.objects.create(service=made, location=at.location)
            Phone.objects.create(service=made, number="0921-620 00")

    assert_constant_queries(look, add=add)


def test_nothing_of_openstreetmap_is_no_file(get):
    assert get("/datasets/places-osm.json").status_code == 404
    assert get("/datasets/places-osm.zip").status_code == 404
