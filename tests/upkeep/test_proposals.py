"""An association proposes something for the calendar, an editor decides, and they are told."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.core.dates import today
from hemvist.core.people_only import now_signed
from hemvist.core.working_time import ZONE
from hemvist.demo.factories import a_municipality, a_user, an_area
from hemvist.happenings.models import Happening
from hemvist.messaging.models import Delivery
from hemvist.upkeep import proposals
from hemvist.upkeep.models import HappeningProposal
from hemvist.upkeep.proposing import AlreadyDecided, empty_old_proposals, publish_proposal

FORM = "/en/calendar/propose/"


@pytest.fixture(autouse=True)
def _municipality(db):
    cache.clear()
    a_municipality()
    an_area("lillby", name="Lillby")


@pytest.fixture
def typed():
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        opened = now_signed()
    return {
        "opened": opened,
        "title": "Winter fair",
        "text": "Coffee and sledges.",
        "day": (today() + timedelta(days=10)).isoformat(),
        "starts": "11:00",
        "ends": "14:00",
        "whereabouts": "The village hall",
        "area": "lillby",
        "cost": "Nothing",
        "welcomes_newcomers": "on",
        "organizer": "Lillby byaförening",
        "link": "lillby.example/fair",
        "email": "fair@lillby.example",
    }


@pytest.fixture
def editor(client):
    user = a_user(role=Role.EDITOR)
    client.force_login(user)
    return user


def test_a_proposal_is_public_only_when_an_editor_has_said_yes(client, typed, editor):
    thanks = client.post(FORM, typed, follow=True)
    proposal = HappeningProposal.objects.get()
    before = Happening.objects.count()
    waiting = client.get(reverse("upkeep:proposals")).content.decode()
    client.post(reverse("upkeep:publish_proposal", args=[proposal.pk]))

    assert thanks.status_code == 200
    assert before == 0
    assert "Winter fair" in waiting and "Lillby byaförening" in waiting
    happening = Happening.objects.get()
    day = today() + timedelta(days=10)
    assert happening.titles == {"en": "Winter fair"}
    assert happening.starts_at == datetime(day.year, day.month, day.day, 11, tzinfo=ZONE)
    assert happening.ends_at - happening.starts_at == timedelta(hours=3)
    assert happening.area_id == "lillby" and happening.welcomes_newcomers
    assert happening.link == "https://lillby.example/fair"
    letter = Delivery.objects.get()
    assert letter.address == "fair@lillby.example"
    assert f"/en/calendar/{happening.slug}/" in letter.body
    assert Event.objects.filter(verb="happeningproposal.published").count() == 1
    assert "Winter fair" in client.get(f"/en/calendar/{happening.slug}/").content.decode()


def test_who_is_declined_is_told_why(client, typed, editor):
    client.post(FORM, typed)
    proposal = HappeningProposal.objects.get()
    address = reverse("upkeep:decline_proposal", args=[proposal.pk])

    empty = client.post(address, {"words": ""})
    client.post(address, {"words": "It has been already."})
    again = client.post(address, {"words": "No."})

    assert empty.status_code == 422
    assert again.status_code == 302
    assert not Happening.objects.exists()
    assert "It has been already." in Delivery.objects.get().body


def test_what_is_decided_is_decided_once(client, typed, editor):
    client.post(FORM, typed)
    proposal = HappeningProposal.objects.get()
    publish_proposal(proposal, by=editor, at=timezone.now())

    with pytest.raises(AlreadyDecided):
        publish_proposal(proposal, by=editor, at=timezone.now())

    assert Happening.objects.count() == Delivery.objects.count() == 1


def test_the_same_proposal_twice_is_one(client, typed):
    client.post(FORM, typed)
    client.post(FORM, typed)

    assert HappeningProposal.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"text": "x" * 2_001},
        {"day": "2020-01-01"},
        {"day": "2190-01-01"},
        {"day": "tomorrow"},
        {"starts": ""},
        {"whereabouts": ""},
        {"area": "moon"},
        {"organizer": ""},
        {"email": "a@"},
        {"email": ""},
        {"link": "javascript:alert(1)"},
        {"opened": ""},
        {"opened": "forged"},
    ],
)
def test_what_cannot_be_kept_gets_a_sentence_and_keeps_what_was_typed(client, typed, wrong):
    answer = client.post(FORM, {**typed, **wrong})

    assert answer.status_code == 422
    assert not HappeningProposal.objects.exists()
    if "text" not in wrong:
        assert "Coffee and sledges." in answer.content.decode()


@pytest.mark.parametrize("text", ["a\0b", "🦌" * 400, "<script>alert(1)</script>"])
def test_strange_words_are_shown_as_words(client, typed, editor, text):
    client.post(FORM, {**typed, "text": text})

    proposal = HappeningProposal.objects.get()
    page = client.get(reverse("upkeep:proposal", args=[proposal.pk])).content.decode()
    assert "<script>alert" not in page


def test_a_machine_proposes_nothing(client, typed):
    answer = client.post(FORM, {**typed, "website": "https://spam.example"})

    assert answer.status_code == 302
    assert not HappeningProposal.objects.exists()


def test_a_network_that_proposes_too_often_is_asked_to_wait(client, typed, monkeypatch):
    monkeypatch.setattr(proposals, "PROPOSALS_AN_HOUR", 0)

    assert client.post(FORM, typed).status_code == 429


def test_an_end_after_midnight_is_the_next_day_and_no_beginning_is_all_day(client, typed):
    client.post(FORM, {**typed, "starts": "20:00", "ends": "01:00"})
    client.post(FORM, {**typed, "title": "Market", "starts": "", "ends": ""})

    dance, market = HappeningProposal.objects.order_by("created_at")
    assert dance.ends_at - dance.starts_at == timedelta(hours=5)
    assert market.is_all_day


def test_who_proposed_it_is_forgotten_in_time(client, typed, editor):
    client.post(FORM, typed)
    publish_proposal(HappeningProposal.objects.get(), by=editor, at=timezone.now())

    early = empty_old_proposals(at=timezone.now() + timedelta(days=89))
    late = empty_old_proposals(at=timezone.now() + timedelta(days=91))

    assert (early, late) == (0, 1)
    assert HappeningProposal.objects.get().email == ""


def test_the_list_costs_the_same_however_long(client, typed, editor, django_assert_max_num_queries):
    client.post(FORM, typed)
    address = reverse("upkeep:proposals")
    client.get(address)
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    for title in "abc":
        client.post(FORM, {**typed, "title": title})
    with django_assert_max_num_queries(20) as four:
        client.get(address)

    assert len(four) == len(one)
