"""Rules made by choosing: they are lines of the same text, checked by the same parser."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.accounts.models import User
from hemvist.demo import factories as make
from hemvist.routing import words
from hemvist.routing.building import (
    SAYS,
    Chosen,
    NoSuchLine,
    TextIsFull,
    changed,
    condition_text,
    line_text,
    with_line,
)
from hemvist.routing.models import RuleSet
from hemvist.routing.parsing import LONGEST_TEXT, MOST_RULES, read
from hemvist.routing.words import Vocabulary, language_names, names_by
from tests.routing.test_actions import a_service, in_force
from tests.routing.test_views import write

NAMED = {
    "language": language_names(),
    "origin": names_by(words.ORIGINS),
    "form": names_by(words.FORMS),
    "day": {**names_by(words.DAYS), **words.WEEK},
}
VALUES = {"language": "arabiska", "origin": "norden", "form": "student", "day": "helg"}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("what", [*words.FIELDS, *words.FLAGS])
@pytest.mark.parametrize("how", list(SAYS))
def test_whatever_can_be_chosen_can_be_read_or_is_refused_in_words(language, what, how):
    is_number = what in words.NUMBERS
    if what in ("area", "need", "employer"):
        vocabulary = Vocabulary({**NAMED, what: {"harads": frozenset(["x"])}})
    else:
        vocabulary = Vocabulary(NAMED)
    value = "2" if is_number else VALUES.get(what, "Harads")
    values = (value, "3") if how == words.BETWEEN else (value,)
    with translation.override(language):
        text = line_text([condition_text(Chosen(what, how, values))], "kön")
        reading = read(text, vocabulary)

    makes_sense = (
        what in words.FLAGS
        or how in (words.GIVEN, words.MISSING)
        or (how in (words.AT_LEAST, words.AT_MOST, words.BETWEEN) and is_number)
        or (how == words.IS_NOT and not is_number)
        or how == words.IS
    )
    assert [one.words for one in reading.mistakes] == [] if makes_sense else reading.mistakes


LINES = st.lists(st.sampled_from(["a → b", "c → d", "# hej", "", "annars → kön"]), max_size=5)


@settings(max_examples=60, deadline=None)
@given(lines=LINES, number=st.integers(-2, 8), deed=st.sampled_from(["up", "down", "remove"]))
def test_moving_and_taking_away_loses_no_other_line(lines, number, deed):
    text = "\n".join(lines)
    before = text.rstrip().splitlines()
    try:
        after = changed(text, number, deed)
    except NoSuchLine:
        return
    gone = [before[number - 1]] if deed == "remove" else []
    kept = after.split("\n") if len(before) > len(gone) else []
    assert sorted([*kept, *gone]) == sorted(before)


def test_a_new_line_comes_before_the_one_that_takes_everybody_else():
    assert with_line("a → b\nannars → kön\n", "ny", before=None) == "a → b\nny\nannars → kön"
    assert with_line("a → b\nc → d", "ny", before=2) == "a → b\nny\nc → d"
    assert with_line("", "ny", before=None) == "ny"
    assert with_line("# alla\nannars → kön", "ny", before=None) == "ny\n# alla\nannars → kön"
    for full in ("x\n" * MOST_RULES, "x" * LONGEST_TEXT):
        with pytest.raises(TextIsFull):
            with_line(full, "ny", before=None)


@pytest.fixture
def boss(db):
    client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
    client.force_login(a_service()["boss"])
    return client


def make_rule(boss, **chosen):
    words = {"what_1": "language", "how_1": "is", "value_1": "Arabic", "before": "", "version": 1}
    target = {"target": "the one with least to do"}
    return boss.post(reverse("routing:rule"), {**words, **target, **chosen})


def draft():
    return RuleSet.objects.draft().get().text.splitlines()


def test_a_rule_is_made_moved_and_taken_away_without_knowing_the_grammar(boss):
    write(boss, "otherwise → the queue")
    RuleSet.objects.update(note="Inför sommaren")

    assert make_rule(boss, value_1='“Arabic”, Ukrai"nian').status_code == 302
    line = 'language is "Arabic" or "Ukrainian" → the one with least to do'
    assert draft() == [line, "otherwise → the queue"]
    assert RuleSet.objects.draft().get().note == "Inför sommaren"

    page = boss.get(reverse("routing:draft"))
    assert 'name="deed" value="down"' in page.text
    version = RuleSet.objects.draft().get().version
    boss.post(reverse("routing:line"), {"line": 1, "deed": "down", "version": version})
    assert draft() == ["otherwise → the queue", line]
    assert "takes everybody" in boss.get(reverse("routing:draft")).text  # the line is never reached
    boss.post(reverse("routing:line"), {"line": 2, "deed": "remove", "version": version + 1})
    assert draft() == ["otherwise → the queue"]
    assert (
        line.split(" →", maxsplit=1)[0].split('"', maxsplit=1)[0]
        in boss.get(reverse("routing:draft")).text
    )


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"value_1": "Klingon"}, "value_1"),
        ({"value_1": ""}, "value_1"),
        ({"what_1": "", "value_1": "Arabic"}, "what_1"),
        ({"what_2": "children", "how_2": "at least", "value_2": "many"}, "value_2"),
        ({"what_1": "nothing"}, "what_1"),
        ({"target": "the moon"}, "target"),
        ({"before": "99"}, "before"),
        ({"value_1": "a\0b"}, "value_1"),
        ({"value_1": "x" * 100_000}, "value_1"),
    ],
)
def test_what_cannot_be_a_rule_is_told_at_its_row_and_kept(boss, chosen, field):
    write(boss, "otherwise → the queue")

    page = make_rule(boss, **chosen)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert draft() == ["otherwise → the queue"]


def test_the_first_rule_made_begins_a_draft_of_the_rules_in_force(boss):
    in_force("otherwise → the queue", by=User.objects.get(name="Solveig Chef"))

    assert make_rule(boss, version="").status_code == 302

    line = 'language is "Arabic" → the one with least to do'
    assert draft() == [line, "otherwise → the queue"]


def test_no_rule_leads_to_one_who_has_left(boss):
    make.a_user("Ulf Norr", is_active=False)

    assert make_rule(boss, target='"Ulf Norr"', version="").status_code == 422
    assert make_rule(boss, target='"Samira Sol"', version="").status_code == 302


def test_a_rule_made_while_a_colleague_wrote_is_not_put_over_theirs(boss):
    write(boss, "otherwise → the queue")
    write(boss, "otherwise → the one with least to do", version=1)

    assert make_rule(boss).status_code == 422
    boss.post(reverse("routing:line"), {"line": 1, "deed": "remove", "version": 1})
    for nonsense in ({}, {"line": "x", "deed": "up"}, {"line": "1", "deed": "fly", "version": "2"}):
        assert boss.post(reverse("routing:line"), nonsense).status_code == 302

    assert draft() == ["otherwise → the one with least to do"]
