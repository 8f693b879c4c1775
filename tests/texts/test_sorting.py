"""Whose a text is: brought by itself when there can be no other, else decided by a person."""

from uuid import uuid4

import pytest

from hemvist.audit.models import Event
from hemvist.casework.actions import add_note, close_case, write_to_person
from hemvist.casework.models import Case, CloseReason, NextStep, RegisterEntry
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.messaging.models import Message
from hemvist.messaging.sms import Received
from hemvist.messaging.stopping import has_stopped
from hemvist.people.actions import protect_household
from hemvist.texts.actions import (
    AnsweredSince,
    DecidedAlready,
    forget_old_texts,
    give_to_case,
    put_aside,
    sort_text,
    take_in,
    undo_decision,
)
from hemvist.texts.models import IncomingText, TextState
from hemvist.texts.queries import case_of, waiting_texts

pytestmark = pytest.mark.django_db
NUMBER = "+46701740605"


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


def a_case_with_number(host, name="Mira Exempel", number="070-174 06 05"):
    household = make.a_household(name, email=f"{uuid4().hex}@example.org", phone=number)
    return make.a_case(household, owner=host, title=name)


def a_text(body="Kommer på måndag", sender=NUMBER, key=""):
    text, _new = take_in(Received(key or uuid4().hex, sender, "+46701740699", body), at=NOW)
    return sort_text(text)


def verbs(case):
    events = Event.objects.filter(subject_type="case", subject_id=str(case.pk))
    return list(events.order_by("pk").values_list("verb", flat=True))


def test_text_from_one_household_comes_into_its_case(host):
    case = a_case_with_number(host)
    write_to_person(case, body="När kommer ni?", by=host, at=NOW)

    text = a_text()

    case.refresh_from_db()
    assert (text.state, text.case) == (TextState.SORTED, case)
    message = case.conversation.messages.get(direction="in")
    assert (message.channel, message.body) == ("sms", "Kommer på måndag")
    assert (case.next_step, case.first_unanswered_at) == (NextStep.ANSWER, NOW)
    assert case.register_entries.filter(message=message).exists()


def test_same_text_told_twice_is_one(host):
    case = a_case_with_number(host)

    first, second = a_text(key="s1"), a_text(key="s1")

    assert first == second
    assert case.conversation.messages.count() == 1


@pytest.mark.parametrize(
    "make_it_unclear",
    [
        lambda host: a_case_with_number(host, "Yasmin Annan"),
        lambda host: make.a_case(Case.objects.get().household, owner=host),
        lambda host: Case.objects.get().household.contact_points.update(is_unproven=True),
        lambda host: Case.objects.get().household.contact_points.filter(kind="phone").delete(),
    ],
    ids=["two households", "two open cases", "unproven number", "unknown number"],
)
def test_what_is_not_clear_is_never_guessed(host, make_it_unclear):
    a_case_with_number(host)
    make_it_unclear(host)

    text = a_text()

    assert (text.state, text.case) == (TextState.UNSORTED, None)
    assert not Message.objects.exists()


def test_open_case_is_meant_and_not_the_one_that_ended(host):
    old = a_case_with_number(host)
    close_case(old, reason=CloseReason.ANSWERED, by=host, at=NOW)
    assert case_of(NUMBER) == old
    new = make.a_case(old.household, owner=host)

    assert case_of(NUMBER) == new


def test_person_decides_and_can_undo_it(host):
    first, second = a_case_with_number(host), a_case_with_number(host, "Yasmin Annan")
    write_to_person(first, body="Hej", by=host, at=NOW)
    first.refresh_from_db()
    before = Case.objects.filter(pk=first.pk).values().get()
    text = a_text()
    (waiting,) = waiting_texts(host)
    assert set(waiting.suggested) == {first, second}

    give_to_case(text, case=first, by=host, at=NOW)

    message = first.conversation.messages.get(direction="in")
    with pytest.raises(DecidedAlready):
        give_to_case(text, case=second, by=host, at=NOW)
    line = RegisterEntry.objects.get(message=message)
    undo_decision(text, by=host, at=NOW)
    after = Case.objects.filter(pk=first.pk).values().get()
    assert {**after, "version": 0} == {**before, "version": 0}
    assert not first.conversation.messages.filter(direction="in").exists()
    line.refresh_from_db()
    assert (line.case, line.counterpart) == (None, "")
    assert verbs(first)[-1] == "text.undone"
    give_to_case(text, case=second, by=host, at=NOW)
    assert second.conversation.messages.get().body == "Kommer på måndag"


def test_decision_is_not_undone_once_somebody_has_answered(host):
    case, _other = a_case_with_number(host), a_case_with_number(host, "Yasmin Annan")
    text = give_to_case(a_text(), case=case, by=host, at=NOW)
    write_to_person(case, body="Bra!", by=host, at=NOW)

    with pytest.raises(AnsweredSince):
        undo_decision(text, by=host, at=NOW)

    assert case.conversation.messages.count() == 2


def test_stop_ends_texts_and_tells_every_host_with_the_number(host):
    cases = [a_case_with_number(host), a_case_with_number(host, "Yasmin Annan")]

    text = a_text("Sluta!")

    assert text.state == TextState.STOPPED
    assert has_stopped(NUMBER)
    for case in cases:
        case.refresh_from_db()
        assert case.next_step == NextStep.OTHER_CHANNEL
        assert "70 174 06 05" in case.next_step_note
        assert verbs(case)[-1] == "text.stopped"
    assert not Message.objects.exists()
    a_text("START")
    assert not has_stopped(NUMBER)
    assert verbs(cases[0])[-1] == "text.started"


def test_text_of_a_protected_household_waits_for_the_staff_named_for_it_only(host):
    named = make.a_user("Enda Invigda")
    case, _other = a_case_with_number(named), a_case_with_number(host, "Yasmin Annan")
    protect_household(case.household, staff=[named.pk], by=named)
    text = a_text()

    assert waiting_texts(host) == []
    assert [one.text for one in waiting_texts(named)] == [text]
    assert not IncomingText.objects.visible_to(host).exists()


def test_list_asks_no_more_for_more_texts(host, django_assert_num_queries):
    a_case_with_number(host), a_case_with_number(host, "Yasmin Annan")
    a_text()
    with django_assert_num_queries(3):
        waiting_texts(host)
    a_text(), a_text(sender="+46701740606")
    with django_assert_num_queries(3):
        assert len(waiting_texts(host)) == 3


def test_what_is_nobodys_goes_after_three_months(host):
    case = a_case_with_number(host)
    kept, gone = a_text(), put_aside(a_text(sender="REKLAM"), by=host, at=NOW)

    assert forget_old_texts(at=NOW.replace(year=2027)) == 1

    assert list(IncomingText.objects.all()) == [kept]
    assert gone.number == "REKLAM"
    add_note(case, body="ok", by=host, at=NOW)


@pytest.mark.parametrize("body", ["", "\x00", "a\x00b\ud800", "x" * 100_000, "🎈" * 5000])
@pytest.mark.parametrize("sender", ["+46701740605", "", "\x00", "9" * 100, "Boden"])
def test_strange_texts_are_written_down(host, body, sender):
    assert a_text(body, sender or "?").pk


def test_open_cases_are_suggested_before_closed_ones(host):
    cases = [a_case_with_number(host, name) for name in ("Ett", "Två", "Tre")]
    for case in (cases[0], cases[2]):
        close_case(case, reason=CloseReason.ANSWERED, by=host, at=NOW)

    a_text()

    [waiting] = waiting_texts(host)
    assert waiting.suggested[0] == cases[1]
