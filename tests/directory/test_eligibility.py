"""Whether somebody may use a service, and why."""

import pytest
from django.utils import translation

from hemvist.directory.eligibility import Answers, Met, outcome, rules_of, weigh
from hemvist.directory.models import EligibilityKind, EligibilityRule, Service

AGE = EligibilityRule(kind="age", minimum=6, maximum=19, notes={"en": "Ask for preschool."})
AREA = EligibilityRule(kind="area", allowed=["harads"])
NUMBER = EligibilityRule(kind="personal_number")
WORDS = {"area": {"harads": "Harads"}}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("age", "met"),
    [(5, Met.NO), (6, Met.YES), (19, Met.YES), (20, Met.NO), (None, Met.NOT_SAID), (0, Met.NO)],
)
def test_an_age_is_within_its_limits(age, met):
    assert weigh([AGE], Answers(age=age), words={})[0].met == met


@pytest.mark.parametrize(
    ("minimum", "maximum", "words"),
    [
        (6, 19, "From 6 to 19 years old"),
        (18, None, "From 18 years old"),
        (None, 5, "Up to 5 years old"),
        (None, 0, "Up to 0 years old"),
    ],
)
def test_ages_have_their_words(minimum, maximum, words):
    rule = EligibilityRule(kind="age", minimum=minimum, maximum=maximum)

    assert weigh([rule], Answers(), words={})[0].condition == words


@pytest.mark.parametrize(
    ("answers", "met"),
    [
        (Answers(chosen={"area": ["harads"]}), Met.YES),
        (Answers(chosen={"area": ["other"]}), Met.NO),
        (Answers(chosen={"area": ["other", "harads"]}), Met.YES),
        (Answers(chosen={"origin": ["harads"]}), Met.NOT_SAID),
    ],
)
def test_one_of_the_allowed_answers_is_enough(answers, met):
    verdict = weigh([AREA], answers, words=WORDS)[0]

    assert (verdict.condition, verdict.met) == ("You live or will live in: Harads", met)


@pytest.mark.parametrize(("has", "met"), [(True, Met.YES), (False, Met.NO), (None, Met.NOT_SAID)])
def test_a_personal_number_is_had_or_not_or_not_said(has, met):
    assert weigh([NUMBER], Answers(personal_number=has), words={})[0].met == met


def test_every_kind_of_rule_has_words():
    rules = [EligibilityRule(kind=kind, minimum=1, allowed=["x"]) for kind in EligibilityKind]

    verdicts = weigh(rules, Answers(), words={})

    assert len({verdict.condition for verdict in verdicts}) == len(EligibilityKind)


def test_one_unmet_condition_is_enough_for_no_and_one_open_leaves_it_open():
    met, unmet, unsaid = (weigh([AGE], Answers(age=age), words={})[0] for age in (7, 50, None))

    assert outcome([met, met]) == Met.YES
    assert outcome([met, unsaid]) == Met.NOT_SAID
    assert outcome([unsaid, unmet]) == Met.NO


def test_ages_of_the_service_are_a_rule_unless_a_rule_says_more():
    service = Service(minimum_age=6, maximum_age=19)

    assert [(rule.kind, rule.minimum) for rule in rules_of(service, [AREA])] == [
        ("age", 6),
        ("area", None),
    ]
    assert rules_of(service, [AGE]) == [AGE]
    assert rules_of(Service(), []) == []
