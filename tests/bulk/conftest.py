"""A team with a host and a coordinator."""

import pytest

from hemvist.accounts.models import Role
from hemvist.demo import factories as make


@pytest.fixture
def team(db):
    make.a_municipality()
    return make.a_team("Mottagningen", is_front_door=True)


@pytest.fixture
def host(team):
    return make.a_user("Elin Bäck", teams=[team])


@pytest.fixture
def coordinator(team):
    return make.a_user("Samira Ek", role=Role.COORDINATOR, teams=[team])
