import pytest

from tests.municipality import loaded


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def boden(_boden, db):
    """Every test here has the demo municipality."""


def test_box_finds_a_place_by_its_name(client):
    answer = client.get("/sv/search/", {"q": "Fagernäs skola"})

    assert "Fagernäs skola</a>" in answer.content.decode()


def test_too_many_words_get_a_sentence(client):
    answer = client.get("/sv/search/", {"q": "x" * 100_000})

    assert answer.status_code == 422
