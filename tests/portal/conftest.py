"""A household with a case, and its own page opened on a device."""

import re

import pytest

from hemvist.messaging.models import Delivery
from hemvist.people.links import link_to
from tests.portal.making import make_case, make_family, make_host, make_municipality


@pytest.fixture(autouse=True)
def _empty_cache(db):
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def municipality(db):
    return make_municipality()


@pytest.fixture
def host(municipality):
    return make_host()


@pytest.fixture
def household(municipality):
    return make_family()


@pytest.fixture
def case(household, host):
    return make_case(household, owner=host)


def path_of(household):
    return "/" + link_to(household).split("/", 3)[3]


def last_code():
    delivery = Delivery.objects.filter(purpose="code").first()
    return re.search(r"\b\d{6}\b", delivery.body)[0]


def open_page(client, household, **fields):
    """What a person does: open the link, ask for a code, write it."""
    path = path_of(household)
    client.post(path, {"point": household.contact_points.first().pk})
    return client.post(f"{path}code/", {"code": last_code(), **fields})


@pytest.fixture
def at_home(client, case):
    open_page(client, case.household)
    return client


@pytest.fixture
def connection_queries():
    """How many queries something takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(deed):
        with CaptureQueriesContext(connection) as queries:
            deed()
        return len(queries)

    return count
