"""The municipality's own API, by the national profile for REST APIs."""

import re

import pytest
from django.urls import get_resolver

from hemvist.directory.models import Area, Service
from tests.site.queries import assert_constant_queries


def test_api_says_what_it_is(get):
    told = get("/api/v1/api-info").json()

    assert set(told) == {"apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", told["apiVersion"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["apiReleased"])
    assert told["apiStatus"] == "active"
    assert get(told["apiDocumentation"].removeprefix("http://localhost:8000")).status_code == 200


def test_start_leads_everywhere(get):
    for address in get("/api/v1/").json().values():
        answer = get(address.removeprefix("http://localhost:8000"))
        assert answer.status_code == 200, address
        b"".join(answer)


def test_addresses_are_small_letters_figures_and_hyphens():
    patterns = [p for p in get_resolver().url_patterns if str(p.pattern) == ""]
    api = next(r for p in patterns for r in p.url_patterns if str(r.pattern) == "api/v1/")

    paths = {re.sub(r"<[^>]*>", "x", str(one.pattern)) for one in api.url_patterns}
    assert {path for path in paths if not re.fullmatch(r"[a-z0-9/-]*", path)} == {
        "openapi.json", "^(?Px.*)$",
    }  # fmt: skip


def test_list_has_twenty_on_a_page_and_says_where_the_others_are(get):
    answer = get("/api/v1/places", {"page": 2, "category": "school", "limit": 5})
    told = answer.json()

    assert (told["page"], told["limit"], len(told["items"])) == (2, 5, 5)
    assert set(told["links"]) == {"self", "first", "last", "prev", "next"}
    assert get("/api/v1/places").json()["limit"] == 20
    assert (
        told["links"]["prev"]
        == "http://localhost:8000/api/v1/places?category=school&limit=5&page=1"
    )
    assert f'<{told["links"]["prev"]}>; rel="prev"' in answer["Link"]


def test_pages_follow_each_other_to_the_end(get):
    address, names = "/api/v1/places?limit=30", []
    while address:
        told = get(address.removeprefix("http://localhost:8000")).json()
        names += [one["id"] for one in told["items"]]
        address = told["links"].get("next")

    assert sorted(names) == sorted(Service.objects.public().values_list("slug", flat=True))


def test_place_says_where_it_is_and_where_the_fact_is_from(get, everything):
    told = get("/api/v1/places/allt-i-ett", {"lang": "en"}).json()

    assert {key: told[key] for key in ["name", "description", "language", "address", "phone"]} == {
        "name": "Allt i ett",
        "description": "In English",
        "language": "en",
        "address": "Kungsgatan 1",
        "phone": "0921-620 00",
    }
    assert told["position"] == {"latitude": 65.8251, "longitude": 21.6887}
    assert told["source"] == {"url": "https://www.boden.se/", "checkedOn": "2026-11-23"}
    assert told["page"] == "http://localhost:8000/en/places/allt-i-ett/"
    assert get(told["hsds"].removeprefix("http://localhost:8000")).status_code == 200


def test_name_of_an_area_is_the_same_in_every_language(get):
    names = [
        [one["name"] for one in get("/api/v1/areas", {"lang": code, "limit": 100}).json()["items"]]
        for code in ["sv", "ar", "uk"]
    ]

    assert names[0] == names[1] == names[2]
    assert len(names[0]) == Area.objects.count()


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({"area": "torpgardan"}, {"at_locations__location__area": "torpgardan"}),
        ({"category": "school"}, {"category": "school"}),
        ({"lifeArea": "school"}, {"category__life_area": "school"}),
        ({"text": "SKOLA"}, {"name__icontains": "skola"}),
        ({"text": "skola", "category": "preschool"}, {"name__icontains": "skola", "category": "preschool"}),
        ({"area": "finns-inte"}, {"slug": ""}),
    ],
)  # fmt: skip
def test_places_that_fit_all_that_is_asked(get, params, wanted):
    told = get("/api/v1/places", {"limit": 100, **params}).json()

    found = Service.objects.public().filter(**wanted)
    assert {one["id"] for one in told["items"]} == {one.slug for one in found}


def test_areas_of_one_kind(get):
    told = get("/api/v1/areas", {"kind": "village", "limit": 100}).json()

    assert {one["kind"] for one in told["items"]} == {"village"}


def test_place_closed_for_good_is_gone(get, everything):
    everything.status = "defunct"
    everything.save()

    assert get("/api/v1/places/allt-i-ett").status_code == 404


@pytest.mark.parametrize("name", ["places", "areas", "life-areas"])
def test_list_costs_the_same_for_few_and_for_many(get, everything, name):
    def look():
        assert get(f"/api/v1/{name}", {"limit": 100}).status_code == 200

    def add():
        for n in range(3):
            Service.objects.create(
                slug=f"kopia-{n}", name=f"Kopia {n}", organization=everything.organization,
                category=everything.category,
            )  # fmt: skip
            Area.objects.create(slug=f"by-{n}", name=f"By {n}")

    assert_constant_queries(look, add=add)
