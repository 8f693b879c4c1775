import pytest

from hemvist.search import meaning, nearness, queries
from hemvist.search.actions import index_all, load_concepts
from tests.municipality import loaded


def put_into_the_index():
    load_concepts()
    index_all()


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker, dictionaries):
    with loaded(django_db_blocker, then=put_into_the_index):
        yield


@pytest.fixture
def boden(_boden, db):
    """The demo municipality, in the index."""


@pytest.fixture(autouse=True)
def _copies_of_other_tests_are_forgotten():
    """What a process keeps in memory of an index that a test has undone."""
    yield
    meaning.forget()
    queries.forget()
    nearness.forget()


@pytest.fixture
def by_words_alone(monkeypatch):
    """As on a machine that has no model."""
    monkeypatch.setenv("HEMVIST_MEANING", "0")
