"""What keeps a form from being published, and what an editor has to answer for."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.intake.checking import problems
from hemvist.intake.conditions import Domain, asked, can_hold
from hemvist.intake.definition import NotADefinition, read
from hemvist.intake.ready import ready_forms
from hemvist.intake.sensitive import warnings
from tests.intake.filling import READY
from tests.intake.making_forms import (
    NAME,
    VALUES,
    a_choice,
    a_document,
    a_form,
    a_question,
    documents,
    texts,
    when,
)

quickly = settings(max_examples=60, deadline=None)
LIFE_AREAS = {"housing": "A home", "work": "Work"}


def words(form, **more):
    return [problem.words for problem in problems(form, life_areas=LIFE_AREAS, **more)]


@pytest.mark.parametrize("ready", list(ready_forms()), ids=lambda ready: ready.slug)
def test_every_ready_form_can_be_published_in_all_its_languages(ready):
    offers = ready.kind in ("association", "landlord")

    assert words(READY[ready.slug], is_offer=offers) == []
    assert READY[ready.slug].languages == ("sv", "en", "fi", "ar", "uk")
    assert warnings(READY[ready.slug]) == []


@quickly
@given(documents())
def test_a_form_made_of_right_parts_has_nothing_wrong_but_conditions_that_never_hold(document):
    wrong = words(read(document))

    assert all("never asked" in sentence for sentence in wrong)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (a_form(a_question("a", "riddle")), "there is no kind of question “riddle”"),
        (a_form(a_question("a"), a_question("a")), "another question is called “a” too"),
        (a_form(a_question("check")), "the name “check” cannot be an address"),
        (a_form(a_question("Åå")), "the name “Åå” cannot be an address"),
        (a_form(a_choice("a")), "needs at least two answers"),
        (a_form(a_choice("a", "x", "x")), "two answers are called “x”"),
        (a_form(a_question("a", "when")), "choose what can be answered"),
        (a_form(a_question("a", "consent")), "say with whom it is shared"),
        (a_form(a_question("a", "whom", fills="needs.person")), "has to come after “What they"),
        (a_form(NAME), "only once"),
        (a_form(a_question("a", fills="case.title")), "cannot become “case.title”"),
        (a_form(a_question("a", question={"sv": "Hej"})), "the question is missing in English"),
        (a_form(a_question("a", help={"en": "Hi"})), "the help is missing in Swedish"),
        (a_form(languages=["sv"]), "always offered in English"),
        (a_form(languages=["sv", "en", "xx"]), "no language “xx”"),
        (a_form(lead={"sv": "Kort."}), "introduction is missing in English"),
        (a_form(sections=[]), "asks nothing yet"),
        (
            a_form(sections=[{"key": "s", "title": texts("S"), "questions": []}]),
            "“S” has no questions",
        ),
        (
            a_form(a_question("b", condition=when("a", "x")), a_choice("a", "x", "y")),
            "asks about “Question a?”, which comes later",
        ),
        (a_form(a_question("b", condition=when("z", "x"))), "“z”, which is not in the form"),
        (
            a_form(a_choice("a", "x", "y"), a_question("b", condition=when("a", "q"))),
            "the answer “q” to “Question a?”, which cannot be given",
        ),
        (
            a_form(a_choice("a", "x", "y"), a_question("b", condition=when("a"))),
            "say which answer to “Question a?” it waits for",
        ),
        (
            a_form(a_question("a"), a_question("b", condition=when("a", "x"))),
            "which cannot be given",
        ),
        (
            a_form(a_choice("a", "x", "y"), a_question("b", condition={"tests": []})),
            "its condition says nothing",
        ),
        (
            a_form(a_choice("a", "x", "y", condition=when("a", "x"))),
            "“Question a?” in “All of it” and “Question a?” wait for each other",
        ),
        (
            a_form(
                a_choice("a", "x", "y", condition=when("b", "x")),
                a_choice("b", "x", "y", condition=when("a", "x")),
            ),
            "“Question a?” in “All of it” and “Question b?” wait for each other",
        ),
        (
            a_form(
                a_choice("a", "x", "y"),
                a_choice("b", "x", "y", condition=when("a", "x")),
                a_question(
                    "c",
                    condition={
                        "match": "all",
                        "tests": [
                            {"question": "a", "one_of": ["y"]},
                            {"question": "b", "one_of": ["x"]},
                        ],
                    },
                ),
            ),
            "“Question c?” in “All of it” is never asked",
        ),
    ],
)
def test_a_mistake_gets_a_sentence_that_names_the_place(form, sentence):
    assert any(sentence in one for one in words(form)), words(form)


def test_an_offer_asks_nothing_that_only_a_household_can_answer():
    form = a_form(a_question("a", "origin", fills="household.origin"))

    assert words(form) == []
    assert "is for households, and this is an offer" in words(form, is_offer=True)[0]


def the_values(answers):
    return lambda question, _chosen: answers.get(question.key, frozenset())


@quickly
@given(documents(most=5))
def test_whether_a_question_can_ever_be_asked_agrees_with_trying_all_answers(document):
    form = read(document)
    domains, options = {}, []
    for question in form.questions:
        values = VALUES.get(question.kind, [])
        many = question.kind == "choices"
        domains[question.key] = Domain(frozenset(values), takes_many=many)
        if many:
            options.append([frozenset(values), *(frozenset([v]) for v in values)])
        else:
            options.append([frozenset(), *(frozenset([value]) for value in values)])
    keys = [question.key for question in form.questions]
    ever = set()
    for combination in product(*options):
        answers = dict(zip(keys, combination, strict=True))
        ever |= {question.key for question in asked(form.questions, the_values(answers))}

    conditions = {question.key: question.condition for question in form.questions}
    found = {
        question.key
        for question in form.questions
        if can_hold(question.condition, domains=domains, conditions=conditions)
    }

    assert found == ever


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "x",
        {"sections": "x"},
        {"sections": [1]},
        {"sections": [{"questions": [[]]}]},
        {**a_document(), "name": "plain"},
        {**a_document(), "languages": [None]},
        a_document(a_question("x" * 41)),
        a_document(a_question("a", question={"sv": "x" * 3_000})),
        a_document(a_question("a", condition={"match": "none", "tests": []})),
        a_document(a_question("a", question={"sv": "nul\0"})),
    ],
)
def test_a_document_of_another_shape_is_told_in_sentences(document):
    with pytest.raises(NotADefinition) as told:
        read(document)

    assert all(sentence.endswith(".") for sentence in told.value.sentences)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["sections", "questions", "key", "name", "tests", "condition", "choices"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@quickly
@given(json_values)
def test_any_json_is_read_or_refused_but_never_breaks(document):
    try:
        form = read(document)
    except NotADefinition:
        return
    problems(form)


@pytest.mark.parametrize(
    ("subject", "asked_for"),
    [
        ("health", {"sv": "Har du någon sjukdom?", "en": "Anything?"}),
        ("health", {"sv": "Något?", "en": "Do you have any allergies or illnesses?"}),
        ("health", {"sv": "Något?", "en": "Anything?", "fi": "Onko sinulla sairauksia?"}),
        ("health", {"sv": "Något?", "en": "Anything?", "ar": "كيف حال صحتك؟"}),
        ("health", {"sv": "Något?", "en": "Anything?", "uk": "Який стан вашого здоров’я?"}),
        ("religion", {"sv": "Vilken tro har du?", "en": "?"}),
        ("religion", {"sv": "?", "en": "?", "ar": "ما دينك؟"}),
        ("origin", {"sv": "Vilket medborgarskap har du?", "en": "?"}),
        ("origin", {"sv": "?", "en": "What is your ethnic origin?"}),
        ("origin", {"sv": "?", "en": "?", "uk": "Яке у вас громадянство?"}),
        ("politics", {"sv": "Vilket parti röstar du på?", "en": "?"}),
        ("union", {"sv": "Är du med i facket?", "en": "Are you a union member?"}),
        ("sexuality", {"sv": "Din sexuella läggning?", "en": "?"}),
        ("number", {"sv": "Ditt personnummer?", "en": "?"}),
    ],
)
def test_asking_for_what_is_protected_gives_a_warning_in_every_language(subject, asked_for):
    form = a_form(a_question("a", "long_text", question=asked_for))

    assert [warned.subject for warned in warnings(form)] == [subject]


@pytest.mark.parametrize(
    "harmless",
    [
        "Hälsar du på någon?",
        "Tror du att du kommer?",
        "How will you travel?",
        "Skriv inte om hälsa eller religion.",
        "Do not write about your health here.",
        "Vilken gymnasieskola?",
        "Will your partner come too?",
        "يرجى عدم الكتابة هنا عن الصحة.",
        "Не пишіть тут про здоров’я.",
    ],
)
def test_harmless_words_and_a_plea_to_leave_it_out_give_none(harmless):
    assert warnings(a_form(a_question("a", question=texts(harmless)))) == []


def test_a_confirmed_warning_is_another_one_when_the_words_change():
    first, second = (
        warnings(a_form(a_question("a", question=texts(words))))[0]
        for words in ("Are you ill?", "Are you ill now?")
    )

    assert first.mark != second.mark
