"""Every list asks the database the same number of questions for two rows and for many."""

import pytest

from hemvist.demo.factories import (
    NOW,
    a_case,
    a_function,
    a_household,
    a_referral,
    a_source_code,
    a_user,
    a_vacancy,
    an_area,
    an_employer,
)
from hemvist.referrals.models import Function
from tests.site.addresses import address
from tests.site.queries import assert_constant_queries

LISTS = {
    "desk:home": "host",
    "desk:queue": "host",
    "desk:cases": "coordinator",
    "desk:waiting": "host",
    "inbox:list": "host",
    "bulk:saved_filters": "coordinator",
    "bulk:deeds": "coordinator",
    "waves:waves": "coordinator",
    "desk:team": "coordinator",
    "desk:register": "coordinator",
    "desk:extract": "coordinator",
    "follow_up:overview": "host",
    "replies:template_list": "host",
    "referrals:inbox": "receiver",
    "referrals:functions": "coordinator",
    "accounts:staff": "coordinator",
    "employers:sources": "coordinator",
    "employers:employers": "coordinator",
    "audit:log": "auditor",
    "vacancies:list": "stranger",
}


@pytest.mark.parametrize(("name", "who"), LISTS.items())
def test_list_costs_the_same_for_few_and_for_many(world, visitor, name, who):
    client, url = visitor(who), address(name)

    numbers = iter([0, 1, 1, 4])  # one of everything, then three more

    def look():
        assert client.get(url).status_code == 200

    def add():
        function = Function.objects.filter(staff=world.users["receiver"]).first()
        for number in range(next(numbers), next(numbers)):
            household = a_household(f"Familjen {number}", email=f"{number}@example.org")
            case = a_case(household, owner=world.users["host"])
            a_referral(case, function=function, by=world.users["host"])
            a_case(a_household(f"I kö {number}", email=f"k{number}@example.org"))
            a_function(f"Funktion {number}")
            a_user(f"Kollega {number}")
            a_source_code(f"Kod {number}", employer=an_employer(f"Arbetsgivare {number}"))
            a_vacancy(f"Jobb {number}", area=an_area(f"by-{number}"), field_id=f"f{number}")

    add()
    assert_constant_queries(look, add=add)


def test_one_case_costs_the_same_however_much_was_said(world, visitor):
    from hemvist.casework.actions import add_note
    from hemvist.demo.factories import a_message

    client, url = visitor("coordinator"), address("desk:case", [world.case.reference])

    def add():
        for number in range(4):
            a_message(world.case, body=f"Fråga {number}")
            a_message(world.case, by=world.users["host"], body=f"Svar {number}")
            add_note(world.case, body="Hm", by=world.users["host"], at=NOW)

    assert_constant_queries(lambda: client.get(url), add=add)
