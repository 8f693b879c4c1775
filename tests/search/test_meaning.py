import numpy as np
import pytest

from hemvist.search import meaning
from hemvist.search.actions import add_meaning
from hemvist.search.asking import Meant, read_question
from hemvist.search.finding import find_things, is_close, things_of, varied
from hemvist.search.models import Concept, Document, Term
from hemvist.search.queries import Filters

pytestmark = [
    pytest.mark.usefixtures("boden"),
    pytest.mark.skipif(not meaning.is_here(), reason="There is no wheel of the model here."),
]


@pytest.fixture
def meant():
    """Vectors for the areas of life and a few concepts; all would take a minute."""
    Document.objects.exclude(kind="life_area").delete()
    kept = Term.objects.filter(concept__in=["preschool", "dentist"], language__in=["sv", "uk"])
    Term.objects.exclude(pk__in=kept.values("pk")).delete()
    while add_meaning(at_most=200):
        pass


def found(text, language="sv"):
    return find_things(read_question(text, language=language), Filters())


def test_a_question_with_none_of_the_words_finds_what_is_close_in_meaning(meant):
    Term.objects.filter(text__icontains="tand").delete()

    finding = found("jag har tandvärk")

    assert ("life_area", "health") in finding.things[:3]
    assert finding.nearly[0].concept.code == "dentist"


@pytest.mark.parametrize(
    ("text", "closeness", "is_answered"),
    [
        ("asdfgh qwerty", 0.5, False),
        ("przedszkole", 0.6, True),
        ("elefant", 0.3, True),
        ("tandläkarbesök", 0.4, True),
    ],
)
def test_what_nothing_is_close_to_is_not_answered_by_meaning(text, closeness, is_answered):
    """What stands in a dictionary has a sense; of what does not something must be close."""
    terms = [(1, closeness)]

    assert is_close(terms, read_question(text, language="sv")) is is_answered


def test_it_does_so_across_languages(meant):
    assert ("life_area", "health") in found("болить зуб", "uk").things[:3]


def test_words_come_first_where_they_are_understood(meant):
    finding = found("dagis")

    assert finding.things[0] == ("life_area", "school")
    assert finding.by_meaning == set()


def test_without_the_model_words_alone_are_searched(meant, by_words_alone):
    assert meaning.vector_asked("dagis") is None
    assert found("dagis").things[0] == ("life_area", "school")
    assert found("qqqzzz").things == []


def test_without_vectors_yet_words_alone_are_searched():
    assert not Document.objects.exclude(meaning=None).exists()

    assert found("dagis").things


def test_nearest_are_given_closest_first():
    matrix = np.eye(3, dtype=np.float32)
    space = meaning.Space(1, np.array([10, 20, 30]), matrix)

    near = space.nearest(np.array([0.1, 0.9, 0.3], dtype=np.float32), 2)

    assert [pk for pk, _closeness in near] == [20, 30]
    assert meaning.Space(1, np.array([]), matrix[:0]).nearest(matrix[0], 2) == []


def test_the_first_places_do_not_all_go_to_one_meaning_of_a_question():
    """Whoever meant the less likely finds it beside what is likelier, not after all of that."""
    scores = {
        ("place", key): score for key, score in zip("abcd", (1.0, 0.9, 0.8, 0.7), strict=True)
    }
    answered = dict.fromkeys([("place", "a"), ("place", "b"), ("place", "c")], "work")
    answered["place", "d"] = "transport"

    keys = [key for _kind, key in varied(scores, answered)]

    assert keys == ["a", "b", "d", "c"]


def test_what_only_mentions_a_meaning_counts_less_than_what_is_about_it():
    host = Meant("värd", Concept.objects.get(pk="host"))

    parts = dict(things_of([(host, 1.0)], read_question("värd", language="sv"), Filters()))

    assert parts.pop(("site", "intake:start")) == 1.0
    assert parts
    assert max(parts.values()) < 1.0
