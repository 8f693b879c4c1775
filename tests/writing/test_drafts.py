"""Drafts: kept on the server, for one colleague in one case, and never lost."""

import pytest
from django.test import Client
from django.urls import reverse

from hemvist.audit.actions import Actor
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.people.models import ContactChoice
from hemvist.privacy.actions import erase_household
from hemvist.writing.actions import Written, WrittenElsewhere, keep_draft, put_into_draft
from hemvist.writing.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def case(host):
    return make.a_case(owner=host)


def at_a_machine(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(client, case):
    return client.get(reverse("casework:write", args=[case.reference])).context["form"]


def kept(client, case, body, version=""):
    told = {"body": body, "draft_version": version, "version": case.version}
    return client.post(reverse("casework:autosave", args=[case.reference]), told)


def test_draft_comes_back_on_another_machine_of_the_same_colleague_only(case, host):
    answer = kept(at_a_machine(host), case, "Påbörjat hemligt")

    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert page_of(at_a_machine(host), case)["body"].value() == "Påbörjat hemligt"
    other = at_a_machine(make.a_user("Omar Lind"))
    assert not page_of(other, case)["body"].value()
    assert "hemligt" not in other.get(reverse("desk:case", args=[case.reference])).text


def test_second_window_overwrites_nothing(case, host):
    first, second = at_a_machine(host), at_a_machine(host)
    version = kept(first, case, "Ett").json()["version"]
    kept(second, case, "Ett och två", version)

    clash = kept(first, case, "Ett och tre", version)

    assert clash.status_code == 409
    assert "Ett och två" in clash.json()["said"]
    assert Draft.objects.get().body == "Ett och två"


def test_same_words_from_two_windows_are_no_clash(case, host):
    draft = keep_draft(case, written=Written(body="Ett"), by=host, at=NOW)
    keep_draft(case, written=Written(body="Två", version=1), by=host, at=NOW)

    again = keep_draft(case, written=Written(body="Två", version=1), by=host, at=NOW)

    assert (again.pk, again.version) == (draft.pk, 2)
    with pytest.raises(WrittenElsewhere):
        keep_draft(case, written=Written(body="Tre", version=1), by=host, at=NOW)


def test_template_says_the_same_in_the_writers_language_beside(case, host):
    put_into_draft(case, text="Hei!", beside="Hej!", by=host, at=NOW)
    put_into_draft(case, text="Tervetuloa.", beside="Välkommen.", by=host, at=NOW)

    page = at_a_machine(host).get(reverse("casework:write", args=[case.reference])).text

    assert "Hei!\n\nTervetuloa." in page
    assert "<p>Hej!</p>" in page


def test_draft_is_erased_with_the_household(case, host):
    keep_draft(case, written=Written(body="Påbörjat"), by=host, at=NOW)

    erase_household(case.household, by=Actor.RESIDENT, at=NOW)

    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "\x00", "a\x00b", "x" * 100_000, "{namn}", "🎈" * 400], ids=lambda body: body[:5]
)
def test_half_written_and_strange_words_are_kept_as_far_as_they_can_be(case, host, body):
    assert kept(at_a_machine(host), case, body).status_code == 200
    assert "\x00" not in Draft.objects.get().body


def test_text_message_says_how_many_parts_it_takes(host):
    household = make.a_household(phone="070-174 06 09", channels=["sms"])
    case = make.a_case(household, owner=host)
    keep_draft(case, written=Written(body="Hej ž"), by=host, at=NOW)

    texting = (
        at_a_machine(host).get(reverse("casework:write", args=[case.reference])).context["texting"]
    )

    assert not texting.parts.is_plain
    assert texting.parts.count == -(-(5 + len(texting.tail)) // 67)


def test_draft_is_nobodys_to_take_back_but_its_authors(case, host):
    draft = keep_draft(case, written=Written(body="Påbörjat"), by=host, at=NOW)
    other = at_a_machine(make.a_user("Omar Lind"))

    address = reverse("casework:undo_message", args=[case.reference, draft.pk])

    assert other.post(address).status_code == 404


def test_they_say_that_others_read_along_and_what_was_typed_stays(case, host):
    desk, address = at_a_machine(host), reverse("casework:write", args=[case.reference])
    told = {"body": "Half a letter", "discreetly": "1"}
    page = desk.post(address, told, headers={"accept-language": "en"}).text

    assert "Half a letter" in page
    assert "The letter says only that there is a message." in page
    desk.post(address, {**told, "discreetly": "0"})
    assert not ContactChoice.objects.get(household=case.household_id).no_content
