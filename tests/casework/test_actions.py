"""What each deed changes, refuses, records and registers."""

import threading
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework import actions
from hemvist.casework.calling import log_call
from hemvist.casework.models import (
    CallOutcome,
    Case,
    CaseState,
    CloseReason,
    NeedState,
    NextStep,
    RegisterEntry,
)
from hemvist.casework.needs import add_need, change_need
from hemvist.casework.register import next_number
from hemvist.casework.seen import Seen, as_text
from hemvist.core.working_time import ZONE
from hemvist.demo import factories as make
from hemvist.messaging.models import Delivery, DeliveryChannel, Message

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


FRIDAY = at("2026-11-20T15:30")
MONDAY = at("2026-11-23T09:00")


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def case(host):
    return make.a_case(at=FRIDAY)


def verbs(case):
    events = Event.objects.filter(subject_type="case", subject_id=str(case.pk))
    return list(events.order_by("pk").values_list("verb", flat=True))


def test_open_case_starts_the_clock_and_promises_a_first_contact_in_working_time(case):
    assert case.first_contact_due_at == at("2026-11-24T15:30")
    assert (case.first_unanswered_at, case.answer_due_at) == (FRIDAY, case.first_contact_due_at)
    assert (case.state, case.next_step, case.next_step_on) == (
        CaseState.NEW,
        NextStep.FIRST_CONTACT,
        date(2026, 11, 24),
    )
    assert (case.owner, case.team.is_front_door) == (None, True)
    assert verbs(case) == ["case.opened"]


def test_open_case_is_in_the_register_the_same_moment(case):
    entry = RegisterEntry.objects.get(case=case)

    assert (entry.registered_at, entry.direction, entry.counterpart) == (FRIDAY, "in", case.title)
    assert entry.number == "2026-000001"


def test_references_and_register_numbers_follow_each_other_without_gaps(case):
    other = make.a_case(make.a_household(name="Oksana Exempel", email="oksana@example.org"))

    assert (int(other.reference[-5:]) - int(case.reference[-5:])) == 1


def test_a_rolled_back_transaction_gives_its_number_back():
    with pytest.raises(IntegrityError), transaction.atomic():
        assert next_number("test", year=2026) == 1
        raise IntegrityError

    assert next_number("test", year=2026) == 1


def test_write_to_person_stops_the_clock_and_sends_where_they_chose(case, host):
    message = actions.write_to_person(case, body="Välkommen!", by=host, at=MONDAY)

    case.refresh_from_db()
    assert (case.first_unanswered_at, case.answer_due_at) == (None, None)
    assert (case.first_contacted_at, case.owner, case.state) == (MONDAY, host, CaseState.WAITING)
    assert (case.next_step, case.next_step_on) == (NextStep.FOLLOW_UP, date(2026, 11, 30))
    delivery = Delivery.objects.get(message=message)
    assert (delivery.channel, delivery.address) == (DeliveryChannel.EMAIL, "mira@example.org")
    assert "Välkommen!" in delivery.body
    assert verbs(case)[-1] == "message.sent"


def test_write_to_person_goes_by_text_message_to_one_who_chose_that_first(host):
    household = make.a_household(channels=["sms", "email"])
    message = actions.write_to_person(make.a_case(household), body="Hej", by=host, at=MONDAY)

    delivery = Delivery.objects.get(message=message)
    assert (delivery.channel, delivery.address) == (DeliveryChannel.SMS, "+46701740605")


def test_one_who_wants_to_be_called_is_not_written_to_and_the_host_is_told_by_the_next_step(host):
    case = make.a_case(make.a_household(channels=["phone"]), at=FRIDAY)

    message = actions.write_to_person(case, body="Hej", by=host, at=MONDAY)

    case.refresh_from_db()
    assert not Delivery.objects.filter(message=message).exists()
    assert case.next_step == NextStep.OTHER_CHANNEL


def test_the_letter_to_a_protected_household_holds_nothing_of_what_was_said(host):
    case = make.a_case(make.a_household(staff=[host]))

    message = actions.write_to_person(case, body="Om er nya skola", by=host, at=MONDAY)

    delivery = Delivery.objects.get(message=message)
    assert "skola" not in delivery.body
    assert RegisterEntry.objects.get(message=message).counterpart_is_secret


def test_the_same_key_twice_is_one_message_and_one_letter(case, host):
    key = uuid.uuid4()

    first = actions.write_to_person(case, body="Hej", by=host, at=MONDAY, key=key)
    second = actions.write_to_person(case, body="Hej", by=host, at=MONDAY, key=key)

    assert first == second
    assert Delivery.objects.filter(household=case.household, purpose="message").count() == 1
    assert verbs(case).count("message.sent") == 1


def test_receive_message_starts_the_clock_and_a_second_one_does_not_restart_it(case, host):
    actions.write_to_person(case, body="Hej", by=host, at=MONDAY)

    actions.receive_message(case, body="Tack!", channel="web", at=MONDAY + timedelta(hours=1))
    actions.receive_message(case, body="En sak till", channel="web", at=MONDAY + timedelta(days=1))

    case.refresh_from_db()
    assert case.first_unanswered_at == MONDAY + timedelta(hours=1)
    assert case.answer_due_at == at("2026-11-25T10:00")
    assert (case.state, case.next_step, case.next_step_on) == (
        CaseState.ACTIVE,
        NextStep.ANSWER,
        date(2026, 11, 25),
    )


def test_a_message_to_a_closed_case_opens_it_for_the_one_who_had_it(case, host):
    actions.take_case(case, by=host, at=MONDAY)
    actions.close_case(case, reason=CloseReason.ANSWERED, by=host, at=MONDAY)

    actions.receive_message(case, body="Jag undrar", channel="web", at=MONDAY + timedelta(days=9))

    case.refresh_from_db()
    assert (case.is_open, case.owner, case.next_step) == (True, host, NextStep.ANSWER)
    assert case.close_reason == ""


def test_a_call_in_which_we_talked_is_an_answer(case, host):
    log_call(case, outcome=CallOutcome.TALKED, by=host, at=MONDAY, summary="Om skolan")

    case.refresh_from_db()
    assert (case.first_unanswered_at, case.first_contacted_at) == (None, MONDAY)


@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL])
def test_a_call_nobody_answered_stops_nothing_and_is_tried_again_next_day(case, host, outcome):
    log_call(case, outcome=outcome, by=host, at=MONDAY)

    case.refresh_from_db()
    assert (case.first_unanswered_at, case.first_contacted_at) == (FRIDAY, None)
    assert (case.next_step, case.next_step_on) == (NextStep.CALL, date(2026, 11, 24))


def test_a_wrong_number_leads_to_another_way(case, host):
    log_call(case, outcome=CallOutcome.WRONG_NUMBER, by=host, at=MONDAY)

    case.refresh_from_db()
    assert case.next_step == NextStep.OTHER_CHANNEL


def test_setting_the_next_step_does_not_stop_the_clock(case, host):
    actions.set_next_step(
        case, step=NextStep.MEET, on=date(2026, 12, 1), note="Stadshuset", by=host, at=MONDAY
    )

    case.refresh_from_db()
    assert (case.next_step, case.next_step_on, case.next_step_note) == (
        NextStep.MEET,
        date(2026, 12, 1),
        "Stadshuset",
    )
    assert case.first_unanswered_at == FRIDAY


def seen_now(case):
    return Seen.from_text(as_text(case), version=case.version)


def test_a_letter_that_would_pass_over_what_was_said_meanwhile_is_refused(case, host):
    seen = seen_now(case)
    actions.receive_message(case, body="Vi kommer inte", channel="web", at=MONDAY)

    with pytest.raises(actions.CaseHasChanged):
        actions.write_to_person(case, body="Hej", by=host, at=MONDAY, seen=seen)

    assert not Message.objects.filter(conversation=case.conversation, direction="out").exists()


def test_close_case_ends_clock_and_next_step_and_reopen_gives_a_new_one(case, host):
    actions.close_case(case, reason=CloseReason.SETTLED, by=host, at=MONDAY)
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.next_step_on, case.first_unanswered_at) == (
        CaseState.CLOSED,
        MONDAY,
        None,
        None,
    )

    actions.reopen_case(case, by=host, at=MONDAY)
    case.refresh_from_db()
    assert (case.state, case.next_step_on, case.owner) == (
        CaseState.ACTIVE,
        date(2026, 11, 24),
        host,
    )
    assert verbs(case)[-2:] == ["case.closed", "case.reopened"]


def test_a_case_cannot_be_reopened_twice(case, host):
    with pytest.raises(actions.CaseIsOpen):
        actions.reopen_case(case, by=host, at=MONDAY)


@pytest.mark.parametrize(
    "deed",
    [
        lambda case, by: actions.write_to_person(case, body="Hej", by=by, at=MONDAY),
        lambda case, by: log_call(case, outcome=CallOutcome.TALKED, by=by, at=MONDAY),
        lambda case, by: actions.take_case(case, by=by, at=MONDAY),
        lambda case, by: actions.set_next_step(
            case, step=NextStep.CALL, on=date(2026, 12, 1), by=by, at=MONDAY
        ),
        lambda case, by: change_need(case.needs.get(), state=NeedState.MET, by=by, at=MONDAY),
        lambda case, by: add_need(case, life_area=make.a_life_area("home"), by=by, at=MONDAY),
        lambda case, by: actions.close_case(case, reason=CloseReason.SETTLED, by=by, at=MONDAY),
    ],
    ids=["write", "call", "take", "next step", "need", "new need", "close"],
)
def test_nothing_is_done_to_a_closed_case(case, host, deed):
    actions.close_case(case, reason=CloseReason.ANSWERED, by=host, at=MONDAY)
    before = verbs(case)

    with pytest.raises(actions.CaseIsClosed):
        deed(case, host)

    assert verbs(case) == before


def test_a_note_can_be_added_to_a_closed_case(case, host):
    actions.close_case(case, reason=CloseReason.ANSWERED, by=host, at=MONDAY)

    note = actions.add_note(case, body="Ringde och tackade.", by=host, at=MONDAY)

    assert list(case.notes.all()) == [note]


def test_change_need_says_when_and_what(case, host):
    need = change_need(case.needs.get(), state=NeedState.MET, by=host, at=MONDAY)

    need.refresh_from_db()
    assert (need.state, need.changed_at) == (NeedState.MET, MONDAY)
    assert verbs(case)[-1] == "need.changed"


def test_a_case_is_not_given_to_somebody_who_has_left(case, host):
    gone = make.a_user("Slutat Här", is_active=False)

    with pytest.raises(actions.NotATeamMember):
        actions.assign_case(case, owner=gone, by=host, at=MONDAY)


def test_the_database_itself_refuses_an_open_case_without_a_next_step(case):
    with pytest.raises(IntegrityError, match="open_case_has_a_next_step"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(next_step_on=None)


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_give_one_message_and_numbers_without_gaps():
    make.a_municipality()
    case, host, key = make.a_case(at=FRIDAY), make.a_user("Elin Bäck"), uuid.uuid4()
    faults = []

    def press(n):
        try:
            if n % 2:
                actions.receive_message(case, body="Hej", channel="web", at=MONDAY, key=key)
            else:
                actions.write_to_person(case, body=f"Svar {n}", by=host, at=MONDAY)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert case.conversation.messages.filter(direction="in", submission_key=key).count() == 1
    numbers = sorted(RegisterEntry.objects.values_list("number", flat=True))
    assert [int(number[5:]) for number in numbers] == list(range(1, len(numbers) + 1))
    assert len(numbers) == 12
    case.refresh_from_db()
    assert case.version == 1 + 11


def test_system_and_residents_are_recorded_as_what_they_are(case):
    actions.receive_message(case, body="Hej", channel="web", at=datetime(2026, 11, 24, tzinfo=UTC))

    event = Event.objects.filter(verb="message.received").get()
    assert (event.actor, event.actor_kind) == (None, Actor.RESIDENT.value)


def test_a_protected_case_goes_to_nobody_who_may_not_know_of_it(host):
    case = make.a_case(make.a_household(staff=[host]), owner=host)

    with pytest.raises(actions.NotATeamMember):
        actions.assign_case(case, owner=make.a_user("Nils Ny"), by=host, at=MONDAY)


def test_what_is_done_to_a_merged_case_is_done_to_the_one_that_goes_on(case, host):
    other = make.a_case(make.a_household("Annan Exempel", email="annan@example.org"))
    actions.close_case(other, reason=CloseReason.DUPLICATE, by=host, at=MONDAY)
    Case.objects.filter(pk=other.pk).update(merged_into=case)
    other.refresh_from_db()

    actions.add_note(other, body="Ringde om samma sak.", by=host, at=MONDAY)
    with pytest.raises(actions.CaseIsOpen):
        actions.reopen_case(other, by=host, at=MONDAY)

    assert [note.case_id for note in case.notes.all()] == [case.pk]
