"""Who gets what, against the plainest way to work it out; and rules that nothing reaches."""

from datetime import UTC, date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.routing.choosing import AWAY, FULL, GONE, NO_HOST, Colleague, days_from
from hemvist.routing.deciding import (
    EARLIER_HOST,
    LEAST,
    NAMED,
    NO_RULE,
    NOBODY,
    QUEUE,
    SUSPECTED,
    decide,
)
from hemvist.routing.linting import findings_in
from hemvist.routing.parsing import read
from hemvist.routing.reaching import Reach
from hemvist.routing.returning import EarlierCase
from tests.routing.worlds import (
    EMPTY,
    FRONT,
    JONTE,
    MONDAY,
    OPEN,
    SAM,
    SAMIRA,
    SCHOOL,
    VOCABULARY,
    a_staff,
    facts,
)

DAYS = days_from(MONDAY.date(), due=MONDAY.date() + timedelta(days=2), calendar=OPEN)


def reading(text):
    found = read(text, VOCABULARY)
    assert found.mistakes == ()
    return found


def verdict(text, staff=None, **said):
    return decide(reading(text).rules, facts(**said), staff or a_staff(), days=DAYS)


def went(text, staff=None, **said):
    found = verdict(text, staff, **said)
    return found.team, found.owner, found.how


def test_the_first_rule_that_holds_decides():
    rules = """
    språk är arabiska och behov innehåller skola → team Skola, helst Samira
    språk är arabiska → Samira
    annars → team Mottagning
    """
    assert went(rules, language="ar", needs=frozenset({"school", "home"})) == (
        SCHOOL,
        SAMIRA,
        NAMED,
    )
    assert went(rules, language="ar", needs=frozenset({"home"})) == (FRONT, SAMIRA, NAMED)
    assert went(rules, language="fi") == (FRONT, None, QUEUE)
    assert went("språk är arabiska → Samira", language="fi") == (FRONT, None, NO_RULE)


def test_the_one_with_least_to_do_is_counted_by_hours_days_and_language():
    work = {SAMIRA: (3, 12), JONTE: (2, 8), SAM: (2, 8)}
    half = {SAM: Colleague(SAM, "Sam", languages=frozenset({"sv"}), share=50)}
    next_week = ((date(2026, 11, 30), date(2026, 12, 4)),)
    away = {JONTE: Colleague(JONTE, "Jonte", languages=frozenset({"sv"}), away=next_week)}
    rule = "annars → team Mottagning, den med minst att göra"

    assert went(rule, a_staff(work)) == (FRONT, JONTE, LEAST)  # 12, 12 of 16: the lower number
    assert went(rule, a_staff(work, people=half)) == (FRONT, JONTE, LEAST)
    assert went(rule, a_staff(work, people=half | away)) == (FRONT, SAMIRA, LEAST)
    assert went(rule, a_staff(work), language="ar") == (FRONT, SAMIRA, LEAST)  # 16 before 18
    assert went(rule, a_staff(work), language="fi") == (FRONT, JONTE, LEAST)


def test_nobody_is_chosen_who_is_away_full_gone_or_no_host():
    def why_not(**changes):
        one = Colleague(SAMIRA, "Samira", **changes)
        found = verdict("annars → helst Samira", a_staff({SAMIRA: (2, 8)}, people={SAMIRA: one}))
        assert (found.team, found.owner, found.how) == (FRONT, None, NOBODY)
        return found.standings[0].why_not

    until_friday = ((date(2026, 11, 20), date(2026, 11, 27)),)
    assert why_not(away=until_friday) == AWAY
    assert why_not(days=frozenset({3, 4})) == AWAY  # not here before the promise has passed
    assert why_not(share=0) == AWAY
    assert why_not(most=2) == FULL
    assert why_not(is_active=False) == GONE
    assert why_not(is_host=False) == NO_HOST


def test_one_who_is_back_before_the_promise_passes_can_have_it():
    back = Colleague(SAMIRA, "Samira", away=((date(2026, 11, 20), date(2026, 11, 24)),))

    assert went("annars → Samira", a_staff(people={SAMIRA: back})) == (FRONT, SAMIRA, NAMED)


def test_when_the_preferred_cannot_the_one_with_least_to_do_does_and_else_the_queue():
    full = {SAMIRA: Colleague(SAMIRA, "Samira", most=0)}
    rule = "annars → team Skola, helst Samira"

    assert went(rule, a_staff(people=full)) == (SCHOOL, None, NOBODY)
    assert went(f"{rule}, den med minst att göra", a_staff(people=full)) == (SCHOOL, JONTE, LEAST)
    assert went("annars → team Kultur och fritid, den med minst att göra") == (EMPTY, None, NOBODY)


def test_a_household_that_comes_back_goes_to_its_earlier_host_even_when_full():
    rules = "återkommer → tidigare värd\nannars → team Mottagning, Jonte"
    earlier = EarlierCase(1, SAM, SCHOOL)
    full = a_staff({SAM: (9, 36)}, people={SAM: Colleague(SAM, "Sam", most=2)})

    assert went(rules, full, earlier=earlier) == (SCHOOL, SAM, EARLIER_HOST)
    gone = a_staff(people={SAM: Colleague(SAM, "Sam", is_active=False)})
    found = verdict(rules, gone, earlier=earlier)
    assert (found.owner, found.passed_over) == (JONTE, ((1, GONE),))
    found = verdict(rules, earlier=EarlierCase(1, None, SCHOOL))
    assert (found.owner, found.passed_over) == (JONTE, ((1, "no_earlier_host"),))
    assert verdict(rules).passed_over == ()


def test_what_a_machine_may_have_sent_waits_in_the_queue_of_its_team():
    rules = "återkommer → tidigare värd\nkälla är form → team Skola, Samira"

    assert went(rules, source="form_suspected", earlier=EarlierCase(1, SAM, FRONT)) == (
        SCHOOL,
        None,
        SUSPECTED,
    )


def test_the_day_is_the_day_in_sweden():
    rule = "dag är söndag och klockan är före 1 → Samira"
    sunday = MONDAY.replace(day=22, hour=0, minute=30)

    assert went(rule, at=sunday)[1] == SAMIRA
    assert went(rule, at=sunday.astimezone(UTC))[1] == SAMIRA
    assert went("dag är stängd → Samira", at=sunday)[1] == SAMIRA
    assert went("dag är stängd → Samira", at=MONDAY)[1] is None


# A small world in which every enquiry there can be is tried.
ATOMS = {
    "language": ["ar", "fi", "sv"],
    "area": ["harads", "unbyn", ""],
    "needs": ["school", "home"],
}
LINES = {
    "språk är {}": ["arabiska", "finska", "svenska", "arabiska eller finska"],
    "språk är inte {}": ["arabiska", "finska"],
    "område är {}": ["Harads", "Boden"],
    "område {}": ["finns", "saknas"],
    "behov innehåller {}": ["skola", "bostad", "skola eller bostad"],
    "behov innehåller inte {}": ["skola", "skola eller bostad"],
    "behov {}": ["saknas"],
    "barn är {}": ["minst 1", "högst 1", "mellan 1 och 2", "0"],
    "barnets ålder {}": ["under 6", "minst 6", "mellan 3 och 8"],
    "dag är {}": ["helg", "vardag", "måndag", "stängd"],
}
CONDITIONS = st.sampled_from(
    [one.format(value) for one, values in LINES.items() for value in values]
)
TARGETS = st.sampled_from(
    ["team Skola", "Samira", "team Mottagning, Jonte", "tidigare värd", "Sam Berg"]
)
RULES = st.lists(st.tuples(st.lists(CONDITIONS, max_size=3), TARGETS), max_size=6)
# Told in plain Python, apart from the parser and the engine.
PLAINLY = {
    "språk är arabiska eller finska": lambda e: e["language"] in ("ar", "fi"),
    "språk är arabiska": lambda e: e["language"] == "ar",
    "språk är finska": lambda e: e["language"] == "fi",
    "språk är svenska": lambda e: e["language"] == "sv",
    "språk är inte arabiska": lambda e: e["language"] != "ar",
    "språk är inte finska": lambda e: e["language"] != "fi",
    "område är Harads": lambda e: e["area"] == "harads",
    "område är Boden": lambda e: e["area"] == "boden",
    "område finns": lambda e: e["area"] != "",
    "område saknas": lambda e: e["area"] == "",
    "behov innehåller skola": lambda e: "school" in e["needs"],
    "behov innehåller bostad": lambda e: "home" in e["needs"],
    "behov innehåller skola eller bostad": lambda e: "school" in e["needs"] or "home" in e["needs"],
    "behov innehåller inte skola": lambda e: "school" not in e["needs"],
    "behov innehåller inte skola eller bostad": lambda e: not {"school", "home"} & e["needs"],
    "behov saknas": lambda e: not e["needs"],
    "barn är minst 1": lambda e: len(e["child_ages"]) >= 1,
    "barn är högst 1": lambda e: len(e["child_ages"]) <= 1,
    "barn är mellan 1 och 2": lambda e: 1 <= len(e["child_ages"]) <= 2,
    "barn är 0": lambda e: len(e["child_ages"]) == 0,
    "barnets ålder under 6": lambda e: any(age < 6 for age in e["child_ages"]),
    "barnets ålder minst 6": lambda e: any(age >= 6 for age in e["child_ages"]),
    "barnets ålder mellan 3 och 8": lambda e: any(3 <= age <= 8 for age in e["child_ages"]),
    "dag är helg": lambda e: e["at"].isoweekday() > 5,
    "dag är vardag": lambda e: e["at"].isoweekday() < 6,
    "dag är måndag": lambda e: e["at"].isoweekday() == 1,
    "dag är stängd": lambda e: e["at"].isoweekday() > 5,
}
EVERY_ENQUIRY = [
    {
        "language": language,
        "area": area,
        "needs": frozenset(needs),
        "child_ages": ages,
        "at": MONDAY + timedelta(days=day),
    }
    for language, area, needs, ages, day in product(
        ["ar", "fi", "sv"],
        ["harads", "boden", "unbyn", ""],
        [(), ("school",), ("home",), ("school", "home"), ("work",)],
        [(), (2,), (7,), (2, 7), (12, 13, 14)],
        [0, 1, 5],
    )
]


def _written(rules):
    return "\n".join(f"{' och '.join(c) if c else 'annars'} → {target}" for c, target in rules)


@settings(max_examples=40, deadline=None)
@given(RULES, st.lists(st.integers(0, len(EVERY_ENQUIRY) - 1), min_size=20, max_size=20))
def test_the_engine_chooses_the_line_that_plain_python_chooses(rules, which):
    parsed = reading(_written(rules)).rules
    for enquiry in (EVERY_ENQUIRY[number] for number in which):
        expected = next(
            (
                line
                for line, (conditions, target) in enumerate(rules, start=1)
                if all(PLAINLY[one](enquiry) for one in conditions) and target != "tidigare värd"
            ),
            None,
        )
        found = decide(parsed, facts(**enquiry), a_staff(), days=DAYS)
        assert (found.rule.line if found.rule else None) == expected


@settings(max_examples=40, deadline=None)
@given(RULES)
def test_a_line_said_never_to_be_reached_is_reached_by_no_enquiry(rules):
    parsed = reading(_written(rules)).rules
    reach, before = Reach(parsed), []
    for rule in parsed:
        if not reach.is_reached(rule, after=before):
            assert not any(
                facts(**enquiry).fits(rule)
                and not any(facts(**enquiry).fits(one) for one in before)
                for enquiry in EVERY_ENQUIRY
            )
        before.append(rule)


NUMBERS = st.tuples(
    st.integers(0, 9),
    st.integers(0, 40),
    st.sampled_from([20, 50, 75, 100]),
    st.sets(st.integers(0, 4)),
    st.none() | st.integers(0, 9),
    st.booleans(),
)


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(st.integers(1, 6), NUMBERS, min_size=1))
def test_the_least_loaded_is_the_first_when_all_are_sorted_by_hand(several):
    people = {
        pk: Colleague(
            pk,
            str(pk),
            share=share,
            days=frozenset(days),
            most=most,
            languages=frozenset({"sv"} if speaks else ()),
        )
        for pk, (_cases, _points, share, days, most, speaks) in several.items()
    }
    staff = a_staff(
        {pk: one[:2] for pk, one in several.items()}, people=people, teams={FRONT: tuple(several)}
    )
    by_hand = []
    for pk, (cases, points, share, days, most, speaks) in several.items():
        here = 2 * len(days)  # in ten working days from a Monday every weekday comes twice
        in_time = bool(days & {0, 1, 2})
        if in_time and (most is None or cases < most):
            load = (points + 4) / (share / 100) / (here / 10) * (1 if speaks else 1.5)
            by_hand.append((round(load, 9), cases, pk))
    expected = min(by_hand)[2] if by_hand else None

    assert went("annars → den med minst att göra", staff)[1] == expected


def findings(text, staff=None):
    return [
        (one.line, one.is_error, one.words)
        for one in findings_in(read(text, VOCABULARY), staff or a_staff())
    ]


def test_findings_in_a_set_of_rules():
    text = """språk är arabiska → Samira
språk är arabiska och behov är skola → team Skola
språk är arabiska → Jonte
dag är vardag → Jonte
dag är helg och språk är finska och språk är svenska → Jonte
dag är helg → team Kultur och fritid
annars → Jonte"""

    assert findings(text) == [
        (2, True, "Line 1 already takes everybody this line is for."),
        (3, True, "Line 1 says something else of the same people, and comes first."),
        (5, True, "No enquiry can be all of this at once."),
        (6, False, "Nobody in this team takes cases. What is sent here waits for a coordinator."),
        (7, True, "The lines above already take everybody this line is for."),
    ]


def test_the_earlier_host_takes_nobody_from_the_lines_below():
    assert findings("alltid → tidigare värd\nannars → Jonte") == []


def test_one_who_has_left_or_has_no_cases_is_found():
    left = a_staff(
        people={
            SAMIRA: Colleague(SAMIRA, "Samira Lindbäck", is_active=False),
            JONTE: Colleague(JONTE, "Jonte Rörvik", is_host=False),
        }
    )

    assert findings("språk är arabiska → Samira\nannars → Jonte", left) == [
        (1, True, "Samira Lindbäck does not work here any more."),
        (2, True, "Jonte Rörvik has no cases of their own: only hosts and coordinators do."),
    ]


def test_a_set_without_an_end_says_where_the_others_go():
    ((line, is_error, words),) = findings("språk är arabiska → Samira")

    assert (line, is_error) == (1, False)
    assert "front door" in words


def test_two_hundred_tangled_rules_are_looked_through_without_running_away():
    text = "\n".join(
        f"språk är {language} och barn är minst {n % 7} och behov är {need} och barnets ålder över {n % 15} → Jonte"
        for n, (language, need) in zip(
            range(200), product(["arabiska", "finska"] * 50, ["skola", "bostad"]), strict=True
        )
    )

    assert any(is_error for _line, is_error, _words in findings(text))
