"""Waiting for the person in a case: what is paused, refused, recorded, and shown."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.casework import actions
from hemvist.casework.clock import promised_hours
from hemvist.casework.models import Case, CaseState, CloseReason, NextStep, Promise
from hemvist.casework.pausing import DayIsNotAhead, let_clock_go_on, pause_clock
from hemvist.casework.promised import NobodyWaits
from hemvist.casework.waiting import waiting_of
from hemvist.core.working_time import ZONE, Calendar
from hemvist.demo import factories as make

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


MONDAY, TUESDAY = at("2026-11-23T09:00"), at("2026-11-24T09:00")
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def case(host):
    case = make.a_case(at=MONDAY, owner=host)
    actions.write_to_person(case, body="Hej", by=host, at=MONDAY)
    actions.receive_message(case, body="När får vi besked?", channel="web", at=MONDAY)
    return Case.objects.get(pk=case.pk)


def clock(case):
    case = Case.objects.get(pk=case.pk)
    return case.first_unanswered_at, case.answer_due_at, case.paused_until


def test_a_pause_moves_the_promise_and_keeps_since_when_they_wait(case, host):
    assert clock(case) == (MONDAY, at("2026-11-25T09:00"), None)

    paused = pause_clock(case, on=FRIDAY, note="Väntar på intyget", by=host, at=TUESDAY)

    assert clock(case) == (MONDAY, at("2026-11-27T16:00"), at("2026-11-27T00:00"))
    assert (paused.state, paused.next_step, paused.next_step_on) == (
        CaseState.WAITING,
        NextStep.FOLLOW_UP,
        FRIDAY,
    )
    assert Event.objects.get(verb="case.paused").detail == {"on": "2026-11-27"}
    shown = waiting_of(paused, calendar=Calendar.current(), now=at("2026-11-26T12:00"))
    assert (shown.is_paused, shown.is_late) == (True, False)


def test_their_message_lets_it_go_on_with_what_was_left(case, host):
    pause_clock(case, on=FRIDAY, by=host, at=TUESDAY)

    actions.receive_message(case, body="Här är det", channel="web", at=at("2026-11-25T09:00"))

    assert clock(case) == (MONDAY, at("2026-11-26T09:00"), None)
    assert Case.objects.get(pk=case.pk).state == CaseState.ACTIVE


def test_we_may_go_on_before_the_day(case, host):
    pause_clock(case, on=FRIDAY, by=host, at=TUESDAY)

    let_clock_go_on(case, by=host, at=at("2026-11-25T09:00"))
    let_clock_go_on(case, by=host, at=at("2026-11-25T10:00"))

    assert clock(case) == (MONDAY, at("2026-11-26T09:00"), None)
    assert Event.objects.filter(verb="case.resumed").count() == 1


@pytest.mark.parametrize("end", ["answer", "close"])
def test_an_answer_or_the_end_of_the_case_ends_the_pause(case, host, end):
    pause_clock(case, on=FRIDAY, by=host, at=TUESDAY)

    if end == "answer":
        actions.write_to_person(case, body="Svar", by=host, at=TUESDAY)
    else:
        actions.close_case(case, reason=CloseReason.SETTLED, by=host, at=TUESDAY)

    assert clock(case) == (None, None, None)


def test_a_day_that_is_not_ahead_and_a_clock_that_does_not_run_are_refused(case, host):
    with pytest.raises(DayIsNotAhead):
        pause_clock(case, on=TUESDAY.date(), by=host, at=TUESDAY)
    actions.write_to_person(case, body="Svar", by=host, at=TUESDAY)
    with pytest.raises(NobodyWaits):
        pause_clock(case, on=FRIDAY, by=host, at=TUESDAY)


def test_each_kind_of_enquiry_has_its_own_promise(host):
    make.a_municipality()
    Promise.objects.create(kind="recruit", first_contact_hours=4, answer_hours=8)

    recruit = make.a_case(kind="recruit", at=MONDAY)
    other = make.a_case(make.a_household("Nils", email="n@example.org"), at=MONDAY)

    assert promised_hours("recruit") == (4, 8)
    assert recruit.first_contact_due_at == at("2026-11-23T13:00")
    assert other.first_contact_due_at == at("2026-11-25T09:00")
    actions.write_to_person(recruit, body="Hej", by=host, at=MONDAY)
    actions.receive_message(recruit, body="Tack", channel="web", at=MONDAY)
    assert clock(recruit)[1] == at("2026-11-24T09:00")


def test_the_page_pauses_and_the_button_lets_go_on(host):
    case = make.a_case(at=timezone.now(), owner=host)
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(host)
    url = reverse("casework:pause", args=[case.reference])
    assert url in client.get(reverse("desk:case", args=[case.reference])).content.decode()
    on = (timezone.now() + timedelta(days=9)).date()

    bad = client.post(url, {"note": "", "on": "1999-01-01", "version": case.version})
    done = client.post(url, {"note": "Intyg", "on": on.isoformat(), "version": case.version})

    assert (bad.status_code, done.status_code) == (422, 302)
    assert clock(case)[2] is not None
    go_on = reverse("casework:go_on", args=[case.reference])
    assert go_on in client.get(reverse("desk:case", args=[case.reference])).content.decode()
    client.post(go_on)
    assert clock(case)[2] is None
