"""A host who is signed in, their case, and a colleague; on a Monday morning for those who ask."""

import pytest
import time_machine

from hemvist.demo import factories as make
from hemvist.demo.factories import NOW


@pytest.fixture
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def host(client):
    host = make.a_user("Elin Bäck")
    client.force_login(host)
    return host


@pytest.fixture
def case(host):
    return make.a_case(owner=host)


@pytest.fixture
def colleague():
    return make.a_user("Omar Lind")
