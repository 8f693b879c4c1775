"""The same name is found whatever its order, script and spelling."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.merging.likeness import ENOUGH, Traits, compare, score
from hemvist.merging.names import are_near, are_same, distance, keys_of, tokens_of

MARCH = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Svensson", "Svensson, Anna"),
        ("Åsa Öberg", "asa oberg"),
        ("Anna-Maria Lind", "Lind Anna Maria"),
        ("Олена Шевченко", "Olena Shevchenko"),
        ("أحمد علي", "احمد علي"),
    ],
)
def test_the_same_name(one, other):
    assert are_same(tokens_of(one), tokens_of(other))
    assert keys_of([one], moving_on=None) == keys_of([other], moving_on=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kristina Svensson", "Christina Svenson"),
        ("Oleksandr Koval", "Aleksandr Koval"),
        ("Anna Maria Svensson", "Anna Svensson"),
        ("Mohammed Ali", "Mohamed Ali"),
        ("Sofia Lindqvist", "Sofia Lindkvist"),
        ("Erik Lindberg", "Erik Lindbreg"),
    ],
)
def test_nearly_the_same_name_is_found_in_the_same_month(one, other):
    assert are_near(tokens_of(one), tokens_of(other))
    assert keys_of([one], moving_on=MARCH) & keys_of([other], moving_on=MARCH)


@pytest.mark.parametrize(
    ("one", "other"), [("Anna Svensson", "Anna Nilsson"), ("Li Wu", "Lu Wi"), ("Anna", "Anne")]
)
def test_another_name(one, other):
    assert not are_near(tokens_of(one), tokens_of(other))


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_has_keys_that_fit_and_is_as_far_both_ways(one, other):
    for key in keys_of([one, other], moving_on=MARCH):
        assert 0 < len(key) <= 120
        assert "\0" not in key
    ours, theirs = tokens_of(one), tokens_of(other)
    assert are_near(ours, theirs) == are_near(theirs, ours)
    assert tokens_of(one) == tokens_of(one.upper()) or not one.isascii()


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
@settings(max_examples=80, deadline=None)
def test_distance_is_the_same_both_ways_and_nothing_only_for_equals(one, other):
    there, back = distance(one, other, most=8), distance(other, one, most=8)
    assert there == back
    assert (there == 0) == (one == other)


def test_reasons_add_up():
    ours = Traits(1, ("Mira Exempel",), frozenset({("email", "m@example.org")}), MARCH)
    same_name = Traits(2, ("Exempel Mira",), frozenset(), MARCH)
    other_month = Traits(3, ("Mira Exempel",), frozenset(), date(2028, 1, 1))
    office = Traits(4, ("Ali Reza",), ours.addresses, None)

    assert compare(ours, same_name) == ["name", "month"]
    assert score(compare(ours, other_month)) < ENOUGH
    assert compare(ours, office) == ["email"]
    assert score(compare(ours, office, of_many=ours.addresses)) < ENOUGH
