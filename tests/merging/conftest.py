"""Two cases of what may be one household."""

import pytest

from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from tests.merging.making import kept_of


@pytest.fixture
def host(db):
    make.a_municipality()
    return make.a_user("Elin Bäck")


@pytest.fixture
def case(host):
    return make.a_case(owner=host)


@pytest.fixture
def other(host):
    return make.a_case(
        make.a_household("Mira Exempel", email="mira.e@example.org", origin="eu"),
        life_areas=["school", "home"],
        other_information="Vi ringde också.",
    )


@pytest.fixture
def merged(case, other, host):
    from hemvist.merging.actions import merge_cases

    return merge_cases(case, other=other, kept=kept_of(case), by=host, at=NOW)
