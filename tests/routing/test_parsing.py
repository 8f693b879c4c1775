"""Rules as a coordinator writes them, and what is said of those that cannot be read."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hemvist.routing.parsing import read
from hemvist.routing.sentences import Condition, Target
from hemvist.routing.words import BETWEEN, GIVEN, IS, IS_NOT, MISSING
from tests.routing.worlds import EMPTY, FRONT, JONTE, SAMIRA, SCHOOL, VOCABULARY


def rule(text):
    reading = read(text, VOCABULARY)
    assert reading.mistakes == ()
    return reading.rules[0]


def only(text):
    (condition,) = rule(f"{text} → kön").conditions
    return condition


def mistake(text):
    reading = read(text, VOCABULARY)
    assert reading.rules == ()
    (wrong,) = reading.mistakes
    return text[wrong.start : wrong.end], wrong.words


@pytest.mark.parametrize(
    "text",
    [
        "språk är arabiska och behov innehåller skola → team Skola, helst Samira",
        "language is Arabic and need includes school → team Skola, preferably Samira",
        "Om språket är ARABISKA, behov är skola -> helst samira lindbäck, team skola",
        'if the language is “arabic” and needs include school => team "Skola" and preferably Samira',
    ],
)
def test_the_same_rule_in_either_language_means_the_same(text):
    found = rule(text)

    assert [(one.field, one.operator, one.values) for one in found.conditions] == [
        ("language", IS, {"ar"}),
        ("need", IS, {"school"}),
    ]
    assert (found.target.team, found.target.person) == (SCHOOL, SAMIRA)


@pytest.mark.parametrize(
    ("text", "field", "operator", "values"),
    [
        ("område är Harads eller Unbyn och Avan", "area", IS, {"harads", "unbyn"}),
        ("area is not Harads", "area", IS_NOT, {"harads"}),
        ("område saknas", "area", MISSING, set()),
        ("arbetsgivare finns", "employer", GIVEN, set()),
        ("employer is given", "employer", GIVEN, set()),
        ("employer is North Steel or Bakery", "employer", IS, {"7", "8"}),
        ('källa är "mässan, våren och hösten"', "source", IS, {"mässan, våren och hösten"}),
        ("dag är vardag", "day", IS, set("01234")),
        ("day is the weekend or Friday", "day", IS, set("456")),
        ("dagen är stängd", "day", IS, {"closed"}),
        ("flyttar från Norden eller Sverige", "origin", IS, {"nordic", "sweden"}),
        ("återkommer", "returning", GIVEN, set()),
        ("needs an interpreter", "interpreter", GIVEN, set()),
    ],
)
def test_what_a_condition_asks_for(text, field, operator, values):
    assert only(text) == Condition(field, operator, text, values=frozenset(values))


MUCH = 10**6


@pytest.mark.parametrize(
    ("text", "field", "low", "high"),
    [
        ("barn är minst 2", "children", 2, MUCH),
        ("children at most 1", "children", -MUCH, 1),
        ("barn är 3", "children", 3, 3),
        ("antal vuxna över 2", "adults", 3, MUCH),
        ("people are less than 3", "people", -MUCH, 2),
        ("barnets ålder är mellan 1 och 5", "child_age", 1, 5),
        ("a child’s age is between 6 and 15", "child_age", 6, 15),
        ("klockan är mellan 8 och 16.30", "time", 480, 989),
        ("time is after 16:00", "time", 960, MUCH),
        ("tiden är före 8", "time", -MUCH, 479),
        ("klockan är 12", "time", 720, 779),
        ("månader till flytt högst 2", "months", -MUCH, 2),
    ],
)
def test_what_a_number_may_be(text, field, low, high):
    assert only(text) == Condition(field, BETWEEN, text, low=low, high=high)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("team Kultur och fritid", Target("", team=EMPTY)),
        ("Samira", Target("", person=SAMIRA)),
        ("till Jonte", Target("", person=JONTE)),
        ("team Skola, den med minst att göra", Target("", team=SCHOOL, is_least=True)),
        (
            "helst Samira, den med minst att göra bland Jonte och Sam Berg, team Mottagning",
            Target("", team=FRONT, person=SAMIRA, is_least=True, among=(JONTE, 3)),
        ),
        (
            "the one with least to do among Samira, Jonte and Samira",
            Target("", is_least=True, among=(SAMIRA, JONTE)),
        ),
        ("sin tidigare värd", Target("", is_earlier_host=True)),
        ("team Skola, kön", Target("", team=SCHOOL)),
    ],
)
def test_where_a_rule_leads(text, target):
    found = rule(f"annars → {text}").target

    assert found == Target(text, **{k: v for k, v in vars(target).items() if k != "text"})


@pytest.mark.parametrize(
    ("text", "word", "begins"),
    [
        ("språk är klingonska → kön", "klingonska", "No language is called “klingonska”."),
        (
            "språk är arabisk → kön",
            "arabisk",
            "No language is called “arabisk”. Did you mean “arabiska”",
        ),
        ("sprak är arabiska → kön", "sprak", "“sprak” is not known. Did you mean “språk”?"),
        ("månens fas är full → kön", "månens", "“månens” is nothing a rule can ask about."),
        ("språk arabiska → kön", "arabiska", "After “språk” comes"),
        ("språk är minst arabiska → kön", "språk är minst", "That can only be said of a number."),
        ("språk är → kön", "→", "Here a value is missing."),
        ("barn är minst två → kön", "två", "Here a number is missing."),
        ("barn är mellan 5 och 2 → kön", "barn är mellan 5 och 2", "The smaller number"),
        ("klockan är efter 25 → kön", "25", "That is no time of day."),
        ("språk är arabiska", "a", "The arrow → and where it leads are missing."),
        ("språk är arabiska eller område är Harads → kön", "område", "“or” can only stand"),
        ("barn finns eller vuxna är 2 → kön", "eller", "“or” can only stand"),
        ("annars →", "→", "After the arrow comes a team or a person."),
        ("annars → team Skolan", "Skolan", "No team is called “Skolan”. Did you mean “skola”?"),
        ("annars → helst Sam", "Sam", "Several are called “Sam”. Write the whole name."),
        ("annars → Samirra", "Samirra", "Nobody here is called “Samirra”. Did you mean “samira”?"),
        ("annars → Samira, Jonte", "Jonte", "A rule leads to one team and one person."),
        ("annars → sin tidigare värd, Jonte", ",", "The rule should have ended before this."),
        ("→ kön", "→", "What shall hold?"),
        ("och → kön", "och", "“och” is nothing a rule can ask about."),
    ],
)
def test_a_mistake_points_to_its_word(text, word, begins):
    pointed, words = mistake(text)

    assert pointed == word
    assert words.startswith(begins)


def test_remarks_and_empty_lines_say_nothing_and_lines_keep_their_numbers():
    reading = read("# Skolan\n\nannars → kön\n  # slut\nfel\n", VOCABULARY)

    assert [one.line for one in reading.rules] == [3]
    assert [one.line for one in reading.mistakes] == [5]


def test_names_are_remembered_with_whom_they_meant():
    reading = read("annars → team Skola, helst Samira\nannars → Jonte", VOCABULARY)

    assert reading.names == {"team:skola": SCHOOL, "person:samira": SAMIRA, "person:jonte": JONTE}


def test_more_rules_than_anybody_can_oversee_are_a_mistake():
    assert read("annars → kön\n" * 201, VOCABULARY).mistakes[0].words.startswith("These are more")
    assert read("#" * 100_000, VOCABULARY).mistakes[0].words.startswith("These are more")


WORDS = st.sampled_from(
    [
        *("språk", "är", "inte", "arabiska", "och", "eller", ",", "→", "->", "team", "Skola"),
        *("Samira", "helst", "barn", "minst", "2", "mellan", "klockan", "8.30", "annars", "den"),
        *("med", "att", "göra", "bland", '"', "“", "”", "\0", "\ud800", "barnets", "ålder", "is"),
        *("language", "99999999", "²"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
@example("²")
@example("barn är ² → kön")
def test_whatever_is_written_is_either_a_rule_or_a_mistake_in_its_line(text):
    reading = read(text, VOCABULARY)

    lines = text.splitlines()
    said = [
        n for n, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")
    ]
    assert sorted([*(r.line for r in reading.rules), *(m.line for m in reading.mistakes)]) == said
    for wrong in reading.mistakes:
        assert 0 <= wrong.start < wrong.end <= len(lines[wrong.line - 1])
