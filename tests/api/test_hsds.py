"""Every object that goes out is one by the standard's own schemas."""

import json
from copy import deepcopy

import pytest
from jsonschema import Draft202012Validator

from hemvist.api.hsds import profile
from tests.api.standard import mistakes, schema
from tests.site.queries import assert_constant_queries

LANGUAGES = ["sv", "en", "fi", "ar", "uk"]
LISTS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
WAYS = [
    ("services", {}),
    ("services", {"full": "true"}),
    ("services", {"minimal": "true"}),
    ("organizations", {}),
    ("organizations", {"full": "true"}),
    ("organizations", {"full": "true", "full_service": "true"}),
    ("service_at_locations", {}),
    ("service_at_locations", {"full": "true"}),
    ("taxonomies", {}),
    ("taxonomy_terms", {}),
]
PAGE = {
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents",
}  # fmt: skip


def all_of(get, name, **params):
    """The contents of every page of a list."""
    found, number, pages = [], 1, 1
    while number <= pages:
        page = get(f"/hsds/{name}", {"per_page": 100, "page": number, **params}).json()
        found, pages, number = found + page["contents"], page["total_pages"], number + 1
    return found


def test_root_says_what_this_is_and_its_addresses_lead_somewhere(get):
    told = get("/hsds/").json()

    assert told["version"] == "3.1"
    assert set(told) == {"version", "profile", "openapi_url"}
    for name in ["profile", "openapi_url"]:
        assert get(told[name].removeprefix("http://localhost:8000")).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "params"), WAYS, ids=str)
def test_every_object_of_every_list_is_by_the_standard(get, name, params, language):
    objects = all_of(get, name, lang=language, **params)

    assert objects
    assert {told["id"]: found for told in objects if (found := mistakes(LISTS[name], told))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_object_alone_is_by_the_standard(get, name, language):
    ids = [told["id"] for told in all_of(get, name)]

    for number in ids[:: max(1, len(ids) // 10)]:
        answer = get(f"/hsds/{name}/{number}", {"lang": language})
        assert answer.status_code == 200
        assert mistakes(LISTS[name], answer.json()) == []


def test_service_that_has_everything_says_everything(get, everything):
    told = get(f"/hsds/services/{everything.pk}").json()

    assert mistakes("service", told) == []
    known = set(schema("service")["properties"]) | set(profile.OURS["service"])
    silent = {"fees", "assurer_email", "funding"}  # no such columns, and no names of persons
    assert set(told) == known - silent


def test_location_that_has_everything_says_everything(get, everything):
    told = get(f"/hsds/services/{everything.pk}").json()["service_at_locations"][0]["location"]

    known = set(schema("location")["properties"]) | set(profile.OURS["location"])
    assert set(told) == known - {"attributes", "metadata"}


@pytest.mark.parametrize(
    ("break_it", "where"),
    [
        (lambda told: told.pop("id"), "$"),
        (lambda told: told.update(id="number 7"), "$.id"),
        (lambda told: told.update(status="open"), "$.status"),
        (lambda told: told.update(name=None), "$.name"),
        (lambda told: told["organization"].pop("description"), "$.organization"),
        (lambda told: told.update(url="not an address"), "$.url"),
        (lambda told: told["phones"][0].pop("number"), "$.phones[0]"),
        (lambda told: told["capacities"][0].update(available="many"), "$.capacities[0].available"),
        (
            lambda told: told["service_at_locations"][0]["location"].update(latitude="65.8"),
            "$.service_at_locations[0].location.latitude",
        ),
    ],
    ids=range(9),
)
def test_broken_object_is_found_out(get, everything, break_it, where):
    told = deepcopy(get(f"/hsds/services/{everything.pk}").json())

    break_it(told)

    assert [found.split(":")[0] for found in mistakes("service", told)] == [where]


@pytest.mark.parametrize(("name", "params"), WAYS, ids=str)
def test_page_says_where_it_stands(get, name, params):
    first = get(f"/hsds/{name}", {"per_page": 1, **params}).json()
    total = first["total_items"]
    last = get(f"/hsds/{name}", {"per_page": 1, "page": total, **params}).json()

    assert set(first) == PAGE
    assert first | {"contents": []} == {
        "total_items": total, "total_pages": total, "page_number": 1, "size": 1,
        "first_page": True, "last_page": total == 1, "empty": False, "contents": [],
    }  # fmt: skip
    assert (last["first_page"], last["last_page"]) == (total == 1, True)


def test_pages_together_hold_every_service_once(get):
    pages = [get("/hsds/services", {"per_page": 7, "page": n}).json() for n in range(1, 5)]
    ids = [told["id"] for page in pages for told in page["contents"]]

    assert len(ids) == 28
    assert len(set(ids)) == 28
    assert ids == sorted(ids)


def test_list_that_finds_nothing_is_an_empty_first_page(get):
    told = get("/hsds/services", {"search": "finns inte någonstans"}).json()

    assert (told["empty"], told["total_items"], told["total_pages"]) == (True, 0, 1)


def test_all_at_once_is_one_object_on_a_line(get):
    answer = get("/hsds/services", {"format": "ndjson", "full": "true", "lang": "en"})
    told = [json.loads(line) for line in b"".join(answer).splitlines()]

    assert answer["Content-Type"] == "application/x-ndjson"
    assert {one.get("content_language") for one in told} <= {"en", "sv", None}
    assert "In English" in {one["description"] for one in told}
    assert [one["id"] for one in told] == [one["id"] for one in all_of(get, "services")]
    assert {one["id"]: found for one in told if (found := mistakes("service", one))} == {}


def test_texts_are_in_the_language_asked_for_and_names_in_their_own(get, everything):
    address = f"/hsds/services/{everything.pk}"
    swedish, english = get(address, {"lang": "sv"}), get(address, accept_language="en-GB,en;q=0.9")

    assert (swedish["Content-Language"], english["Content-Language"]) == ("sv", "en")
    assert (swedish.json()["description"], english.json()["description"]) == (
        "På svenska", "In English",
    )  # fmt: skip
    assert swedish.json()["name"] == english.json()["name"] == "Allt i ett"
    assert "Accept-Language" in english["Vary"]


def test_text_that_is_not_translated_says_which_language_it_is_in(get, everything):
    told = get(f"/hsds/services/{everything.pk}", {"lang": "uk"}).json()

    assert (told["description"], told["content_language"]) == ("In English", "en")
    assert told["translations"]["sv"]["alert"] == "På svenska"


def test_room_is_told_as_long_as_it_holds_and_as_a_number_where_there_is_one(get, everything):
    told = get(f"/hsds/services/{everything.pk}").json()

    assert [(each["unit"]["name"], each["available"]) for each in told["capacities"]] == [
        ("plats 0", 7), ("plats 2", 0),
    ]  # fmt: skip
    assert [(each["unit"], each["status"]) for each in told["capacity_status"]] == [
        ("plats 0", "available"), ("plats 1", "limited"), ("plats 2", "full"),
    ]  # fmt: skip


def test_what_costs_nothing_says_zero(get, everything):
    told = get(f"/hsds/services/{everything.pk}").json()

    assert sorted(each["amount"] for each in told["cost_options"]) == [0.0, 149.5]


def test_service_closed_for_good_is_found_by_its_number_and_by_those_who_ask_what_changed(
    get, everything
):
    everything.status = "defunct"
    everything.save()
    ids = {told["id"] for told in all_of(get, "services")}
    changed = {told["id"] for told in all_of(get, "services", modified_after="2020-01-01")}

    assert str(everything.pk) not in ids
    assert str(everything.pk) in changed
    assert get(f"/hsds/services/{everything.pk}").json()["status"] == "defunct"


@pytest.mark.parametrize(("name", "params"), WAYS, ids=str)
def test_list_costs_the_same_for_few_and_for_many(get, everything, name, params):
    words = {} if name.startswith("tax") else {"search": "Allt i ett"}

    def look():
        answer = get(f"/hsds/{name}", {"per_page": 100, **words, **params})
        assert answer.json()["total_items"] >= 1

    assert_constant_queries(look, add=lambda: copies_of(everything, 5))


def copies_of(service, number):
    """More services like it, of their own organisations, at places of their own."""
    from hemvist.directory.models import Location, Organization, Service, ServiceAtLocation

    for n in range(number):
        organization = Organization.objects.create(name=f"Allt i ett-föreningen {n}")
        made = Service.objects.create(
            slug=f"kopia-{n}", name=f"Allt i ett {n}", organization=organization,
            category=service.category,
        )  # fmt: skip
        location = Location.objects.create(name=f"Plats {n}", organization=organization)
        ServiceAtLocation.objects.create(service=made, location=location)


@pytest.mark.parametrize("name", profile.SCHEMAS)
def test_profile_only_adds_words_that_the_standard_does_not_have(get, name):
    ours, theirs = profile.schema_of(name), schema(name)
    added = profile.OURS.get(name, [])

    Draft202012Validator.check_schema(ours)
    assert set(ours["properties"]) - set(theirs["properties"]) == set(added)
    assert set(theirs["required"]) >= set(ours["required"]) >= {"id"}


@pytest.mark.parametrize("name", profile.OURS)
def test_patch_makes_the_standard_schema_one_that_our_objects_pass(get, name):
    patch = get(f"/hsds/profile/{name}.json")
    merged = merge(deepcopy(schema(name)), patch.json())

    assert patch["Content-Type"] == "application/merge-patch+json"
    assert set(profile.schema_of(name)["properties"]) <= set(merged["properties"])
    Draft202012Validator.check_schema(merged)


def merge(target, patch):
    """RFC 7386."""
    if not isinstance(patch, dict):
        return patch
    target = target if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = merge(target.get(name), value)
    return target


@pytest.mark.parametrize(("name", "kind"), LISTS.items())
def test_objects_are_as_our_own_schemas_say(get, name, kind):
    validator = Draft202012Validator(
        get(f"/hsds/schema/{kind}.json").json() | {"additionalProperties": False}
    )
    params = {} if name.startswith("tax") else {"full": "true"}

    for told in all_of(get, name, **params):
        assert [error.message for error in validator.iter_errors(told)] == []


def test_schema_and_patch_of_nothing_are_not_there(get):
    assert get("/hsds/schema/person.json").status_code == 404
    assert get("/hsds/profile/taxonomy.json").status_code == 404
