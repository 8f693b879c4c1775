import pytest

from tests.municipality import loaded


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def boden(_boden, db):
    """Every test of the guide has the demo municipality."""
