"""Sending once, whoever presses how often; and what is removed when its time is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.casework.models import Case, RegisterEntry
from hemvist.directory.models import LifeArea
from hemvist.intake.actions import (
    EnquiryIsSent,
    EnquiryIsUnfinished,
    answer_question,
    forget_sent_answers,
    remove_old_drafts,
    send_enquiry,
)
from hemvist.intake.models import Enquiry
from hemvist.messaging.models import Delivery
from hemvist.people.models import Household
from tests.intake.filling import ANSWERS, NOW, make_draft, make_installation

LATER = NOW + timedelta(days=31)


def at_once(what, times=4):
    """Run the same thing in real threads, each with a connection of its own."""
    start = Barrier(times)

    def run(_number):
        try:
            start.wait(timeout=10)
            return what()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_sent_four_times_at_once_it_is_one_case():
    make_installation()
    draft = make_draft()

    sent = at_once(
        lambda: send_enquiry(Enquiry.objects.get(pk=draft.pk), at=timezone.now()).case_id
    )

    assert len(set(sent)) == 1
    counted = [model.objects.count() for model in (Case, Household, Delivery, RegisterEntry)]
    assert counted == [1, 1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_windows_answering_at_once_lose_nothing():
    make_installation()
    draft = make_draft(without=["area", "from", "when", "other"])
    steps = iter(["area", "from", "when", "other"])

    def answer_one():
        step = next(steps)
        enquiry = Enquiry.objects.get(pk=draft.pk)
        answer_question(enquiry, step=step, answer=ANSWERS[step], language="en")

    at_once(answer_one)

    assert Enquiry.objects.get().answers == ANSWERS


def test_an_unfinished_enquiry_is_not_sent(installation):
    draft = make_draft(without=["when"])

    with pytest.raises(EnquiryIsUnfinished) as unfinished:
        send_enquiry(draft, at=NOW)

    assert unfinished.value.step == "when"
    assert [Case.objects.count(), Household.objects.count()] == [0, 0]


def test_a_sent_enquiry_takes_no_more_answers(draft):
    sent = send_enquiry(draft, at=NOW)

    with pytest.raises(EnquiryIsSent):
        answer_question(sent, step="other", answer={"text": "late"}, language="en")

    assert Enquiry.objects.get().answers == ANSWERS


def test_when_sending_breaks_nothing_is_left_half_done(draft):
    from hemvist.accounts.models import Team

    Team.objects.update(is_front_door=False)

    with pytest.raises(Team.DoesNotExist):
        send_enquiry(draft, at=NOW)

    assert Enquiry.objects.get().state == "draft"
    assert [Household.objects.count(), Delivery.objects.count()] == [0, 0]


def test_a_life_area_taken_away_meanwhile_is_left_out(draft):
    LifeArea.objects.filter(slug="work").delete()

    sent = send_enquiry(draft, at=NOW)

    assert list(sent.case.needs.values_list("life_area", flat=True)) == ["housing"]


@pytest.mark.parametrize(
    ("seconds", "trapped", "source"),
    [
        (120, False, "form"),
        (3, False, "form_suspected"),
        (120, True, "form_suspected"),
    ],
)
def test_what_looks_like_a_machine_is_sent_but_marked(installation, seconds, trapped, source):
    draft = make_draft(name={**ANSWERS["name"], "trapped": trapped})

    sent = send_enquiry(draft, at=draft.created_at + timedelta(seconds=seconds))

    assert sent.case.source == source


def test_drafts_of_a_month_ago_are_removed_and_counted(installation, monday):
    old, sent = make_draft(), make_draft()
    send_enquiry(sent, at=NOW)
    monday.shift(timedelta(days=31))
    fresh = make_draft()

    removed = remove_old_drafts(at=LATER)

    assert removed == 1
    assert set(Enquiry.objects.values_list("pk", flat=True)) == {sent.pk, fresh.pk}
    assert old.pk not in {sent.pk, fresh.pk}
    event = Event.objects.get(verb="drafts.removed")
    assert [event.detail, event.actor_kind] == [{"count": 1}, "system"]


def test_letters_that_led_back_to_removed_drafts_go_with_them(installation, monday):
    from hemvist.intake.actions import send_resume_link

    send_resume_link(make_draft(), email="me@example.org", link="https://example.org/")
    monday.shift(timedelta(days=31))

    remove_old_drafts(at=LATER)

    assert Delivery.objects.count() == 0


def test_answers_are_forgotten_a_day_after_they_became_a_case(installation):
    draft, sent = make_draft(), make_draft()
    send_enquiry(sent, at=NOW)

    assert forget_sent_answers(at=NOW + timedelta(hours=23)) == 0
    assert forget_sent_answers(at=NOW + timedelta(hours=25)) == 1
    assert forget_sent_answers(at=NOW + timedelta(hours=26)) == 0
    draft.refresh_from_db()
    sent.refresh_from_db()
    assert [draft.answers, sent.answers] == [ANSWERS, {}]
