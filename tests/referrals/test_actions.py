"""What a referral shares, who is told, and how it always comes back to the host."""

from datetime import date, datetime, timedelta

import pytest

from hemvist.accounts.models import Role
from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.actions import CaseIsClosed, close_case, receive_message, write_to_person
from hemvist.casework.models import CloseReason, NeedState, NextStep, RegisterEntry
from hemvist.core.working_time import ZONE
from hemvist.demo import factories as make
from hemvist.messaging.models import Delivery
from hemvist.people.models import Consent
from hemvist.referrals import actions
from hemvist.referrals.actions import Agreement
from hemvist.referrals.models import DeclineReason, Referral, ReferralState
from hemvist.referrals.queries import functions_for, shared_texts

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


MONDAY = at("2026-11-23T09:00")
TUESDAY = at("2026-11-24T10:00")
AGREED = Agreement("Skolkontoret får veta: namn, barn.", "phone")


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def case(host):
    case = make.a_case(owner=host, at=at("2026-11-20T10:00"))
    write_to_person(case, body="Välkommen!", by=host, at=at("2026-11-20T14:00"))
    case.refresh_from_db()
    return case


@pytest.fixture
def function():
    return make.a_function(answer_hours=24)


@pytest.fixture
def referral(case, function, host):
    return refer(case, function, host)


def refer(case, function, host, **changes):
    values = {
        "need": case.needs.first(),
        "question": "Kan ni ringa?",
        "fields": ["name", "children"],
        "agreement": AGREED,
        "at": MONDAY,
    }
    return actions.make_referral(case, function=function, by=host, **(values | changes))


def letters(purpose):
    return Delivery.objects.filter(purpose=purpose)


def test_make_referral_copies_what_was_agreed_and_nothing_else(referral):
    assert set(referral.shared) == {"name", "children"}
    assert referral.shared["name"] == "Mira Exempel"
    assert "4, 9" in referral.shared["children"]
    assert referral.due_at == at("2026-11-26T09:00")


def test_the_copy_stays_as_it_was_when_the_household_changes(referral, case):
    case.household.people.filter(is_contact=True).update(name="Någon Annan")

    referral.refresh_from_db()
    assert referral.shared["name"] == "Mira Exempel"


def test_the_letter_to_the_function_has_a_link_and_nothing_about_the_person(referral, function):
    letter = letters("referral").get()

    assert (letter.address, letter.channel) == (function.email, "email")
    assert "/referrals/answer/" in letter.body
    for secret in ("Mira", "Exempel", "mira@example.org", "9", "Kan ni ringa"):
        assert secret not in letter.body.replace(letter.body.split("http")[1].split()[0], "")


def test_make_referral_moves_need_next_step_register_consent_and_log(referral, case, function):
    case.refresh_from_db()
    assert case.needs.get().state == NeedState.IN_PROGRESS
    assert (case.next_step, case.next_step_on, case.next_step_note) == (
        NextStep.CHECK_REFERRAL,
        date(2026, 11, 26),
        function.name,
    )
    entry = RegisterEntry.objects.filter(case=case).latest("pk")
    assert (entry.direction, entry.counterpart) == ("out", function.name)
    consent = Consent.objects.get()
    assert (consent.receiver, consent.wording, consent.given_how) == (
        function.name,
        AGREED.wording,
        "phone",
    )
    event = Event.objects.get(verb="referral.made")
    assert (event.subject_id, event.detail["function"]) == (str(case.pk), function.name)


def test_more_than_the_function_needs_is_refused(case, function, host):
    with pytest.raises(actions.SharesTooMuch):
        refer(case, function, host, fields=["name", "phone"])

    assert not Referral.objects.exists()


def test_a_protected_household_is_never_referred_in_writing(function, host):
    case = make.a_case(make.a_household(staff=[host]), owner=host)

    with pytest.raises(actions.HouseholdIsProtected):
        refer(case, function, host)

    assert not letters("referral").exists()


def test_a_closed_case_is_not_referred(case, function, host):
    close_case(case, reason=CloseReason.ANSWERED, by=host, at=MONDAY)

    with pytest.raises(CaseIsClosed):
        refer(case, function, host)


def test_a_function_that_takes_no_referrals_gets_none(case, host):
    with pytest.raises(actions.FunctionIsClosed):
        refer(case, make.a_function(is_active=False), host)


def test_accept_tells_the_person_and_lets_the_host_follow_up(referral, case):
    actions.accept_referral(referral, answer="Vi ringer.", by=Actor.RECEIVER, at=TUESDAY)

    referral.refresh_from_db()
    case.refresh_from_db()
    assert (referral.state, referral.answer, referral.answered_at) == (
        ReferralState.ACCEPTED,
        "Vi ringer.",
        TUESDAY,
    )
    assert (case.next_step, case.next_step_on) == (NextStep.FOLLOW_UP, date(2026, 12, 1))
    assert letters("referral_accepted").get().address == "mira@example.org"


def test_decline_opens_the_need_and_is_the_hosts_work_the_same_day(referral, case):
    actions.decline_referral(
        referral, reason=DeclineReason.FULL, answer="Fullt.", by=Actor.RECEIVER, at=TUESDAY
    )

    referral.refresh_from_db()
    case.refresh_from_db()
    assert (referral.state, referral.decline_reason) == (
        ReferralState.DECLINED,
        DeclineReason.FULL,
    )
    assert case.needs.get().state == NeedState.OPEN
    assert (case.next_step, case.next_step_on) == (NextStep.CHECK_REFERRAL, date(2026, 11, 24))
    assert not letters("referral_accepted").exists()


def test_done_is_the_hosts_to_confirm_with_the_person(referral, case):
    actions.accept_referral(referral, answer="", by=Actor.RECEIVER, at=TUESDAY)
    actions.finish_referral(referral, answer="Plats given.", by=Actor.RECEIVER, at=TUESDAY)

    case.refresh_from_db()
    assert case.needs.get().state == NeedState.IN_PROGRESS
    assert case.next_step == NextStep.CHECK_REFERRAL


def test_a_waiting_person_comes_before_a_referral(referral, case):
    receive_message(case, body="Hur går det?", channel="web", at=TUESDAY)
    actions.decline_referral(
        referral, reason=DeclineReason.FULL, answer="", by=Actor.RECEIVER, at=TUESDAY
    )

    case.refresh_from_db()
    assert case.next_step == NextStep.ANSWER


@pytest.mark.parametrize(
    ("deed", "verb", "letter"),
    [
        (
            lambda r: actions.accept_referral(r, answer="", by=Actor.RECEIVER, at=TUESDAY),
            "accepted",
            "referral_accepted",
        ),
        (
            lambda r: actions.decline_referral(
                r, reason="full", answer="", by=Actor.RECEIVER, at=TUESDAY
            ),
            "declined",
            None,
        ),
        (
            lambda r: actions.finish_referral(r, answer="", by=Actor.RECEIVER, at=TUESDAY),
            "done",
            None,
        ),
        (
            lambda r: actions.withdraw_referral(r, by=Actor.SYSTEM, at=TUESDAY),
            "withdrawn",
            "referral_withdrawn",
        ),
    ],
    ids=["accept", "decline", "done", "withdraw"],
)
def test_answering_twice_is_answering_once(referral, deed, verb, letter):
    deed(referral)
    deed(referral)

    assert Event.objects.filter(verb=f"referral.{verb}").count() == 1
    assert letter is None or letters(letter).count() == 1


def test_an_ended_referral_takes_no_other_answer(referral):
    actions.decline_referral(
        referral, reason=DeclineReason.FULL, answer="", by=Actor.RECEIVER, at=TUESDAY
    )

    for deed in (
        lambda: actions.accept_referral(referral, answer="", by=Actor.RECEIVER, at=TUESDAY),
        lambda: actions.finish_referral(referral, answer="", by=Actor.RECEIVER, at=TUESDAY),
        lambda: actions.withdraw_referral(referral, by=Actor.SYSTEM, at=TUESDAY),
    ):
        with pytest.raises(actions.ReferralIsEnded):
            deed()


def test_withdraw_empties_what_was_shared_and_tells_the_function(referral, case):
    actions.withdraw_referral(referral, by=Actor.RESIDENT, at=TUESDAY)

    referral.refresh_from_db()
    assert (referral.state, referral.shared) == (ReferralState.WITHDRAWN, {})
    assert case.needs.get().state == NeedState.OPEN
    assert letters("referral_withdrawn").count() == 1


def test_an_answer_after_the_case_was_closed_is_kept_and_opens_nothing(referral, case, host):
    close_case(case, reason=CloseReason.NOT_MOVING, by=host, at=TUESDAY)

    actions.accept_referral(referral, answer="Ja", by=Actor.RECEIVER, at=TUESDAY)

    case.refresh_from_db()
    referral.refresh_from_db()
    assert (case.is_open, referral.state) == (False, ReferralState.ACCEPTED)


def test_what_nobody_answers_is_reminded_of_once_and_then_comes_back_to_the_host(referral, case):
    just_before, due = referral.due_at - timedelta(minutes=1), referral.due_at + timedelta(hours=1)

    assert actions.chase_unanswered(at=just_before) == 0
    assert actions.chase_unanswered(at=due) == 1
    assert actions.chase_unanswered(at=due + timedelta(hours=1)) == 0
    assert letters("referral_reminder").count() == 1

    assert actions.chase_unanswered(at=due + timedelta(days=7)) == 1
    assert actions.chase_unanswered(at=due + timedelta(days=8)) == 0

    case.refresh_from_db()
    referral.refresh_from_db()
    assert referral.returned_at == due + timedelta(days=7)
    assert (case.next_step, case.next_step_on) == (
        NextStep.CHECK_REFERRAL,
        (due + timedelta(days=7)).astimezone(ZONE).date(),
    )


def test_functions_that_serve_an_open_need_come_first(case):
    make.a_function("Aktivitetshuset", life_areas=["leisure"])
    school = make.a_function("Skolkontoret")

    assert functions_for(case)[0] == school


def test_shared_texts_leaves_out_what_is_not_known_and_speaks_the_functions_language(case):
    everything = [
        "name",
        "email",
        "phone",
        "language",
        "moving",
        "origin",
        "adults",
        "children",
        "area",
    ]

    texts = shared_texts(case, everything, language="en")

    assert texts == {
        "name": "Mira Exempel",
        "email": "mira@example.org",
        "phone": "+46 70 174 06 05",
        "language": "Swedish",
        "origin": "Another place in Sweden",
        "adults": "2 adults",
        "children": "2 children, aged 4, 9",
    }


def test_a_receiver_sees_the_referrals_of_own_functions_only(referral, case, host):
    receiver = make.a_user("Sara Skola", role=Role.RECEIVER)
    stranger = make.a_user("Bo Bostad", role=Role.RECEIVER)
    referral.function.staff.add(receiver)

    assert list(Referral.objects.visible_to(receiver)) == [referral]
    assert list(Referral.objects.visible_to(stranger)) == []
    assert list(Referral.objects.visible_to(host)) == [referral]
