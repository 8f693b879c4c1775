import pytest

from hemvist.api import limits
from tests.api.everything import make_everything
from tests.municipality import loaded


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield make_everything()


@pytest.fixture(autouse=True)
def boden(_boden, db):
    """The demo municipality, and in it one service with all there can be of a service."""
    limits.forget()
    return _boden


@pytest.fixture
def everything(boden):
    """The service that has all parts."""
    return boden


@pytest.fixture
def get(client):
    """What an address answers, read to its end."""

    def ask(address, params=None, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(address, params or {}, headers=names)

    return ask
