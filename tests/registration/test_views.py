"""A person at the desk or on the telephone, in under a minute."""

import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.casework.models import Case, Task
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.merging.models import Resemblance
from hemvist.messaging.models import Delivery
from hemvist.people.actions import protect_household
from hemvist.registration.models import Registration

pytestmark = pytest.mark.django_db
PAGE = "/desk/register-person/"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client):
    make.a_municipality()
    client.force_login(make.a_user("Disken Exempel", role=Role.CITIZEN_SERVICES))
    return client


@pytest.fixture
def village(client):
    make.a_municipality()
    team = make.a_team("Råbäcken")
    client.force_login(make.a_user("Byn Exempel", role=Role.SERVICE_POINT, teams=[team]))
    return client


def filled(**said):
    return {
        "key": uuid.uuid4(),
        "kind": "desk",
        "name": "Samira Exempel",
        "phone": "070-174 06 05",
        "way": "phone",
        "language": "ar",
        "adults": "1",
        "was_informed": "on",
        **said,
    }


def test_a_walk_in_without_email_becomes_a_case_with_a_receipt_in_their_language(desk):
    make.a_life_area("school")
    answer = desk.post(PAGE, filled(needs=["school"], ages="4, 9", text="سلام", no_voicemail="on"))

    case = Case.objects.get()
    assert (case.title, case.source, case.household.language) == ("Samira Exempel", "desk", "ar")
    assert [need.life_area_id for need in case.needs.all()] == ["school"]
    assert case.household.people.filter(is_child=True).count() == 2
    assert case.household.contact_choice.no_voicemail
    assert case.conversation.messages.get().body == "سلام"
    assert not Delivery.objects.exists()
    page = desk.get(answer.url).content.decode()
    assert '<article class="receipt" lang="ar" dir="rtl">' in page
    assert case.reference in page
    assert "qr-dark" in page


def test_the_receipt_goes_as_a_text_message_when_they_ask_for_it(desk):
    desk.post(PAGE, filled(receipt_to="phone"))

    letter = Delivery.objects.get()
    assert (letter.channel, letter.address, letter.purpose) == ("sms", "+46701740605", "receipt")


def test_somebody_with_no_address_at_all_gets_paper_without_a_link(desk):
    answer = desk.post(PAGE, filled(phone="", way="visit"))

    page = desk.get(answer.url).content.decode()
    assert "qr-dark" not in page
    assert Case.objects.get().reference in page


def test_pressed_twice_it_is_registered_once(desk):
    said = filled()
    assert desk.post(PAGE, said).url == desk.post(PAGE, {**said, "same": "new"}).url
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "Write a name"),
        ({"phone": ""}, "Write the number"),
        ({"phone": "abc"}, "no telephone number"),
        ({"way": "email"}, "Write the address"),
        ({"ages": "4, många"}, "Write each age"),
        ({"ages": "99"}, "Write each age"),
        ({"was_informed": ""}, "Read it aloud"),
        ({"helper_address": "a@example.org"}, "Write who asks"),
        ({"receipt_to": "email"}, "no such address"),
        ({"name": "x\x00y"}, "Null"),
        ({"key": "no key"}, "UUID"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_keeps_what_was_typed(desk, said, words):
    answer = desk.post(PAGE, filled(text="Det vi skrev", **said))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Det vi skrev" in answer.content.decode()
    assert not Case.objects.exists()


def test_somebody_known_is_asked_about_before_anything_is_saved(desk):
    case = make.a_case()
    said = filled(name="Mira Exempel")
    answer = desk.post(PAGE, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert case.reference in page
    assert "the same telephone number" in page

    desk.post(PAGE, {**said, "same": case.reference, "text": "Vill ha svar"})

    assert Case.objects.count() == 1
    assert case.conversation.messages.get().body == "Vill ha svar"
    done = Registration.objects.get()
    assert (done.case, done.is_new) == (case, False)
    assert case.reference not in re.sub(
        r'<a href="[^"]*">[^<]*</a>', "", desk.get(f"{PAGE}{done.key}/").content.decode()
    )


def test_it_can_be_said_that_it_is_another_person(desk):
    make.a_case()

    desk.post(PAGE, filled(same="new"))

    assert Case.objects.count() == 2


def test_a_case_that_was_not_shown_cannot_be_added_to(desk):
    make.a_case()
    stranger = make.a_case(make.a_household("Nils", email="n@example.org", phone="070-999 99 99"))

    answer = desk.post(PAGE, filled(same=stranger.reference))

    assert answer.status_code == 422
    assert not stranger.conversation.messages.exists()


def test_while_typing_the_desk_sees_who_it_may_be(desk):
    case = make.a_case()

    page = desk.post(f"{PAGE}same/", {"phone": "0701740605"}).content.decode()

    assert case.reference in page
    assert desk.post(f"{PAGE}same/", {"phone": "\x00", "name": "x" * 9999}).status_code == 200
    assert desk.get(f"{PAGE}same/").status_code == 405


def test_a_service_point_sees_only_that_there_is_one_and_the_host_is_told(village):
    host = make.a_user("Värden Exempel")
    case = make.a_case(owner=host)

    page = village.post(f"{PAGE}same/", {"phone": "0701740605"}).content.decode()
    assert "There may be a case already" in page
    assert case.reference not in page
    assert "Mira" not in page

    answer = village.post(PAGE, filled())

    new = Case.objects.exclude(pk=case.pk).get()
    assert new.team.name == "Råbäcken"
    assert new.reference in Task.objects.get(case=case).what
    assert (Resemblance.objects.get().first, Resemblance.objects.get().second) == (case, new)
    assert village.get(answer.url).status_code == 200


@pytest.mark.parametrize("role", [Role.SERVICE_POINT, Role.CITIZEN_SERVICES, Role.COORDINATOR])
def test_nobody_learns_of_a_protected_household_and_what_is_written_is_protected(client, role):
    make.a_municipality()
    named = make.a_user("Enda Invigda")
    case = make.a_case()
    protect_household(case.household, staff=[named.pk], by=named)
    client.force_login(make.a_user(role=role, teams=[make.a_team("Råbäcken")]))

    assert client.post(f"{PAGE}same/", {"phone": "0701740605"}).content.strip() == b""
    answer = client.post(PAGE, filled())

    assert answer.status_code == 302
    new = Case.objects.exclude(pk=case.pk).get()
    assert new.household.is_protected
    assert list(new.household.named_staff.all()) == [named]
    assert client.get(answer.url).status_code == 200
    assert not Task.objects.exists()


def test_who_asks_for_another_is_told_who_is_told_what_and_gets_no_way_in(desk):
    answer = desk.post(
        PAGE, filled(helper_name="Grannen Exempel", helper_address="granne@example.org")
    )

    letter = Delivery.objects.get(purpose="helper")
    case = Case.objects.get()
    assert letter.address == "granne@example.org"
    for text in (letter.body, desk.get(answer.url).content.decode().split("<article")[1]):
        assert case.reference not in text
        assert "/my/" not in text
        assert "Samira" not in text
        assert "qr-dark" not in text


def test_another_colleague_who_may_not_know_of_the_case_gets_no_receipt(desk, client):
    answer = desk.post(PAGE, filled())
    client.force_login(make.a_user(role=Role.SERVICE_POINT, teams=[make.a_team("Långt bort")]))

    assert client.get(answer.url).status_code == 403


def test_a_host_may_take_the_case_at_once(client):
    make.a_municipality()
    host = make.a_user("Elin Bäck", teams=[make.a_team("Inflyttning")])
    client.force_login(host)

    client.post(PAGE, filled(takes_it="on"))

    assert (Case.objects.get().owner, Case.objects.get().team.name) == (host, "Inflyttning")


def test_the_page_names_its_address():
    assert reverse("registration:register") == PAGE
