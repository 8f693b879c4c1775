"""A host who is signed in, and a case of theirs."""

import pytest

from hemvist.demo import factories as make


@pytest.fixture
def host(client):
    host = make.a_user("Elin Bäck")
    client.force_login(host)
    return host


@pytest.fixture
def case(host):
    return make.a_case(owner=host)
