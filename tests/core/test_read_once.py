"""What pages have in common is read once an edition, and only for pages that are kept."""

import pytest
from django.template import engines

from hemvist.core.read_once import making_a_page, read_once

FIRST, SECOND = (
    frozenset({("core", state), ("guide", state), ("directory", 1)}) for state in (1, 2)
)


@pytest.fixture
def asked():
    return []


@pytest.fixture
def read(asked):
    @read_once(most=2)
    def read(*what, **more):
        asked.append((what, more))
        return f"{what} {more}"

    return read


def test_within_an_edition_it_is_read_once_for_each_thing_asked(read, asked):
    for _page in range(2):
        with making_a_page(FIRST):
            read("a"), read("a", of=1)

    assert asked == [(("a",), {}), (("a",), {"of": 1})]


def test_a_new_edition_reads_anew(read, asked):
    for edition in (FIRST, SECOND, SECOND):
        with making_a_page(edition):
            read("a")

    assert len(asked) == 2


def test_a_page_for_one_reader_reads_each_time(read, asked):
    with making_a_page(FIRST):
        read("a")
    read("a")
    with making_a_page(None):
        read("a")

    assert len(asked) == 3


def test_of_too_many_the_least_used_is_forgotten(read, asked):
    with making_a_page(FIRST):
        read("a"), read("b"), read("a"), read("c"), read("a"), read("b")

    assert [what for (what,), _more in asked] == ["a", "b", "c", "b"]


def test_what_was_read_for_an_earlier_edition_is_not_given_to_the_next():
    """A page begun before a change ends after it: what it read stays with its edition."""
    truth = ["before"]

    @read_once()
    def slow():
        told = truth[0]
        if told == "before":
            truth[0] = "after"
            with making_a_page(SECOND):
                assert slow() == "after"
        return told

    with making_a_page(FIRST):
        assert slow() == "before"
    with making_a_page(SECOND):
        assert slow() == "after"


def test_a_part_of_a_template_is_put_together_once_for_each_name():
    template = engines["django"].from_string(
        "{% load once %}{% once name %}{{ name }}{{ unnamed }}{% endonce %} {{ unnamed }}"
    )

    def shown(name, unnamed):
        return template.render({"name": name, "unnamed": unnamed})

    with making_a_page(frozenset({("core", "of this test")})):
        pages = [shown("a", 1), shown("a", 2), shown("b", 3)]

    assert pages == ["a1 1", "a1 2", "b3 3"]
    assert shown("a", 4) == "a4 4"


def test_what_says_what_it_is_about_is_asked_again_only_when_that_changes(asked):
    @read_once(about=frozenset({"directory"}))
    def places():
        asked.append("places")

    for edition in (FIRST, SECOND, FIRST - {("directory", 1)} | {("directory", 2)}):
        with making_a_page(edition):
            places()

    assert asked == ["places", "places"]


def test_the_text_of_one_page_lets_nothing_be_read_again_that_many_have_in_common(read, asked):
    for own in (("guide/a0", 1), ("guide/a0", 2), ("guide/b1", 1)):
        with making_a_page(FIRST | {own}):
            read("a")

    assert len(asked) == 1
