"""Any form that can be made is walked to its end, and gives exactly what was answered."""

import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.intake.conditions import holds
from hemvist.intake.definition import read
from hemvist.intake.forms import form_for
from hemvist.intake.steps import VALUES, Walk
from tests.intake.filling import NOW
from tests.intake.making_forms import documents

quickly = settings(max_examples=60, deadline=None)
WHO = {"name": "Märta", "email": "marta@example.org"}


@st.composite
def typed_into(draw, question):
    """What somebody types into one question, and the clean answer it means."""
    kind = question.kind
    if kind == "choice":
        value = draw(st.sampled_from([choice.key for choice in question.choices]))
        return {"choice": value}, {"choice": value}
    if kind == "choices":
        values = draw(st.sets(st.sampled_from("abc"), min_size=1))
        return {"choices": sorted(values)}, {"choices": sorted(values)}
    if kind == "yes_no":
        value = draw(st.sampled_from(["yes", "no"]))
        return {"yes": value}, {"yes": value == "yes"}
    if kind == "when":
        value = draw(st.sampled_from(question.offers))
        month = {"month_0": "6", "month_1": "2027"} if value == "month" else {}
        return {"when": value, **month}, {
            "when": value,
            "month": "2027-06-01" if value == "month" else None,
        }
    if kind == "ages":
        ages = draw(st.lists(st.integers(0, 120), min_size=1, max_size=5))
        return {f"ages_{n}": str(age) for n, age in enumerate(ages)}, {"ages": ages}
    if kind == "consent":
        wording = f"{question.question['en']}"
        return {"agreed": "on"}, {"agreed": True, "wording": wording, "language": "en"}
    if kind == "name":
        return WHO, {**WHO, "phone": "", "trapped": False}
    text = draw(st.text("abc åäö", min_size=1).filter(str.strip)).strip()
    return {"text": text}, {"text": text}


@quickly
@given(st.data())
def test_a_walk_to_the_end_gives_exactly_the_answers_given(data):
    form, answers, expected = read(data.draw(documents())), {}, {}
    with time_machine.travel(NOW, tick=False):
        for _step in range(len(form.questions)):
            question = Walk(form, answers).first_missing()
            if question is None:
                break
            typed, clean = data.draw(typed_into(question))
            page = form_for(question, Walk(form, answers), typed)
            assert page.is_valid(), page.errors
            answers[question.key] = page.answer()
            expected[question.key] = clean

    walk = Walk(form, answers)
    assert walk.first_missing() is None
    assert walk.told == expected
    assert [walk.place_of(one)[0] for one in walk.asked] == list(range(1, len(walk.asked) + 1))
    order = [walk.asked[0]]
    while following := walk.after(order[-1]):
        order.append(following)
    assert order == walk.asked
    assert [walk.before(one) for one in walk.asked[1:]] == walk.asked[:-1]


@quickly
@given(st.data())
def test_what_a_changed_answer_hides_is_not_told_and_comes_back_with_it(data):
    form = read(data.draw(documents()))
    answers = {}
    with time_machine.travel(NOW, tick=False):
        for question in form.questions:
            typed, _clean = data.draw(typed_into(question))
            page = form_for(question, Walk(form, {}), typed)
            assert page.is_valid()
            answers[question.key] = page.answer()

    told = Walk(form, answers).told

    chosen = {}
    for question in form.questions:
        is_asked = holds(question.condition, chosen)
        assert (question.key in told) == is_asked
        if is_asked and question.kind in VALUES:
            chosen[question.key] = frozenset(VALUES[question.kind](answers[question.key]))
