"""The year after the move: asked, answered with one tap, brought to a person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.actions import close_case
from hemvist.casework.models import CaseState, CloseReason, NextStep
from hemvist.core.working_time import Calendar
from hemvist.demo import factories as make
from hemvist.follow_up import actions
from hemvist.follow_up.links import answer_link
from hemvist.follow_up.models import CheckIn, CheckInState, Milestone, Mood
from hemvist.follow_up.queries import due, results
from hemvist.follow_up.tasks import ask_one, daily
from hemvist.messaging.models import Delivery, Message

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)


@pytest.fixture
def host(client):
    cache.clear()
    make.a_municipality()
    user = make.a_user("Elin Bäck")
    client.force_login(user)
    return user


@pytest.fixture
def case(host):
    found = make.a_case(make.a_household("Mira Exempel", language="en"), owner=host)
    found.first_unanswered_at = found.answer_due_at = None
    found.save()
    return found


def moved_in(case, on, *, by):
    return actions.move_in(case, on=on, by=by, at=NOW)


def states(case):
    return list(case.check_ins.order_by("due_on").values_list("milestone", "state"))


def path_of(check_in):
    return answer_link(check_in).split("localhost:8000")[-1].replace("http://", "/")


def test_five_are_planned_on_working_days_and_the_case_says_when_to_look(case, host):
    moved_in(case, date(2026, 11, 28), by=host)

    case.refresh_from_db()
    assert [c.due_on for c in case.check_ins.order_by("due_on")] == [
        date(2026, 12, 14),  # the 12th is a Saturday
        date(2026, 12, 28),
        date(2027, 3, 1),  # 28 February is a Sunday
        date(2027, 5, 28),
        date(2027, 11, 29),  # the 28th is a Sunday
    ]
    assert (case.state, case.next_step) == (CaseState.MOVED, NextStep.FOLLOW_UP)
    calendar = Calendar.current()
    assert case.next_step_on == calendar.next_working_day(date(2026, 12, 14), days=7)


@given(st.dates(date(2024, 1, 1), date(2037, 12, 31)))
def test_the_milestones_come_in_their_order_whatever_the_day(on):
    days = [milestone.day_after(on) for milestone in Milestone]

    assert days == sorted(set(days))
    assert (days[-1].month, days[-1].year) == (on.month, on.year + 1)


def test_another_day_moves_what_is_planned_and_leaves_what_is_asked(case, host):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)
    actions.ask(first, at=NOW)

    moved_in(case, date(2026, 12, 1), by=host)

    first.refresh_from_db()
    assert first.due_on == date(2026, 11, 30)
    assert case.check_ins.get(milestone="12m").due_on == date(2027, 12, 1)


def test_of_those_long_past_only_the_latest_is_asked(case, host):
    moved_in(case, date(2026, 7, 1), by=host)

    assert states(case)[:3] == [("2w", "skipped"), ("1m", "skipped"), ("3m", "planned")]


def test_the_question_goes_out_once_in_the_persons_language_with_a_link(case, host):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)

    daily(timestamp=int(NOW.timestamp()))
    ask_one(check_in=first.pk, timestamp=int(NOW.timestamp()))
    ask_one(check_in=first.pk, timestamp=int(NOW.timestamp()))

    first.refresh_from_db()
    delivery = Delivery.objects.get(purpose="check_in")
    assert first.state == CheckInState.ASKED
    assert "You moved in two weeks ago." in delivery.body
    assert "/en/how-is-it/" in delivery.body
    assert "how-is-it" not in Message.objects.get(pk=first.message_id).body
    assert Event.objects.filter(verb="checkin.asked").count() == 1


def test_on_a_saturday_nobody_is_asked(case, host):
    moved_in(case, date(2026, 11, 16), by=host)

    daily(timestamp=int((NOW - 2 * DAY).timestamp()))

    assert not Event.objects.filter(verb__in=["checkin.asked", "checkin.silent"]).exists()


@pytest.mark.parametrize("why", ["protected", "wants to be called"])
def test_who_cannot_be_written_to_is_asked_by_a_person(case, host, why):
    household = case.household
    if why == "protected":
        household.is_protected = True
        household.save()
    else:
        household.contact_choice.channels = ["phone"]
        household.contact_choice.save()
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)

    actions.ask(first, at=NOW)

    case.refresh_from_db()
    assert not Delivery.objects.filter(purpose="check_in").exists()
    assert (case.next_step, case.next_step_on) == (NextStep.FOLLOW_UP, date(2026, 12, 1))


def test_looking_changes_nothing_and_one_tap_answers(client, case, host):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)
    actions.ask(first, at=NOW)
    client.logout()
    page = path_of(first)

    looked = client.get(page)
    first.refresh_from_db()
    assert (looked.status_code, first.state) == (200, CheckInState.ASKED)
    assert "Mira" not in looked.text

    tapped = client.post(page, {"mood": "good"}, follow=True)

    first.refresh_from_db()
    assert "Good to hear" in tapped.text
    assert (first.state, first.mood, first.answered_by) == (CheckInState.ANSWERED, "good", None)
    case.refresh_from_db()
    assert case.next_step == NextStep.FOLLOW_UP


def test_not_good_makes_the_owner_call_and_may_be_said_otherwise(case, host):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)
    actions.ask(first, at=NOW)

    actions.answer(first, mood=Mood.BAD, by=Actor.RESIDENT, at=NOW)
    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == (NextStep.CALL, date(2026, 12, 1))

    actions.answer(first, mood=Mood.SO_SO, by=Actor.RESIDENT, at=NOW)
    case.refresh_from_db()
    first.refresh_from_db()
    assert (first.mood, case.next_step) == ("so_so", NextStep.FOLLOW_UP)


def test_words_become_a_message_that_starts_the_clock_once(client, case, host):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)
    actions.ask(first, at=NOW)
    page = path_of(first)
    words = {"words": "The bus is late.", "key": "8c5b9d3e-4c8e-4a52-9a3e-0f6f5b0f6f5b"}

    client.post(page, words)
    client.post(page, words)
    empty = client.post(page, {"words": " "})

    case.refresh_from_db()
    assert case.conversation.messages.filter(body="The bus is late.").count() == 1
    assert case.first_unanswered_at is not None
    assert empty.status_code == 422


def test_silence_comes_to_the_owner_and_may_still_be_broken(case, host):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)
    actions.ask(first, at=NOW)

    daily(timestamp=int((NOW + 7 * DAY).timestamp()))
    first.refresh_from_db()
    assert first.state == CheckInState.ASKED, "seven working days are not over"
    daily(timestamp=int((NOW + 14 * DAY).timestamp()))

    first.refresh_from_db()
    case.refresh_from_db()
    assert (first.state, case.next_step) == (CheckInState.SILENT, NextStep.CALL)
    actions.answer(first, mood=Mood.GOOD, by=Actor.RESIDENT, at=NOW + 15 * DAY)
    first.refresh_from_db()
    assert first.state == CheckInState.ANSWERED


def test_paused_is_not_asked_and_a_closed_case_is_left_alone(case, host):
    moved_in(case, date(2026, 11, 16), by=host)
    actions.pause(case, by=host, at=NOW)
    assert not due(on=date(2027, 12, 31)).exists()

    actions.resume(case, by=host, at=NOW)
    assert due(on=date(2026, 11, 30)).count() == 1

    close_case(case, reason=CloseReason.SETTLED, by=host, at=NOW)
    assert not due(on=date(2027, 12, 31)).exists()


def test_one_is_left_out_with_a_reason_and_taken_back(client, case, host):
    first, *_rest = moved_in(case, date(2026, 11, 20), by=host)
    address = [case.reference, first.pk]

    without = client.post(reverse("follow_up:skip", args=address), {"because": ""})
    client.post(reverse("follow_up:skip", args=address), {"because": "På resa"})

    first.refresh_from_db()
    assert without.status_code == 422
    assert (first.state, first.skipped_because) == (CheckInState.SKIPPED, "På resa")
    client.post(reverse("follow_up:plan_again", args=address))
    first.refresh_from_db()
    assert (first.state, first.skipped_because) == (CheckInState.PLANNED, "")


def test_what_was_said_on_the_phone_is_written_down_by_name(client, case, host):
    first, *_rest = moved_in(case, date(2026, 11, 20), by=host)

    client.post(reverse("follow_up:said", args=[case.reference, first.pk]), {"mood": "bad"})

    first.refresh_from_db()
    assert (first.mood, first.answered_by) == ("bad", host)
    assert [r.bad for r in results(host)] == [1, 0, 0, 0, 0]


def test_a_link_of_an_erased_or_changed_household_is_broken(client, case, host):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)
    page = path_of(first)

    assert client.get(page).status_code == 404, "it has not been asked yet"
    actions.ask(first, at=NOW)
    assert client.get(page).status_code == 200
    assert client.get(page[:-3] + "x/").status_code == 404
    case.household.link_version += 1
    case.household.save()
    assert client.get(page).status_code == 404
    assert client.post(page, {"mood": "bad"}).status_code == 404


@pytest.mark.parametrize("mood", ["", "perfect", "\0", "good" * 100])
def test_a_mood_that_is_none_changes_nothing(client, case, host, mood):
    first, *_rest = moved_in(case, date(2026, 11, 16), by=host)
    actions.ask(first, at=NOW)

    assert client.post(path_of(first), {"mood": mood}).status_code in {400, 422}
    assert CheckIn.objects.get(pk=first.pk).mood == ""


@pytest.mark.parametrize("on", ["2020-01-01", "2030-01-01", "snart", ""])
def test_a_day_that_cannot_be_is_told(client, case, host, on):
    answer = client.post(reverse("follow_up:moved_in", args=[case.reference]), {"on": on})

    assert answer.status_code == 422
    assert not case.check_ins.exists()
