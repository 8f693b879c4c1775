import pytest
from django.test import Client

from tests.municipality import loaded


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def boden(_boden, db):
    """Every test has the demo municipality."""


@pytest.fixture
def client():
    """A browser: it says that its forms come from our pages."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"})
