"""Asking keepers, and what comes of their answers."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hemvist.accounts.models import Role
from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.demo import factories as make
from hemvist.directory.models import ChangeProposal, Keeper, Phone, ProposalState, Service
from hemvist.keeping import actions
from hemvist.keeping.links import LinkIsBroken, keeper_from, keeper_link
from hemvist.keeping.proposals import differences, standing
from hemvist.keeping.queries import overdue
from hemvist.messaging.models import Delivery

NOW = make.NOW
TODAY = NOW.date()
LONG_AGO = TODAY - timedelta(days=200)
BEFORE_TIME = date(2000, 1, 1)

pytestmark = pytest.mark.django_db


def token_of(keeper):
    return keeper_link(keeper).rstrip("/").rsplit("/", 1)[-1]


def verbs(service):
    return set(Event.objects.filter(subject_id=str(service.pk)).values_list("verb", flat=True))


@pytest.fixture
def editor():
    return make.a_user("Redaktör", role=Role.EDITOR)


def test_places_are_overdue_when_their_own_time_is_up_and_those_never_checked_come_first():
    make.a_place("fresh", checked_on=TODAY)
    make.a_place("slow", checked_on=LONG_AGO, review_days=365)
    make.a_place("due", checked_on=LONG_AGO)
    make.a_place("today", checked_on=TODAY - timedelta(days=180))
    make.a_place("gone", checked_on=LONG_AGO, status="defunct")
    never = make.a_place("never")
    Service.objects.filter(pk=never.pk).update(checked_on=None)

    assert [place.slug for place in overdue(on=TODAY)] == ["never", "due", "today"]


def test_a_keeper_of_several_places_gets_one_letter_with_a_link_for_each():
    keepers = [
        make.a_keeper(make.a_place(slug, name=slug.title(), checked_on=LONG_AGO))
        for slug in ("ett", "tva")
    ]
    make.a_keeper(make.a_place("fresh"))

    assert actions.ask_keepers(at=NOW) == 1

    letter = Delivery.objects.get()
    assert letter.address == "skolan@norrby.example"
    assert letter.subject == "Is what we say about your 2 places still right?"
    tokens = re.findall(r"/keeper/([^/]+)/", letter.body)
    assert [keeper_from(token) for token in tokens] == keepers
    assert "keeper.asked" in verbs(keepers[0].service)


def test_a_keeper_is_asked_in_their_language():
    make.a_keeper(make.a_place(checked_on=LONG_AGO), language="fi")

    actions.ask_keepers(at=NOW)

    assert Delivery.objects.get().language == "fi"


def test_a_keeper_is_left_alone_for_two_weeks_and_after_three_letters():
    make.a_keeper(make.a_place(checked_on=LONG_AGO))

    sent = [actions.ask_keepers(at=NOW + timedelta(days=days)) for days in (0, 7, 14, 28, 42, 56)]

    assert sent == [1, 0, 1, 1, 0, 0]


def test_a_colleague_who_has_left_is_not_asked(editor):
    make.a_keeper(make.a_place(checked_on=LONG_AGO), user=editor, email="")
    editor.is_active = False
    editor.save()

    assert actions.ask_keepers(at=NOW) == 0


def test_confirming_makes_the_place_checked_today_and_the_keeper_asked_no_more():
    keeper = make.a_keeper(make.a_place(checked_on=LONG_AGO))
    actions.ask_keepers(at=NOW)
    keeper.refresh_from_db()

    actions.confirm_place(keeper, on=TODAY)

    assert Service.objects.get().checked_on == TODAY
    assert Keeper.objects.get().times_asked == 0
    assert actions.ask_keepers(at=NOW + timedelta(days=30)) == 0
    assert "service.checked" in verbs(keeper.service)


@pytest.mark.parametrize(
    ("user", "email"), [(None, ""), (True, "skolan@norrby.example"), (None, "anna.berg@x.example")]
)
def test_a_keeper_is_a_colleague_or_a_unit(editor, user, email):
    with pytest.raises(ValidationError):
        make.a_keeper(user=editor if user else None, email=email)

    assert not Keeper.objects.exists()


def test_another_keeper_makes_the_links_of_the_one_before_void_and_the_same_does_not():
    keeper = make.a_keeper()
    old = token_of(keeper)

    make.a_keeper(keeper.service, language="sv")
    assert keeper_from(old).language == "sv"

    make.a_keeper(keeper.service, email="annan@norrby.example")
    with pytest.raises(LinkIsBroken):
        keeper_from(old)


def test_links_can_be_made_void(editor):
    keeper = make.a_keeper()
    old = token_of(keeper)

    actions.void_links(keeper, by=editor)

    with pytest.raises(LinkIsBroken):
        keeper_from(old)
    assert keeper_from(token_of(Keeper.objects.get())) == keeper
    assert "keeper.links_voided" in verbs(keeper.service)


def test_a_link_stops_working_when_nobody_answers_for_the_place(editor):
    keeper = make.a_keeper()
    old = token_of(keeper)

    actions.dismiss_keeper(keeper, by=editor)

    with pytest.raises(LinkIsBroken):
        keeper_from(old)


@pytest.fixture
def proposal():
    keeper = make.a_keeper(make.a_place(descriptions={"sv": "En skola.", "fi": "Koulu."}))
    wanted = standing(keeper.service) | {
        "description_sv": "En liten skola.",
        "phone": "0921-620 00",
        "url": "https://skolan.example",
        "status": "temporarily closed",
    }
    changes = differences(keeper.service, wanted)
    return actions.propose_changes(keeper, changes=changes, words="Vi stänger.", at=NOW)


def test_a_proposal_changes_nothing_until_an_editor_accepts(proposal):
    service = Service.objects.get()

    assert service.descriptions["sv"] == "En skola."
    assert set(proposal.changes) == {"description_sv", "phone", "url", "status"}
    assert "proposal.made" in verbs(service)


def test_accepting_makes_every_change_and_checks_the_place(proposal, editor):
    later = NOW + timedelta(days=3)

    actions.accept_proposal(proposal, answer="Tack!", by=editor, at=later)

    service = Service.objects.get()
    assert service.descriptions == {"sv": "En liten skola.", "fi": "Koulu."}
    assert (service.url, service.status) == ("https://skolan.example", "temporarily closed")
    assert service.checked_on == later.date()
    assert Phone.objects.get().number == "0921-620 00"
    assert ChangeProposal.objects.get().state == ProposalState.ACCEPTED
    assert {"proposal.accepted", "service.checked"} <= verbs(service)


def test_declining_changes_nothing_and_says_why(proposal, editor):
    actions.decline_proposal(proposal, answer="Ring oss.", by=editor, at=NOW)

    assert Service.objects.get().descriptions["sv"] == "En skola."
    assert not Phone.objects.exists()
    decided = ChangeProposal.objects.get()
    assert (decided.state, decided.answer, decided.decided_by) == ("declined", "Ring oss.", editor)


@pytest.mark.parametrize("again", [actions.accept_proposal, actions.decline_proposal])
def test_a_proposal_is_decided_once(proposal, editor, again):
    actions.decline_proposal(proposal, answer="", by=editor, at=NOW)

    with pytest.raises(actions.ProposalIsDecided):
        again(proposal, answer="", by=editor, at=NOW)


def test_a_newer_proposal_takes_the_place_of_one_that_waits(proposal):
    keeper = Keeper.objects.get()

    actions.propose_changes(keeper, changes={}, words="Nytt.", at=NOW)

    assert [one.words for one in ChangeProposal.objects.all()] == ["Nytt."]


def test_an_emptied_text_is_taken_away(editor):
    keeper = make.a_keeper(make.a_place(descriptions={"sv": "En skola.", "en": "A school."}))
    changes = differences(keeper.service, standing(keeper.service) | {"description_en": ""})
    made = actions.propose_changes(keeper, changes=changes, words="", at=NOW)

    actions.accept_proposal(made, answer="", by=editor, at=NOW)

    assert Service.objects.get().descriptions == {"sv": "En skola."}


def test_a_phone_that_is_there_is_changed_and_not_doubled(editor):
    keeper = make.a_keeper()
    Phone.objects.create(service=keeper.service, number="1")
    changes = differences(keeper.service, standing(keeper.service) | {"phone": "2"})
    made = actions.propose_changes(keeper, changes=changes, words="", at=NOW)

    actions.accept_proposal(made, answer="", by=editor, at=NOW)

    assert [phone.number for phone in Phone.objects.all()] == ["2"]


def test_who_did_it_by_link_is_a_receiver():
    keeper = make.a_keeper()

    actions.confirm_place(keeper, on=TODAY)

    event = Event.objects.get(verb="service.checked")
    assert (event.actor, event.actor_kind) == (None, Actor.RECEIVER.value)
