"""Changing the document of a form, alone and beside a colleague."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.intake.definition import read
from hemvist.intake.outline import (
    PartIsGone,
    merged,
    new_key,
    question_in,
    with_new_question,
    with_new_section,
    with_question,
    with_question_moved,
    with_section_moved,
    without_question,
    without_section,
)
from tests.intake.making_forms import a_document, a_question, documents, texts

quickly = settings(max_examples=60, deadline=None)


def keys(document):
    return [question["key"] for part in document["sections"] for question in part["questions"]]


def two_sections():
    document = a_document(a_question("a"), a_question("b"))
    return with_new_question(
        with_new_section(document, {"key": "more", "title": texts("More")}),
        a_question("c"),
        section="more",
    )


@pytest.mark.parametrize(
    ("key", "up", "expected"),
    [
        ("a", True, ["a", "b", "who", "c"]),
        ("a", False, ["b", "a", "who", "c"]),
        ("b", True, ["b", "a", "who", "c"]),
        ("who", False, ["a", "b", "who", "c"]),
        ("c", True, ["a", "b", "who", "c"]),
        ("c", False, ["a", "b", "who", "c"]),
    ],
)
def test_a_question_moves_one_place_and_over_the_edge_of_its_section(key, up, expected):
    assert keys(with_question_moved(two_sections(), key, up=up)) == expected


def test_over_the_edge_it_belongs_to_the_section_beside():
    moved = with_question_moved(two_sections(), "c", up=True)

    assert [len(part["questions"]) for part in moved["sections"]] == [4, 0]


@quickly
@given(documents(), st.data())
def test_moving_up_and_down_again_loses_nothing(document, data):
    key = data.draw(st.sampled_from(keys(document)))

    moved = with_question_moved(document, key, up=data.draw(st.booleans()))

    assert sorted(keys(moved)) == sorted(keys(document))
    assert read(moved).by_key == read(document).by_key


def test_the_document_before_stays_as_it_was():
    document = two_sections()

    without_question(document, "a")
    without_section(document, "more")
    with_section_moved(document, "more", up=True)
    with_question(document, {**a_question("a"), "help": texts("x")})

    assert document == two_sections()


@pytest.mark.parametrize(
    "change",
    [
        lambda document: question_in(document, "z"),
        lambda document: without_question(document, "z"),
        lambda document: with_question_moved(document, "z", up=True),
        lambda document: with_question(document, a_question("z")),
        lambda document: with_new_question(document, a_question("z"), section="z"),
        lambda document: without_section(document, "z"),
    ],
)
def test_what_a_colleague_has_removed_is_noticed(change):
    with pytest.raises(PartIsGone):
        change(two_sections())


def test_a_new_key_is_an_address_that_nothing_else_has():
    document = a_document(a_question("hello"))

    found = [new_key(document, words) for words in ("Hello?", "check", "Var?", "سؤال", "x" * 99)]

    assert found == ["hello-2", "check-2", "var", "question", "x" * 36]


BASE = {"key": "a", "question": {"sv": "Hej", "en": "Hi"}, "required": True}


def test_two_who_change_different_languages_are_brought_together():
    mine = {**BASE, "question": {"sv": "Hejsan", "en": "Hi"}}
    theirs = {**BASE, "question": {"sv": "Hej", "en": "Hello"}, "required": False}

    both, same = merged(BASE, mine, theirs)

    assert both == {"key": "a", "question": {"sv": "Hejsan", "en": "Hello"}, "required": False}
    assert same == []


def test_two_who_change_the_same_words_are_told_which():
    mine = {**BASE, "question": {"sv": "Hejsan", "en": "Hi"}}
    theirs = {**BASE, "question": {"sv": "God dag", "en": "Hi"}}

    assert merged(BASE, mine, theirs) == (mine, ["question.sv"])
    assert merged(BASE, mine, mine) == (mine, [])


def test_a_text_that_one_has_taken_away_is_gone():
    both, same = merged(BASE, {**BASE, "question": {"sv": "Hej"}}, BASE)

    assert (both["question"], same) == ({"sv": "Hej"}, [])


parts = st.fixed_dictionaries(
    {"question": st.dictionaries(st.sampled_from(["sv", "en"]), st.sampled_from("abc"))},
    optional={"fills": st.sampled_from("xy"), "choices": st.lists(st.sampled_from("pq"))},
)


@quickly
@given(parts, parts)
def test_who_changes_alone_gets_just_what_was_written(base, mine):
    both, same = merged(base, mine, base)

    assert same == []
    assert {k: v for k, v in both.items() if v} == {k: v for k, v in mine.items() if v}
