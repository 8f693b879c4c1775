"""A keeper's page by link, and the editors' pages."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.demo import factories as make
from hemvist.directory.models import ChangeProposal, Keeper, Service, ServiceCapacity
from hemvist.keeping import actions
from hemvist.keeping.links import LINK_DAYS, SALT, keeper_link
from tests.site.queries import assert_constant_queries

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now().date() - timedelta(days=300)


def address_of(keeper):
    return reverse("keeper:place", args=[keeper_link(keeper).rstrip("/").rsplit("/", 1)[-1]])


@pytest.fixture
def keeper():
    return make.a_keeper(
        make.a_place(checked_on=LONG_AGO, descriptions={"sv": "En skola.", "en": "A school."})
    )


@pytest.fixture
def address(keeper):
    return address_of(keeper)


@pytest.fixture
def editor(client):
    editor = make.a_user("Redaktör", role=Role.EDITOR)
    client.force_login(editor)
    return editor


def text_of(answer):
    return answer.content.decode()


def test_the_link_shows_what_readers_see_and_changes_nothing(client, keeper, address):
    page = client.get(address)

    assert page.status_code == 200
    assert "A school." in text_of(page)
    assert "Yes, all is still right" in text_of(page)
    assert Service.objects.get().checked_on == LONG_AGO


def test_one_button_makes_it_checked_today(client, address):
    answer = client.post(address, {"act": "right"}, follow=True)

    assert "checked today" in text_of(answer)
    assert Service.objects.get().checked_on == timezone.localdate()


def test_the_page_is_in_the_keepers_language_until_they_choose(client, keeper, address):
    actions.appoint_keeper(
        keeper.service, user=None, email=keeper.email, language="ar", by=make.a_user()
    )

    assert '<html lang="ar"' in text_of(client.get(address))
    client.cookies["django_language"] = "fi"
    assert '<html lang="fi"' in text_of(client.get(address))


ROOM = {
    "act": "room",
    "status": "limited",
    "available": "3",
    "maximum": "25",
}


def until(days):
    day = timezone.localdate() + timedelta(days=days)
    return {f"holds_until_{n}": part for n, part in enumerate((day.day, day.month, day.year))}


def test_the_keeper_says_how_much_room_there_is(client, keeper, address):
    client.post(address, ROOM | until(10))

    room = ServiceCapacity.objects.get()
    assert (room.status, room.available, room.maximum) == ("limited", 3, 25)
    assert room.holds_until == timezone.localdate() + timedelta(days=10)
    guide = text_of(client.get(f"/en/places/{keeper.service.slug}/"))
    assert "3 of 25 places free" in guide


def test_saying_it_again_replaces_what_was_said(client, address):
    client.post(address, ROOM | until(10))
    client.post(address, ROOM | until(5) | {"status": "full", "available": "0"})

    assert [room.status for room in ServiceCapacity.objects.all()] == ["full"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"status": "maybe"}, "Select a valid choice"),
        ({"status": ""}, "Choose one of the four."),
        ({"available": "30"}, "more free than there are"),
        ({"available": "many"}, "Write a whole number"),
        ({"status": "full"}, "You say that it is full"),
        (until(-1), "a day from today"),
        (until(400), "a day from today"),
        ({"holds_until_0": "31", "holds_until_1": "2"}, "a day that exists"),
    ],
)
def test_room_that_cannot_be_gets_a_sentence(client, address, wrong, sentence):
    answer = client.post(address, ROOM | until(10) | wrong)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not ServiceCapacity.objects.exists()


def wanted(client, address, **changes):
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"act": "change"} | changes


def test_a_change_becomes_a_task_for_the_editor(client, address):
    answer = client.post(
        address, wanted(client, address, description_en="A small school.", words="Open later.")
    )

    assert answer.status_code == 302
    proposal = ChangeProposal.objects.get()
    assert proposal.changes == {"description_en": {"old": "A school.", "new": "A small school."}}
    assert proposal.words == "Open later."
    assert "It waits for an editor." in text_of(client.get(address))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Change something first"),
        ({"email": "anna.berg@skolan.example"}, "looks like a person"),
        ({"email": "x"}, "e-mail address like"),
        ({"url": "javascript:alert(1)"}, "web address like"),
        ({"status": "moon"}, "Choose one in the list."),
        ({"words": "x" * 2_000}, "at most 1000 characters"),
    ],
)
def test_a_change_that_cannot_be_gets_a_sentence_and_keeps_the_words(
    client, address, wrong, sentence
):
    answer = client.post(address, wanted(client, address, **wrong))

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not ChangeProposal.objects.exists()


@pytest.mark.parametrize(
    "make_token",
    [
        lambda keeper: "x" * 40,
        lambda keeper: signing.dumps(keeper.key.hex, salt="another"),
        lambda keeper: signing.dumps("no-uuid", salt=SALT),
        lambda keeper: signing.dumps(["a"], salt=SALT),
    ],
)
def test_a_broken_link_gets_a_page_with_a_way_on(client, keeper, make_token):
    make.a_municipality()

    answer = client.get(reverse("keeper:place", args=[make_token(keeper)]))

    assert answer.status_code == 404
    assert "inflyttning@norrby.example" in text_of(answer)


def test_a_link_grows_old(client, keeper, address):
    with time_machine.travel(timezone.now() + timedelta(days=LINK_DAYS, minutes=1)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"act": "right"}).status_code == 404


def test_the_editor_sees_old_beside_new_and_accepts(client, keeper, address, editor):
    client.post(address, wanted(client, address, description_en="A small school."))
    proposal = ChangeProposal.objects.get()
    page = reverse("keeping:proposal", args=[proposal.pk])

    shown = text_of(client.get(page))
    assert "<del>A school.</del>" in shown
    assert "<ins>A small school.</ins>" in shown

    client.post(page, {"act": "accept", "answer": "Thanks!"})

    assert Service.objects.get().descriptions["en"] == "A small school."
    told = text_of(client.get(address))
    assert "It was accepted." in told
    assert "Thanks!" in told


def test_a_decided_proposal_is_told_of(client, address, editor):
    client.post(address, wanted(client, address, words="Something."))
    page = reverse("keeping:proposal", args=[ChangeProposal.objects.get().pk])
    client.post(page, {"act": "decline", "answer": ""})

    answer = client.post(page, {"act": "accept", "answer": ""}, follow=True)

    assert "already decided" in text_of(answer)
    assert ChangeProposal.objects.get().state == "declined"


def test_the_overview_lists_what_is_due_and_a_button_checks_it(client, keeper, editor):
    page = text_of(client.get(reverse("keeping:overview")))
    assert "1 place has not been checked in time" in page
    assert "skolan@norrby.example" in page

    client.post(reverse("keeping:check", args=[keeper.service.slug]))

    assert "Every place has been checked in time." in text_of(
        client.get(reverse("keeping:overview"))
    )


def test_the_overview_costs_the_same_for_many_places(client, keeper, editor):
    def more():
        for n in range(3):
            other = make.a_keeper(make.a_place(f"skola-{n}", checked_on=LONG_AGO))
            actions.propose_changes(other, changes={}, words="x", at=timezone.now())

    actions.propose_changes(keeper, changes={}, words="x", at=timezone.now())
    assert_constant_queries(lambda: client.get(reverse("keeping:overview")), add=more)


def test_an_editor_says_who_answers(client, editor):
    service = make.a_place()
    page = reverse("keeping:keeper", args=[service.slug])

    client.post(page, {"user": "", "email": "skolan@norrby.example", "language": "sv"})
    assert Keeper.objects.get().email == "skolan@norrby.example"

    client.post(page, {"user": editor.pk, "email": "", "language": "sv"})
    assert Keeper.objects.get().user == editor

    key = Keeper.objects.get().key
    client.post(page, {"act": "void"})
    assert Keeper.objects.get().key != key

    client.post(page, {"act": "dismiss"})
    assert not Keeper.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Choose a colleague or write"),
        ({"email": "x"}, "Write an e-mail address"),
        ({"email": "anna.berg@norrby.example"}, "looks like a person"),
        ({"user": "999999"}, "Choose a colleague in the list"),
    ],
)
def test_a_keeper_that_cannot_be_gets_a_sentence(client, editor, wrong, sentence):
    page = reverse("keeping:keeper", args=[make.a_place().slug])

    answer = client.post(
        page, {"user": "", "email": "skolan@norrby.example", "language": "sv"} | wrong
    )

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Keeper.objects.exists()


@pytest.mark.parametrize("role", [Role.HOST, Role.AUDITOR, Role.CITIZEN_SERVICES])
def test_other_colleagues_do_not_decide(client, keeper, role):
    client.force_login(make.a_user(role=role))

    for name, args in [("overview", []), ("keeper", [keeper.service.slug])]:
        assert client.get(reverse(f"keeping:{name}", args=args)).status_code == 403
    assert client.post(reverse("keeping:check", args=[keeper.service.slug])).status_code == 403
