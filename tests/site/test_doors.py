"""Every door of the site: who gets in, who is sent away, and how."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from tests.site.addresses import NAMES, PATTERNS, address
from tests.site.doors import DOORS, FROM_OUR_PAGES, OUTSIDE, WITHOUT_TOKEN
from tests.site.visits import LOOKING, Watch
from tests.site.world import NOTHING

WITH_ARGS = [name for name, door in DOORS.items() if set(door.args) & set(NOTHING)]
MIGHT_KNOW = ["host", "coordinator", "citizen_services", "service_point", "receiver", "auditor"]
GONE = {404, 410}
OF_A_CASE = [name for name, door in DOORS.items() if "reference" in door.args]


def test_every_address_has_its_line_and_every_line_its_address():
    assert set(NAMES) == set(DOORS)


@pytest.mark.parametrize("name", DOORS)
def test_door_opens_to_those_who_may_and_to_nobody_else(db, visits, name):
    door = DOORS[name]

    seen = {who: visits[name, who].status for who in door.visitors}

    assert seen == {who: door.answers[who] for who in door.visitors}


@pytest.mark.parametrize("name", DOORS)
def test_nobody_acts_who_may_not(world, visitor, name):
    door = DOORS[name]
    url = address(name, [world.named_for[arg] for arg in door.args])
    refused = set(door.visitors) - door.may_act

    answers = {who: visitor(who).post(url, {}).status_code for who in sorted(refused)}

    assert {who: code for who, code in answers.items() if code not in {302, 403, 404, 405}} == {}
    colleagues = {who: code for who, code in answers.items() if who not in OUTSIDE}
    if not name.startswith("portal:"):
        assert 302 not in colleagues.values()


@pytest.mark.parametrize("name", WITH_ARGS)
def test_what_is_not_there_is_not_found(world, visitor, name):
    door = DOORS[name]
    for wrong in set(door.args) & set(NOTHING):
        args = [NOTHING[arg] if arg == wrong else world.named_for[arg] for arg in door.args]
        url = address(name, args)
        for who, answer in door.answers.items():
            if answer in {200, 405} and who in door.may_act and who in door.visitors:
                client = visitor(who)
                code = client.get(url).status_code
                assert code in ({404, 405} if answer == 405 else GONE), (who, url, code)
                assert client.post(url, {}).status_code in {*GONE, 405}, (who, url)


@pytest.mark.parametrize("name", OF_A_CASE)
def test_protected_case_is_not_there_for_anybody_but_the_staff_named_for_it(world, visitor, name):
    door = DOORS[name]
    args = [
        world.protected.reference if arg == "reference" else world.named_for[arg]
        for arg in door.args
    ]
    url = address(name, args)

    seen = {who: visitor(who).get(url).status_code for who in MIGHT_KNOW}
    done = {who: visitor(who).post(url, {}).status_code for who in MIGHT_KNOW}

    assert set(seen.values()) <= {404, 405}
    assert set(done.values()) <= {404, 405}


@pytest.mark.parametrize("name", DOORS)
def test_wrong_method_changes_nothing(world, visitor, name):
    url = address(name, [world.named_for[arg] for arg in DOORS[name].args])
    client, watch = visitor("coordinator"), Watch()

    with connection.execute_wrapper(watch):
        codes = {getattr(client, way)(url).status_code for way in ["delete", "patch", "trace"]}

    assert codes <= {200, 302, 403, 404, 405}
    assert watch.tables - LOOKING == set()


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT_TOKEN))
def test_no_door_is_open_to_forms_of_other_sites(name):
    assert not getattr(PATTERNS[name].callback, "csrf_exempt", False)


@pytest.mark.parametrize("name", sorted(FROM_OUR_PAGES))
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/testserver"},
        {"Referer": "http://[broken"},
    ],
    ids=str,
)
def test_what_needs_no_token_is_taken_from_our_own_pages_only(world, name, headers):
    url = address(name, [world.named_for[arg] for arg in DOORS[name].args])

    answer = Client(headers=headers).post(url, {"thing": f"area:{world.case.area_id}"})

    assert answer.status_code == 403
    assert not answer.cookies


def test_addresses_lead_back_to_their_own_view(world):
    for name, door in DOORS.items():
        url = address(name, [world.named_for[arg] for arg in door.args])
        assert resolve(url).view_name == name
