"""Calls logged in seconds, calls to be made again, and what follows when nobody answers."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemvist.casework.actions import receive_message, write_to_person
from hemvist.casework.calling import log_call
from hemvist.casework.missed import message_after, tries_in_vain
from hemvist.casework.models import Call, CallOutcome, NextStep
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW

pytestmark = pytest.mark.django_db
NO_ANSWER = CallOutcome.NO_ANSWER


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def case(host):
    return make.a_case(make.a_household("Mira Exempel", language="fi"), owner=host)


def call_in_vain(case, host, at, outcome=NO_ANSWER):
    log_call(case, outcome=outcome, by=host, at=at)
    case.refresh_from_db()


def test_call_agreed_on_is_the_next_step_on_that_day_at_that_time(case, host):
    log_call(
        case,
        outcome=CallOutcome.TALKED,
        by=host,
        at=NOW,
        again_on=date(2027, 1, 14),
        again_at=time(14, 30),
    )

    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == (NextStep.CALL, date(2027, 1, 14))
    assert "14:30" in case.next_step_note or "14.30" in case.next_step_note


def test_after_two_tries_at_different_times_a_message_stands_ready(case, host):
    call_in_vain(case, host, NOW)
    assert case.next_step == NextStep.CALL
    assert case.next_step_note
    call_in_vain(case, host, NOW + timedelta(hours=1))
    assert case.next_step == NextStep.CALL

    call_in_vain(case, host, NOW + timedelta(hours=4), CallOutcome.VOICEMAIL)

    assert case.next_step == NextStep.AFTER_CALLS
    assert not case.conversation.messages.exists()


@pytest.mark.parametrize(
    "something_said",
    [
        lambda case, host, at: receive_message(case, body="Hej", channel="web", at=at),
        lambda case, host, at: write_to_person(case, body="Hej", by=host, at=at),
        lambda case, host, at: log_call(case, outcome=CallOutcome.TALKED, by=host, at=at),
    ],
    ids=["they wrote", "we wrote", "we talked"],
)
def test_tries_are_counted_anew_once_something_was_said(case, host, something_said):
    call_in_vain(case, host, NOW)
    something_said(case, host, NOW + timedelta(hours=1))

    call_in_vain(case, host, NOW + timedelta(hours=5))

    assert case.next_step == NextStep.CALL
    assert len(tries_in_vain(case)) == 1


def test_message_is_in_the_language_of_who_reads_it(case, host):
    call_in_vain(case, host, NOW)
    words = {code: message_after(tries_in_vain(case), language=code) for code in ("en", "sv")}

    assert "08-465 004 00" in words["en"]
    assert "reach" in words["en"]


def test_prepared_message_goes_with_one_press_and_only_once(case, host, client):
    client.force_login(host)
    call_in_vain(case, host, NOW)
    call_in_vain(case, host, NOW + timedelta(days=1))
    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    address = reverse("casework:missed", args=[case.reference])
    assert f'action="{address}"' in page

    for _press in range(2):
        client.post(address, {"version": case.version})

    message = case.conversation.messages.get()
    assert (message.language, message.author) == ("fi", host)
    case.refresh_from_db()
    assert case.next_step == NextStep.FOLLOW_UP


def test_call_page_says_what_to_know_before_calling(case, host, client):
    client.force_login(host)
    call_in_vain(case, host, NOW)
    phone = case.household.contact_points.filter(kind="phone").first()
    case.household.contact_choice.no_voicemail = True
    case.household.contact_choice.save()

    page = client.get(reverse("casework:call", args=[case.reference])).content.decode()

    assert f'href="tel:{phone.normalised}"' in page
    assert "voicemail" in page


def logged(client, case, **words):
    told = {"direction": "out", "outcome": "no_answer", "version": case.version, **words}
    return client.post(reverse("casework:call", args=[case.reference]), told)


@pytest.mark.parametrize(
    "again",
    [
        {"again_on": "2020-01-01"},
        {"again_on": "2199-01-01"},
        {"again_on": "in a while"},
        {"again_on": "\x00"},
        {"again_at": "25:99"},
        {"again_at": "00:00"},
    ],
    ids=str,
)
def test_time_that_cannot_be_gets_a_sentence(case, host, client, again):
    client.force_login(host)

    assert logged(client, case, **again).status_code == 422
    assert not Call.objects.exists()


def test_day_is_enough_to_call_again(case, host, client):
    client.force_login(host)
    day = timezone.localdate() + timedelta(days=8)

    assert logged(client, case, again_on=day.isoformat()).status_code == 302

    case.refresh_from_db()
    assert (case.next_step, case.next_step_on, case.next_step_note) == (NextStep.CALL, day, "")


def test_one_who_is_found_by_the_search_is_one_link_from_a_logged_call(case, host, client):
    client.force_login(host)

    page = client.get(reverse("desk:cases"), {"q": case.reference}, follow=True).content.decode()

    assert reverse("casework:call", args=[case.reference]) in page
