"""A deed minds only what it touches itself: what a colleague did beside it stays, unrefused."""

import json
from datetime import date

import pytest
from django.urls import reverse

from hemvist.casework.actions import (
    add_note,
    assign_case,
    close_case,
    receive_message,
    set_next_step,
    write_to_person,
)
from hemvist.casework.calling import log_call
from hemvist.casework.models import CallOutcome, Case, CaseState, CloseReason, NextStep
from hemvist.casework.seen import Seen, as_text
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
FRIDAY = date(2026, 12, 4)
CALLED = {"direction": "out", "outcome": "talked", "summary": "Talade om skolan"}


def address(name, case):
    return reverse(f"casework:{name}", args=[case.reference])


def fields_of(response):
    """What the page would send, untouched."""
    form = response.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()}


def opened(client, name, case, **typed):
    return fields_of(client.get(address(name, case))) | typed


def plan_friday(case, by):
    set_next_step(case, step=NextStep.MEET, on=FRIDAY, note="Stadshuset", by=by, at=NOW)


def asked(case, body="Vi flyttar i maj"):
    return receive_message(case, body=body, channel="web", at=NOW)


def test_a_call_is_logged_beside_a_next_step_that_a_colleague_set(client, case, colleague):
    mine = opened(client, "call", case, **CALLED)
    plan_friday(case, colleague)

    response = client.post(address("call", case), mine, follow=True)

    case.refresh_from_db()
    assert case.calls.get().summary == "Talade om skolan"
    assert (case.next_step, case.next_step_on, case.next_step_note) == (
        NextStep.MEET,
        FRIDAY,
        "Stadshuset",
    )
    assert case.first_unanswered_at is None
    assert "The next step stays as a colleague set it meanwhile" in response.text


def test_a_call_does_not_answer_what_was_written_while_we_talked(client, case, host):
    write_to_person(case, body="Hej", by=host, at=NOW)
    mine = opened(client, "call", case, **CALLED)
    asked(case)

    assert client.post(address("call", case), mine).status_code == 302

    case.refresh_from_db()
    assert (case.next_step, case.first_unanswered_at) == (NextStep.ANSWER, NOW)
    assert case.answer_due_at is not None


def test_a_call_starts_no_clock_for_what_a_colleague_has_answered_meanwhile(
    client, case, host, colleague
):
    write_to_person(case, body="Hej", by=host, at=NOW)
    mine = opened(client, "call", case, **CALLED)
    asked(case)
    write_to_person(case, body="I maj går bra", by=colleague, at=NOW)

    assert client.post(address("call", case), mine).status_code == 302

    case.refresh_from_db()
    assert (case.next_step, case.first_unanswered_at) == (NextStep.FOLLOW_UP, None)


def test_a_call_from_a_page_with_an_endless_number_is_logged(client, case, host):
    write_to_person(case, body="Hej", by=host, at=NOW)
    had = json.dumps({"heard": "9" * 4500})
    mine = opened(client, "call", case, **CALLED, had=had)
    asked(case)

    assert client.post(address("call", case), mine).status_code == 302

    case.refresh_from_db()
    assert case.first_unanswered_at == NOW


def test_a_call_by_one_who_saw_the_message_answers_it(client, case):
    asked(case)

    client.post(address("call", case), opened(client, "call", case, **CALLED))

    case.refresh_from_db()
    assert (case.next_step, case.first_unanswered_at) == (NextStep.FOLLOW_UP, None)


def test_a_hand_over_minds_nothing_but_another_hand_over(client, case, colleague):
    third = make.a_user("Aino Mäki")
    mine = opened(client, "assign", case, to=f"u{colleague.pk}")
    plan_friday(case, third)
    add_note(case, body="Ring efter fyra", by=third, at=NOW)
    log_call(case, outcome=CallOutcome.NO_ANSWER, by=third, at=NOW)

    assert client.post(address("assign", case), mine).status_code == 302

    case.refresh_from_db()
    assert case.owner == colleague


@pytest.mark.parametrize(("pick", "gets"), [("mine", "Omar Lind"), ("theirs", "Aino Mäki")])
def test_two_who_hand_over_see_both_names_and_choose(client, case, colleague, pick, gets):
    third = make.a_user("Aino Mäki")
    mine = opened(client, "assign", case, to=f"u{colleague.pk}")
    assign_case(case, owner=third, by=third, at=NOW)

    refused = client.post(address("assign", case), mine)

    assert refused.status_code == 422
    assert "What you wrote: Omar Lind" in refused.text
    assert "What stands there now: Aino Mäki" in refused.text
    again = fields_of(refused) | {"pick_to": pick}
    assert client.post(address("assign", case), again).status_code == 302
    case.refresh_from_db()
    assert case.owner.name == gets


def test_two_who_hand_over_to_the_same_colleague_agree(client, case, colleague):
    mine = opened(client, "assign", case, to=f"u{colleague.pk}")
    assign_case(case, owner=colleague, by=colleague, at=NOW)

    response = client.post(address("assign", case), mine, follow=True)

    assert "stays as it was" in response.text


@pytest.mark.parametrize("meanwhile", [asked, lambda case: plan_friday(case, case.owner)])
def test_closing_does_not_pass_over_what_was_written_or_planned(client, case, meanwhile):
    mine = opened(client, "close", case, reason="settled")
    meanwhile(case)

    refused = client.post(address("close", case), mine)

    case.refresh_from_db()
    assert (refused.status_code, case.state) == (422, CaseState.NEW)
    assert client.post(address("close", case), fields_of(refused)).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.close_reason) == (CaseState.CLOSED, "settled")


def test_closing_minds_no_note_and_no_new_owner(client, case, colleague):
    mine = opened(client, "close", case, reason="settled")
    add_note(case, body="Klart", by=colleague, at=NOW)
    assign_case(case, owner=colleague, by=colleague, at=NOW)

    assert client.post(address("close", case), mine).status_code == 302


def test_a_letter_goes_beside_a_new_next_step_and_keeps_it(client, case, colleague):
    mine = opened(client, "write", case, body="Välkommen")
    plan_friday(case, colleague)

    assert client.post(address("write", case), mine).status_code == 302

    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == (NextStep.MEET, FRIDAY)


def test_a_letter_is_the_writing_that_a_colleague_had_planned(client, case, colleague):
    mine = opened(client, "write", case, body="Välkommen")
    set_next_step(case, step=NextStep.WRITE, on=FRIDAY, by=colleague, at=NOW)

    assert client.post(address("write", case), mine).status_code == 302

    case.refresh_from_db()
    assert case.next_step == NextStep.FOLLOW_UP


def test_a_letter_that_reaches_nobody_comes_before_what_was_planned(host, colleague):
    case = make.a_case(make.a_household(channels=["phone"]), owner=host)
    seen = Seen.from_text(as_text(case), version=case.version)
    plan_friday(case, colleague)

    write_to_person(case, body="Hej", by=host, at=NOW, seen=seen)

    case.refresh_from_db()
    assert case.next_step == NextStep.OTHER_CHANNEL


def test_a_letter_waits_for_no_call_that_reached_nobody(client, case, colleague):
    mine = opened(client, "write", case, body="Välkommen")
    log_call(case, outcome=CallOutcome.NO_ANSWER, by=colleague, at=NOW)

    assert client.post(address("write", case), mine).status_code == 302


def test_a_letter_waits_for_what_a_colleague_answered_a_moment_ago(client, case, colleague):
    mine = opened(client, "write", case, body="Välkommen")
    write_to_person(case, body="Välkommen hit", by=colleague, at=NOW)

    refused = client.post(address("write", case), mine)

    assert refused.status_code == 422
    assert "Välkommen hit" in refused.text
    assert fields_of(refused)["body"] == "Välkommen"


@pytest.mark.parametrize("had", ["{", "[1]", "null", '"x"', "[" * 4000, '{"heard": [1]}', "1e999"])
def test_a_page_that_says_nonsense_of_what_it_had_is_answered(client, case, colleague, had):
    mine = opened(client, "close", case, reason="settled", had=had)
    add_note(case, body="Nytt", by=colleague, at=NOW)
    plan_friday(case, colleague)

    assert client.post(address("close", case), mine).status_code == 422


@pytest.mark.parametrize("was", ["{", "[1]", "[" * 9000])
def test_a_page_that_says_nonsense_of_what_stood_there_is_answered(client, case, was):
    mine = opened(client, "next_step", case, step="meet", on=FRIDAY, was=was)

    assert client.post(address("next_step", case), mine).status_code == 302


def test_the_button_of_a_merged_case_takes_its_twin_from_nobody(client, host, colleague):
    case = make.a_case(owner=None)
    twin = make.a_case(owner=colleague)
    shown = {"version": twin.version, "owner": ""}
    close_case(case, reason=CloseReason.DUPLICATE, by=colleague, at=NOW)
    Case.objects.filter(pk=case.pk).update(merged_into=twin)

    client.post(address("take", case), shown)

    twin.refresh_from_db()
    assert twin.owner == colleague


def test_a_case_that_was_taken_by_somebody_else_is_not_taken_again(client, host, colleague):
    case = make.a_case(owner=None)
    shown = {"version": case.version, "owner": ""}
    add_note(case, body="Nytt", by=colleague, at=NOW)
    plan_friday(case, colleague)

    client.post(address("take", case), shown)
    case.refresh_from_db()
    assert case.owner == host

    assign_case(case, owner=colleague, by=colleague, at=NOW)
    client.post(address("take", case), shown)
    case.refresh_from_db()
    assert case.owner == colleague
