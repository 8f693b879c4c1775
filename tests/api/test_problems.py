"""Whatever another system asks, it gets an answer that it can read."""

import json
import re

import pytest
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hemvist.api.descriptions import PROBLEM
from hemvist.api.house.views import api as house
from hemvist.api.hsds.views import api as hsds
from hemvist.demo.factories import a_happening, a_page, a_vacancy


@pytest.fixture(autouse=True)
def something_of_each(boden):
    a_happening("Allt", place=boden)
    a_vacancy()
    a_page("life/school/apply")


DESCRIPTIONS = {
    name: json.loads(json.dumps(api.get_openapi_schema()))
    for name, api in {"hsds": hsds, "house": house}.items()
}
OPERATIONS = [
    (path, operations["get"])
    for description in DESCRIPTIONS.values()
    for path, operations in description["paths"].items()
]
BAD = {
    "page": ["0", "-1", "1000000000", "9" * 30, "abc", "1.5", "", "1e3", "٣x"],
    "per_page": ["0", "101", "-5", "x"],
    "limit": ["0", "101", "-5", "x"],
    "format": ["xml", "csv", "JSON", ""],
    "taxonomy_term_id": ["1", "x", ""],
    "taxonomy_id": ["1", "' OR 1=1"],
    "organization_id": ["null"],
    "parent_id": ["x"],
    "modified_after": ["yesterday", "2026-13-45", "2026-11-23T25:00:00Z", "", "9" * 40],
    "full": ["perhaps", "2"],
    "minimal": ["maybe"],
    "top_only": ["-"],
    "proximity": ["0", "-1", "nan", "inf", "1e9", "near"],
    "latitude": ["91", "nan", "x"],
    "longitude": ["-181", "inf", "x"],
    "search": ["x" * 201, "x" * 100_000],
    "postcode": ["9" * 21],
    "text": ["x" * 201],
    "kind": ["city"],
    "lang": ["xx", "sv_SE", ""],
}  # fmt: skip
STRANGE = ["a\0b", "\u202eشمال🦌", "9" * 30, "-1", "%", "'", '"', "\\", "2026-11-23", "", "true"]


def told_by(answer):
    """The problem, which must be a whole one."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert list(Draft202012Validator(PROBLEM).iter_errors(told)) == []
    assert told["status"] == answer.status_code
    return told


def taking(name):
    return [
        re.sub(r"\{[^}]*\}", "00000000-0000-4000-8000-000000000000", path)
        for path, operation in OPERATIONS
        if name in {parameter["name"] for parameter in operation["parameters"]}
    ]


@pytest.mark.parametrize("name", BAD)
def test_parameter_that_makes_no_sense_is_named_with_what_to_do(get, name):
    for address in taking(name):
        for value in BAD[name]:
            told = told_by(get(address, {name: value}))
            assert told["status"] in {400, 404}, (address, value)
            if told["status"] == 400:
                assert {error["name"] for error in told["errors"]} == {name}, (address, value)
                assert all(error["reason"] for error in told["errors"])


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_problem_is_told_in_the_language_asked_for(get, language):
    answer = get("/hsds/services", {"page": "0", "lang": language})

    assert answer["Content-Language"] == language


@pytest.mark.parametrize(
    "params",
    [{"proximity": "5"}, {"latitude": "65"}, {"longitude": "21"}, {"latitude": "65", "longitude": "21"},
     {"postcode": "00000", "proximity": "5"}],
    ids=str,
)  # fmt: skip
def test_half_a_place_gets_a_sentence(get, params):
    assert told_by(get("/hsds/services", params))["status"] == 400


@pytest.mark.parametrize(
    "address",
    ["/hsds/a%00b", "/api/v1/areas?text=%00", "/datasets/%00", "/hsds/services?page=%ed%a0%80"],
)
def test_characters_that_no_text_holds_are_refused(get, address):
    assert told_by(get(address))["status"] in {400, 404}


@pytest.mark.parametrize(
    "address",
    ["/hsds/none", "/hsds/services/", "/api/none", "/api/v2/", "/api/v1/none", "/datasets/none", "/datasets/dcat.xml",
     "/hsds/services/%F0%9F%A6%8C", "/hsds/" + "x" * 5_000],
)  # fmt: skip
def test_address_that_is_none_is_a_problem_too(get, address):
    assert told_by(get(address))["status"] == 404


def test_mistake_of_ours_gives_a_reference_and_nothing_else(monkeypatch, caplog):
    monkeypatch.setattr("hemvist.api.hsds.reading.asked_services", lambda asked: 1 / 0)
    answer = Client(raise_request_exception=False).get("/hsds/services")

    told = told_by(answer)
    assert told["status"] == 500
    assert re.fullmatch("[0-9A-F]{8}", told["reference"])
    assert told["reference"] in caplog.text
    assert "ZeroDivision" not in answer.content.decode()


def test_database_that_is_down_is_said_to_be(monkeypatch):
    def down(asked):
        raise OperationalError

    monkeypatch.setattr("hemvist.api.hsds.reading.asked_services", down)
    answer = Client(raise_request_exception=False).get("/hsds/services")

    assert told_by(answer)["status"] == 503
    assert answer["Retry-After"] == "60"


def test_people_still_get_pages(client):
    answer = client.get("/sv/finns-inte/")

    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (404, "text/html")


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_description_says_all_that_another_system_must_know(name):
    told = DESCRIPTIONS[name]

    assert told["openapi"] == "3.1.0"
    assert {"title", "version", "description", "license", "contact"} <= set(told["info"])
    for path, operations in told["paths"].items():
        assert set(operations) == {"get"}
        operation = operations["get"]
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]
        assert {"200", "400", "404", "429"} <= set(operation["responses"]), path
        for parameter in operation["parameters"]:
            if parameter["in"] == "query":
                assert parameter["description"], (path, parameter)
    ids = [each["get"]["operationId"] for each in told["paths"].values()]
    assert len(ids) == len(set(ids))


def answer_schema(description, operation):
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return {**schema, "components": description["components"]}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_answers_are_as_the_description_says(get, everything, name):
    description = DESCRIPTIONS[name]
    for path, operations in description["paths"].items():
        address = path
        for part in re.findall(r"\{[^}]*\}", path):
            address = address.replace(part, _known(part, everything))
        answer = get(address)
        assert answer.status_code == 200, address
        validator = Draft202012Validator(answer_schema(description, operations["get"]))
        assert [error.message for error in validator.iter_errors(answer.json())] == [], address


def _known(part, everything):
    """Something that is there, for each place in an address."""
    from hemvist.directory.models import Taxonomy, TaxonomyTerm
    from hemvist.vacancies.models import Vacancy

    return str(
        {
            "{service_id}": everything.pk,
            "{organization_id}": everything.organization_id,
            "{at_id}": everything.at_locations.get().pk,
            "{taxonomy_id}": Taxonomy.objects.first().pk,
            "{term_id}": TaxonomyTerm.objects.first().pk,
            "{area_id}": "torpgardan",
            "{place_id}": everything.slug,
            "{happening_id}": everything.happenings.get().slug,
            "{job_id}": Vacancy.objects.first().pk,
            "{page_id}": "life/school/apply",
        }[part]
    )


def values_of(parameter):
    """What may be sent as one parameter: what fits its schema, and what does not."""
    schema = parameter["schema"]
    kinds = {each.get("type") for each in schema.get("anyOf", [schema])}
    fitting = [st.sampled_from(STRANGE), st.text(max_size=30)]
    if kinds & {"integer", "number"}:
        fitting += [st.integers(-3, 200).map(str), st.floats().map(str)]
    if "boolean" in kinds:
        fitting += [st.sampled_from(["true", "false"])]
    if "string" in kinds:
        fitting += [st.uuids().map(str), st.datetimes().map(lambda moment: moment.isoformat())]
    fitting += [st.sampled_from(schema["enum"])] if "enum" in schema else []
    return st.one_of(fitting)


def asked_by(operation):
    named = {
        parameter["name"]: values_of(parameter)
        for parameter in operation["parameters"]
        if parameter["in"] == "query"
    }
    return st.fixed_dictionaries({}, optional=named)


@pytest.mark.parametrize(("path", "operation"), OPERATIONS, ids=[path for path, _ in OPERATIONS])
def test_no_question_brings_it_down(get, everything, path, operation):
    address = path
    for part in re.findall(r"\{[^}]*\}", path):
        address = address.replace(part, _known(part, everything))
    description = DESCRIPTIONS["hsds" if path.startswith("/hsds") else "house"]
    validator = Draft202012Validator(answer_schema(description, operation))

    @settings(
        max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(asked_by(operation))
    def ask(params):
        params = {key: value.encode("utf-8", "surrogatepass") for key, value in params.items()}
        answer = get(address, params)
        if answer.status_code != 200:
            assert told_by(answer)["status"] in {400, 404}, params
        elif answer["Content-Type"] == "application/json":
            assert list(validator.iter_errors(answer.json())) == []
        else:
            b"".join(answer)

    ask()
