"""The pages on which one does something to a case."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.casework.actions import add_note, close_case, set_next_step
from hemvist.casework.models import (
    Call,
    CallOutcome,
    CaseState,
    CloseReason,
    NeedState,
    NextStep,
    Note,
)
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.messaging.models import Delivery, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
PAGES = ["write", "call", "note", "next_step", "assign", "new_need", "close"]
DEEDS = ["take", "release", "reopen"]


def address(name, case, *more):
    return reverse(f"casework:{name}", args=[case.reference, *more])


def filled(case, **words):
    return {"version": case.version, "shown_at": timezone.now().isoformat(), **words}


def page_of(case):
    return reverse("desk:case", args=[case.reference])


@pytest.mark.parametrize("name", PAGES)
def test_every_act_has_a_page_of_its_own(client, case, name):
    response = client.get(address(name, case))

    assert response.status_code == 200
    assert (
        response.content.count(b'<button class="button"')
        + response.content.count(b'<button class="button button--danger"')
        == 1
    )


@pytest.mark.parametrize("name", PAGES)
def test_looking_at_any_page_of_a_case_is_written_down(client, host, case, name):
    client.get(address(name, case))

    event = Event.objects.get(verb="case.viewed")
    assert (event.actor, event.subject_id) == (host, str(case.pk))


@pytest.mark.parametrize("name", [*PAGES, *DEEDS])
def test_without_signing_in_every_act_leads_to_the_login(client, name):
    case = make.a_case()

    response = client.post(address(name, case))

    assert response.status_code == 302
    assert reverse("account_login") in response.url


@pytest.mark.parametrize("name", [*PAGES, *DEEDS])
@pytest.mark.parametrize("role", [Role.RECEIVER, Role.EDITOR, Role.AUDITOR, Role.EMPLOYER])
def test_for_those_who_work_no_cases_there_is_no_case(client, name, role):
    case = make.a_case()
    client.force_login(make.a_user(role=role))

    assert client.post(address(name, case)).status_code == 404


@pytest.mark.parametrize(
    ("role", "refused"),
    [
        (Role.CITIZEN_SERVICES, {"assign", "close", "take", "release", "reopen"}),
        (
            Role.SERVICE_POINT,
            {"write", "next_step", "assign", "new_need", "close", "take", "release", "reopen"},
        ),
    ],
)
def test_a_reader_without_the_right_is_refused(client, role, refused):
    case = make.a_case()
    client.force_login(make.a_user(role=role, teams=[case.team]))

    answers = {name: client.post(address(name, case)).status_code for name in [*PAGES, *DEEDS]}

    assert {name for name, status in answers.items() if status == 403} == refused


@pytest.mark.parametrize("name", [*PAGES, *DEEDS])
def test_a_protected_household_is_not_there_for_a_host_who_is_not_named(client, host, name):
    named = make.a_user("Namngiven Värd")
    case = make.a_case(make.a_household("Zq7 Hemlig", staff=[named]), owner=named)

    assert client.post(address(name, case)).status_code == 404


def test_a_message_is_sent_and_the_clock_stops(client, case):
    response = client.post(address("write", case), filled(case, body="Välkomna!"), follow=True)

    case.refresh_from_db()
    assert response.redirect_chain == [(page_of(case), 302)]
    assert Message.objects.get().body == "Välkomna!"
    assert case.first_unanswered_at is None


def test_pressing_send_twice_sends_once(client, case):
    words = filled(case, body="Välkomna!", key=uuid4())

    first = client.post(address("write", case), words)
    second = client.post(address("write", case), words)

    assert (first.status_code, second.status_code) == (302, 302)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_an_empty_message_is_refused_and_the_subject_is_kept(client, case):
    response = client.post(address("write", case), filled(case, subject="Om skolan", body=" "))

    assert response.status_code == 422
    assert 'value="Om skolan"' in response.text
    assert not Message.objects.exists()


def test_the_write_page_says_to_whom_which_way_and_in_which_language(client, host):
    case = make.a_case(make.a_household("Olena Exempel", language="uk", email="olena@example.org"))

    page = client.get(address("write", case), headers={"accept-language": "en"}).text

    assert "olena@example.org" in page
    assert "Ukrainian" in page or "Ukrainska" in page


@pytest.mark.parametrize(
    ("name", "words", "kept"),
    [
        ("write", {"body": "Lång text från förmiddagen"}, "Lång text från förmiddagen"),
        ("next_step", {"step": "call", "when": "week", "note": "Fråga om huset"}, "Fråga om huset"),
        ("close", {"reason": "settled"}, 'value="settled"'),
    ],
)
def test_a_case_that_changed_meanwhile_shows_what_is_new_and_keeps_the_text(
    client, case, name, words, kept
):
    shown = filled(case, **words)
    colleague = make.a_user("Kollega Sund")
    later = NOW + timedelta(minutes=4)
    add_note(case, body="De har redan ringt", by=colleague, at=later)
    set_next_step(case, step=NextStep.MEET, on=date(2026, 12, 1), by=colleague, at=later)

    response = client.post(address(name, case), shown)

    assert response.status_code == 422
    assert kept in response.text
    assert "De har redan ringt" in response.text
    case.refresh_from_db()
    assert (case.next_step, case.state) == (NextStep.MEET, CaseState.NEW)
    assert f'value="{case.version}"' in response.text


def test_after_seeing_what_changed_the_same_text_can_be_sent(client, case):
    shown = filled(case, body="Välkomna!")
    set_next_step(
        case, step=NextStep.MEET, on=date(2026, 12, 1), by=make.a_user(), at=timezone.now()
    )
    case.refresh_from_db()

    assert client.post(address("write", case), shown).status_code == 422
    assert (
        client.post(address("write", case), {**shown, "version": case.version}).status_code == 302
    )


@pytest.mark.parametrize("name", ["write", "next_step", "assign", "new_need", "close", "call"])
def test_nothing_but_a_note_is_done_to_a_closed_case(client, case, host, name):
    close_case(case, reason=CloseReason.ANSWERED, by=host, at=NOW)
    words = {
        "body": "Mer", "step": "call", "when": "week", "to": f"u{host.pk}", "life_area": "school",
        "reason": "settled", "direction": "out", "outcome": "talked",
    }  # fmt: skip

    response = client.post(address(name, case), filled(case, **words))

    assert response.status_code == 422
    case.refresh_from_db()
    assert case.close_reason == CloseReason.ANSWERED


def test_a_call_is_logged_with_who_called_and_what_came_of_it(client, case):
    words = filled(case, direction="in", outcome="talked", summary="Om skolan")

    response = client.post(address("call", case), words)

    call = Call.objects.get()
    assert response.status_code == 302
    assert (call.is_incoming, call.outcome, call.summary) == (True, "talked", "Om skolan")


def test_a_call_that_came_in_cannot_have_been_unanswered(client, case):
    response = client.post(
        address("call", case), filled(case, direction="in", outcome="no_answer", summary="Hm")
    )

    assert response.status_code == 422
    assert ">Hm<" in response.text.replace("\n", "")


def test_logging_the_same_call_twice_logs_it_once(client, case):
    words = filled(case, direction="out", outcome="voicemail", summary="Ring mig")

    statuses = [client.post(address("call", case), words).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert Call.objects.get().outcome == CallOutcome.VOICEMAIL


def test_the_same_note_twice_is_one_note(client, case):
    statuses = [
        client.post(address("note", case), filled(case, body="Gillar snö")).status_code
        for _ in range(2)
    ]

    assert statuses == [302, 302]
    assert Note.objects.get().body == "Gillar snö"


def test_a_note_with_a_nul_byte_is_refused_in_words(client, case):
    response = client.post(address("note", case), filled(case, body="a\0b"))

    assert response.status_code == 422
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("when", "on"),
    [
        ("tomorrow", date(2026, 11, 24)),
        ("week", date(2026, 11, 30)),
        ("month", date(2026, 12, 22)),
    ],
)
def test_quick_days_are_working_days(client, case, when, on):
    client.post(address("next_step", case), filled(case, step="call", when=when))

    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == (NextStep.CALL, on)


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": "call", "when": "on", "on": "2026-11-22"},
        {"step": "call", "when": "on", "on": ""},
        {"step": "call", "when": "on", "on": "2026-02-30"},
        {"step": "call", "when": "on", "on": "2126-11-22"},
        {"step": "other", "when": "week"},
        {"step": "dance", "when": "week"},
        {"step": "call"},
    ],
)
def test_a_next_step_that_cannot_be_is_refused(client, case, wrong):
    assert client.post(address("next_step", case), filled(case, **wrong)).status_code == 422
    case.refresh_from_db()
    assert case.next_step == NextStep.FIRST_CONTACT


def test_a_case_is_taken_from_the_queue(client, host):
    case = make.a_case()

    client.post(address("take", case), {"version": case.version})

    case.refresh_from_db()
    assert case.owner == host


def test_the_slower_of_two_who_take_a_case_is_told_who_has_it(client, host):
    case = make.a_case()
    colleague = make.a_user("Snabba Sund")
    client.force_login(colleague)
    client.post(address("take", case), {"version": case.version})
    client.force_login(host)

    page = client.post(address("take", case), {"version": case.version}, follow=True)

    case.refresh_from_db()
    assert case.owner == colleague
    assert "Snabba Sund" in page.text


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_without_a_page_is_not_done_by_looking(client, case, name):
    assert client.get(address(name, case)).status_code == 405


def test_a_case_is_put_back_and_handed_to_a_colleague_or_a_team(client, case, host):
    village, colleague = make.a_team("Råbäcken"), make.a_user("Kollega Sund")

    client.post(address("release", case), {"version": case.version})
    case.refresh_from_db()
    released = case.owner
    client.post(address("assign", case), filled(case, to=f"u{colleague.pk}"))
    case.refresh_from_db()
    given = case.owner
    client.post(address("assign", case), filled(case, to=f"t{village.pk}"))
    case.refresh_from_db()

    assert (released, given) == (None, colleague)
    assert (case.owner, case.team) == (None, village)


def test_a_case_is_not_handed_to_somebody_who_has_left(client, case, host):
    gone = make.a_user("Borta Bra", is_active=False)

    response = client.post(address("assign", case), filled(case, to=f"u{gone.pk}"))

    assert response.status_code == 422
    case.refresh_from_db()
    assert case.owner == host


def test_a_need_is_added_and_its_state_changed(client, case):
    client.post(address("new_need", case), filled(case, life_area="school", note="Montessori"))
    need = case.needs.get(note="Montessori")

    client.post(address("need", case, need.pk), {"state": "met"})

    need.refresh_from_db()
    assert need.state == NeedState.MET


def test_a_need_that_a_colleague_changed_first_is_not_overwritten_unseen(client, case):
    need = case.needs.get()
    need.state = NeedState.DECLINED
    need.save()
    words = filled(case, was=json.dumps({"state": "open"}), state="met")

    first = client.post(address("need", case, need.pk), words)
    need.refresh_from_db()

    assert (first.status_code, need.state) == (422, NeedState.DECLINED)
    assert 'value="declined"' in first.text


def test_the_need_of_another_case_is_not_there(client, case):
    other = make.a_case().needs.get()

    assert client.get(address("need", case, other.pk)).status_code == 404


def test_closing_says_what_is_lost_then_closes_and_can_be_undone(client, case, host):
    page = client.get(address("close", case), headers={"accept-language": "en"}).text
    client.post(address("close", case), filled(case, reason="settled"))
    case.refresh_from_db()
    closed = (case.state, case.close_reason, case.first_unanswered_at)
    client.post(address("reopen", case))
    case.refresh_from_db()

    assert "School" in page
    assert closed == (CaseState.CLOSED, CloseReason.SETTLED, None)
    assert (case.state, case.owner) == (CaseState.ACTIVE, host)


@pytest.mark.parametrize("reference", ["HV-26-99999", "%00", "x" * 3000, "☃"])
def test_a_reference_that_is_none_is_a_clear_404(client, host, reference):
    assert client.get(f"/desk/cases/{reference}/write/").status_code in {400, 404}


def test_a_tampered_version_is_a_mistake_and_not_a_crash(client, case):
    response = client.post(address("close", case), {"version": "abc", "reason": "settled"})

    assert response.status_code == 422
