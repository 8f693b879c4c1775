"""What may be typed into each question, and what becomes of it."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemvist.intake.question import readable
from tests.intake.filling import ANSWERS, TYPED, page

quickly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ABROAD = {"from": {"origin": "elsewhere"}}


def typed(step, **changed):
    post = QueryDict(mutable=True)
    for name, value in {**TYPED[step], **changed}.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return post


@pytest.mark.parametrize("step", ANSWERS)
def test_a_right_answer_is_kept_as_clean_values_and_shown_again(step, installation, monday):
    form = page(step, typed(step), answers=ANSWERS)

    assert form.is_valid(), form.errors
    assert form.answer() == ANSWERS[step]
    again = page(step, answers={**ANSWERS, step: form.answer()})
    shown = {name: again[name].value() for name in again.fields}
    assert {**again.initial, **shown} == {**shown, **again.initial}


@quickly
@given(st.lists(st.integers(0, 17), max_size=20), st.integers(1, 12))
def test_ages_from_0_to_17_of_up_to_twenty_children_are_kept_in_order(ages, adults):
    post = {"adults": str(adults)} | {f"ages_{n}": str(age) for n, age in enumerate(ages)}

    form = page("household", post, answers={})

    assert form.is_valid()
    assert form.answer() == {"adults": adults, "ages": ages}


@quickly
@given(
    st.one_of(
        st.integers(18, 10**6).map(str),
        st.integers(max_value=-1).map(str),
        st.text("xyz½²∞", min_size=1),
    )
)
def test_an_age_that_no_child_has_is_refused_and_stands_as_typed(age):
    form = page("household", {"adults": "1", "ages_0": "3", "ages_1": age}, answers={})

    assert not form.is_valid()
    assert list(form.errors) == ["ages"]
    assert form["ages"].value()[:2] == ["3", age]


def test_twelve_children_and_room_for_more():
    form = page("household", answers={"household": {"adults": 2, "ages": list(range(12))}}, rows=15)

    assert str(form["ages"]).count("<input") == 15
    assert form.can_add


def test_more_children_than_there_are_boxes_get_a_sentence():
    post = {"adults": "1"} | {f"ages_{n}": "7" for n in range(60)}

    form = page("household", post, answers={})

    assert not form.is_valid()
    assert "room for 20 children" in str(form.errors["ages"])
    assert form["ages"].value() == ["7"] * 20


@pytest.mark.parametrize(
    ("month", "year", "words"),
    [
        ("10", "2026", "October 2026 has already passed"),
        ("12", "2037", "no later than 2036"),
        ("", "2027", "Choose a month"),
        ("13", "2027", "Choose a month"),
        ("6", "", "Choose a month"),
        ("6", "99999", "Choose a month"),
        ("6", "year", "Choose a month"),
        ("6", "27", "four digits"),
        ("", "", "Choose a month"),
    ],
)
def test_a_month_that_cannot_be_planned_gets_a_sentence(month, year, words, monday):
    form = page("when", {"when": "month", "month_0": month, "month_1": year}, answers={})

    assert not form.is_valid()
    assert words in form.errors["month"][0]


@quickly
@given(st.dates(date(2026, 11, 1), date(2036, 12, 31)))
def test_a_month_within_ten_years_is_kept_as_its_first_day(monday, day):
    form = page(
        "when", {"when": "month", "month_0": str(day.month), "month_1": str(day.year)}, answers={}
    )

    assert form.is_valid()
    assert form.answer()["month"] == day.replace(day=1).isoformat()


def test_a_month_is_no_matter_when_it_is_not_the_answer(monday):
    form = page("when", {"when": "soon", "month_0": "13", "month_1": "x"}, answers={})

    assert form.is_valid()
    assert form.answer() == {"when": "soon", "month": None}


@pytest.mark.parametrize(
    "phone", ["0701-74 06 05", "+46 70 174 06 05", "0046701740605", "+358 40 1234567", "٠٧٠١٧٤٠٦٠٥"]
)
def test_a_telephone_number_may_be_written_in_many_ways(phone):
    form = page("name", typed("name", phone=phone), answers={})

    assert form.is_valid(), form.errors
    assert form.answer()["phone"] == phone


@quickly
@given(st.text(max_size=45))
def test_any_text_for_a_number_is_kept_or_refused_but_never_breaks(phone):
    form = page("name", typed("name", phone=readable(phone)), answers=ABROAD)

    if not form.is_valid():
        assert set(form.errors) == {"phone"}


def test_from_abroad_a_number_needs_its_country():
    form = page("name", typed("name", phone="040 123 4567"), answers=ABROAD)

    assert form.errors["phone"] == [
        "Begin with + and your country code, for example +49 30 1234567."
    ]


@pytest.mark.parametrize(
    ("contact", "given_", "wrong"),
    [
        ({"best": "email", "also": []}, {"phone": "0701740605", "email": ""}, "email"),
        ({"best": "email", "also": ["sms"]}, {"email": "a@example.org", "phone": ""}, "phone"),
        ({"best": "video", "also": []}, {"email": "", "phone": ""}, "email"),
        ({"best": "visit", "also": []}, {"email": "not an address", "phone": ""}, "email"),
    ],
)
def test_the_addresses_that_the_chosen_ways_need_are_asked_for(contact, given_, wrong):
    form = page("name", {"name": "Märta", **given_}, answers={"contact": contact})

    assert list(form.errors) == [wrong]


def test_who_has_no_email_can_do_with_a_telephone():
    form = page(
        "name",
        {"name": "Märta", "phone": "0701740605"},
        answers={"contact": {"best": "phone", "also": ["sms"]}},
    )

    assert form.is_valid(), form.errors


@pytest.mark.parametrize("name", ["مريم الأحمد", "🏔️ Åsa-Märta O’Neil", "Nguyễn Thị", "X Æ"])
def test_names_of_all_the_world_are_kept_as_written(name):
    form = page("name", typed("name", name=name), answers={})

    assert form.is_valid()
    assert form.answer()["name"] == name


def test_only_what_matters_for_the_chosen_ways_is_asked(installation):
    by_mail = page("hours", answers={"contact": {"best": "email", "also": []}, **ABROAD})
    by_text = page("hours", answers={"contact": {"best": "email", "also": ["sms"]}, **ABROAD})
    by_phone = page("hours", answers={"contact": {"best": "phone", "also": []}})
    by_video = page("hours", answers={"contact": {"best": "video", "also": []}, **ABROAD})

    assert list(by_mail.fields) == ["language", "no_content"]
    assert list(by_text.fields) == [
        "language",
        "hours",
        "between",
        "weekdays_only",
        "time_zone",
        "no_content",
        "note",
    ]
    assert list(by_phone.fields) == [
        "language",
        "needs_interpreter",
        "hours",
        "between",
        "weekdays_only",
        "no_voicemail",
        "note",
    ]
    assert list(by_video.fields) == [
        "language",
        "needs_interpreter",
        "hours",
        "between",
        "weekdays_only",
        "time_zone",
        "note",
    ]


def test_another_way_of_contact_than_those_offered_is_refused():
    form = page("contact", {"best": "pigeon", "also": ["sms"]}, answers={})

    assert list(form.errors) == ["best"]


def test_six_thousand_characters_are_too_many_and_stay_in_the_box():
    text = "å" * 6_000
    form = page("other", {"text": text}, answers={})

    assert form.errors["text"] == [
        "Your text has 6000 characters. There is room for 5000. "
        "Shorten it; you can write more to us later."
    ]
    assert form["text"].value() == text


def test_line_ends_count_once():
    form = page("other", {"text": "x\r\n" * 2_500}, answers={})

    assert form.is_valid(), form.errors


def test_what_no_database_keeps_is_taken_out_and_the_rest_stays():
    assert readable("a\0b\ud800c🏔️") == "ab?c🏔️"
