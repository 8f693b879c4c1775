"""Documents of forms for tests: a small whole one, and any that hypothesis thinks of."""

from hypothesis import strategies as st

from hemvist.intake.definition import read

LANGUAGES = ["sv", "en"]
WHEN = {"soon": "soon", "month": "month", "unsure": "unsure"}


def texts(words):
    return {"sv": words, "en": words}


def a_question(key, kind="text", **more):
    return {"key": key, "kind": kind, "question": texts(f"Question {key}?"), **more}


NAME = a_question("who", "name", fills="contact.addresses")


def a_choice(key, *values, **more):
    choices = [{"key": value, "text": texts(value)} for value in values]
    return a_question(key, "choice", choices=choices, **more)


def a_document(*questions, languages=("sv", "en"), **more):
    """A form in one section; a name is asked for at the end."""
    return {
        "languages": list(languages),
        "name": texts("A form"),
        "heading": texts("Fill in a form"),
        "lead": texts("It is short."),
        "asked": [],
        "sections": [{"key": "all", "title": texts("All of it"), "questions": [*questions, NAME]}],
        **more,
    }


def a_form(*questions, **more):
    return read(a_document(*questions, **more))


def when(question, *values, match="all"):
    return {"match": match, "tests": [{"question": question, "one_of": list(values)}]}


VALUES = {
    "choice": ["a", "b", "c"],
    "choices": ["a", "b", "c"],
    "yes_no": ["yes", "no"],
    "consent": ["agreed"],
    "when": list(WHEN),
}


@st.composite
def conditions(draw, earlier):
    """A condition on one or two questions that come before and can be asked about."""
    others = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2, unique_by=id))
    tests = [
        {
            "question": other["key"],
            "one_of": draw(
                st.lists(st.sampled_from(VALUES[other["kind"]]), min_size=1, unique=True)
            ),
        }
        for other in others
    ]
    return {"match": draw(st.sampled_from(["all", "any"])), "tests": tests}


@st.composite
def documents(draw, most=6):
    """A form with any questions of the plain kinds, each perhaps waiting for earlier ones."""
    questions = []
    for number in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from([*VALUES, "text", "long_text", "ages"]))
        question = a_question(f"q{number}", kind, required=draw(st.booleans()))
        if kind in ("choice", "choices"):
            question["choices"] = [{"key": v, "text": texts(v)} for v in VALUES[kind]]
        if kind == "consent":
            question["receiver"] = "The association"
        if kind == "when":
            question["offers"] = list(WHEN)
        earlier = [one for one in questions if one["kind"] in VALUES]
        if earlier and draw(st.booleans()):
            question["condition"] = draw(conditions(earlier))
        questions.append(question)
    return a_document(*questions)
