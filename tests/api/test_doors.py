"""What is the same for everything that another system reads."""

import gzip
from uuid import uuid4

import pytest
from django.test import Client

ADDRESSES = [
    "/hsds/", "/hsds/services", "/hsds/openapi.json", "/hsds/profile/", "/api/v1/", "/api/v1/areas",
    "/api/v1/api-info", "/datasets/dcat", "/datasets/areas.csv", "/datasets/places.json",
    "/datasets/places.zip",
]  # fmt: skip


def read(answer):
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_page_may_read_it(client, address):
    answer = client.get(address, headers={"origin": "https://elsewhere.example"})
    read(answer)

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_browser_that_asks_first_is_let_in_to_read(client, address):
    answer = client.options(address)

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_has_not_changed_is_not_sent_again(client, address):
    first = client.get(address)
    read(first)

    again = client.get(address, headers={"if-none-match": first["ETag"]})
    other = client.get(address, headers={"if-none-match": '"something else"'})

    assert (again.status_code, read(again)) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in first["Cache-Control"]
    assert (other.status_code, bool(read(other))) == (200, True)


def test_change_gives_another_tag(client, everything):
    addresses = [
        f"/hsds/services/{everything.pk}",
        "/datasets/places.json",
        "/api/v1/places/allt-i-ett",
    ]
    before = [client.get(address)["ETag"] for address in addresses]

    everything.name = "Allt i två"
    everything.save()

    after = [client.get(address)["ETag"] for address in addresses]
    assert len(set(before) | set(after)) == 6


def test_one_service_says_when_it_changed_last(client, everything):
    address = f"/hsds/services/{everything.pk}"
    moment = client.get(address)["Last-Modified"]

    assert client.get(address, headers={"if-modified-since": moment}).status_code == 304
    earlier = {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert client.get(address, headers=earlier).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_gives_the_same_without_the_body(client, address):
    shown, head = client.get(address), client.head(address)
    read(shown)

    assert (head.status_code, read(head)) == (200, b"")
    assert head["Content-Type"] == shown["Content-Type"]
    assert head["ETag"] == shown["ETag"]


@pytest.mark.parametrize("way", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_can_be_written(address, way):
    answer = getattr(Client(enforce_csrf_checks=True), way)(address)

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_long_answers_are_packed_for_those_who_can_unpack(client):
    plain = client.get("/hsds/services", {"lang": "sv"})
    packed = client.get("/hsds/services", {"lang": "sv"}, headers={"accept-encoding": "gzip"})

    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == f"W/{plain['ETag']}"


@pytest.mark.parametrize(
    ("asked", "header", "given"),
    [
        ({}, "", "sv"),
        ({}, "de,fr", "sv"),
        ({}, "de, uk;q=0.8, en;q=0.2", "uk"),
        ({}, "ar-EG", "ar"),
        ({"lang": "fi"}, "en", "fi"),
        ({}, "x" * 9_000, "sv"),
    ],
)
def test_answer_is_in_one_language(client, asked, header, given):
    answer = client.get("/api/v1/areas", asked, headers={"accept-language": header})

    assert answer["Content-Language"] == given


def test_cookie_of_a_person_does_not_choose_the_language(client):
    client.cookies["django_language"] = "ar"

    assert client.get("/api/v1/areas")["Content-Language"] == "sv"


@pytest.mark.parametrize("language", ["xx", "", "sv-SE'", "../", "SV"])
def test_language_that_we_do_not_have_gets_a_sentence(client, language):
    answer = client.get("/api/v1/areas", {"lang": language})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "lang"


def test_whoever_asks_too_much_is_told_when_to_come_back(client, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    codes = [client.get("/api/v1/api-info").status_code for _ in range(3)]
    refused = client.get("/api/v1/api-info", {"lang": "en"})
    another = client.get("/api/v1/api-info", REMOTE_ADDR="192.0.2.7")

    assert codes == [200, 200, 429]
    assert 1 <= int(refused["Retry-After"]) <= 61
    assert refused["Content-Type"] == "application/problem+json"
    assert another.status_code == 200


def test_large_file_weighs_more_than_a_page(client, settings):
    settings.API_REQUESTS_A_MINUTE = 40

    codes = []
    for _ in range(2):
        answer = client.get("/datasets/places.json")
        read(answer)
        codes.append(answer.status_code)

    assert codes == [200, 429]


def test_no_limit_where_none_is_wanted(client, settings):
    settings.API_REQUESTS_A_MINUTE = 0

    assert {client.get("/api/v1/api-info").status_code for _ in range(5)} == {200}


@pytest.mark.parametrize("address", ["/hsds/services", "/hsds/organizations", "/api/v1/places"])
def test_one_that_is_not_there_is_not_found(client, address):
    for number in [uuid4(), "abc", "../x", "1" * 500]:
        answer = client.get(f"{address}/{number}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
