import pytest

from hemvist.search import lexicon, meaning
from hemvist.search.actions import index_all, load_concepts
from tests.municipality import loaded


@pytest.fixture(scope="session")
def _dictionaries():
    """Laid out once on a machine; that takes half a minute."""
    lexicon.lay_out_all()


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker, _dictionaries):
    with loaded(django_db_blocker):
        load_concepts()
        index_all()
        yield


@pytest.fixture
def boden(_boden, db):
    """The demo municipality, in the index."""


@pytest.fixture(autouse=True)
def _copies_of_other_tests_are_forgotten():
    """What a process keeps in memory of an index that a test has undone."""
    yield
    meaning.forget()


@pytest.fixture
def by_words_alone(monkeypatch):
    """As on a machine that has no model."""
    monkeypatch.setenv("HEMVIST_MEANING", "0")
