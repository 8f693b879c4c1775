"""The pages of a household that changes."""

import json
from datetime import date

import pytest
from django.urls import reverse

from hemvist.casework.actions import add_note, close_case
from hemvist.casework.models import CloseReason
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.messaging.models import Delivery, Message
from hemvist.people.members import add_member, take_out_member
from hemvist.people.models import JoinReason, LeaveReason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]


@pytest.fixture
def case(host):
    return make.a_case(make.a_household(on=date(2026, 3, 1)), owner=host)


@pytest.fixture
def partner(case):
    return case.household.people.get(is_child=False, is_contact=False)


def address(name, case, *more):
    return reverse(f"casework:{name}", args=[case.reference, *more])


def page(client, case, **query):
    return client.get(address("household", case), query, headers={"accept-language": "en"}).text


def test_a_child_is_written_down_and_the_household_seen_as_it_was(client, case):
    words = {"why": "born", "name": "Alva", "on": "2026-11-10", "words": "Båda mår bra"}
    assert client.post(address("new_member", case), words).status_code == 302

    before, after = page(client, case, on="2026-11-09"), page(client, case, on="2026-11-10")
    assert before.count("Alva") + 1 == after.count("Alva")
    assert "10 November 2026" in after
    assert "Båda mår bra" in after


def test_a_partner_leaves_with_the_address_that_was_theirs(client, case, partner):
    email = case.household.contact_points.get(kind="email")
    links = case.household.link_version
    words = {"why": "moved_apart", "on": "2026-11-20", "addresses": [email.pk], "end_links": "on"}

    client.post(address("left", case, partner.pk), words)

    partner.refresh_from_db()
    case.household.refresh_from_db()
    assert partner.left_on == date(2026, 11, 20)
    assert not case.household.contact_points.filter(kind="email").exists()
    assert case.household.link_version == links + 1
    assert "Came back" in page(client, case)
    client.post(address("back", case, partner.pk), {"on": "2026-11-22"})
    partner.refresh_from_db()
    assert partner.left_on is None


def test_the_case_takes_the_name_of_the_one_we_talk_with_now(client, case, host, partner):
    closed = make.a_case(case.household, title="Förr")
    close_case(closed, reason=CloseReason.ANSWERED, by=host, at=NOW)

    nameless = client.post(address("contact_person", case, partner.pk), {"on": "2026-11-20"})
    client.post(
        address("contact_person", case, partner.pk), {"on": "2026-11-20", "name": "Ali Berg"}
    )

    case.refresh_from_db()
    closed.refresh_from_db()
    assert nameless.status_code == 422
    assert (case.title, closed.title) == ("Ali Berg", "Förr")
    assert case.household.people.get(is_contact=True) == partner


def test_another_name_of_the_contact_is_the_cases_name_too(client, case):
    contact = case.household.people.get(is_contact=True)
    url = address("member", case, contact.pk)

    empty = client.post(url, {"name": "", "on": "2026-11-20"})
    client.post(url, {"name": "Mira Berg", "on": "2026-11-20"})

    case.refresh_from_db()
    assert (empty.status_code, case.title) == (422, "Mira Berg")
    assert "Mira Exempel is called Mira Berg from now on" in page(client, case)


def test_an_own_way_to_be_reached_is_asked_for_whole_and_can_end(client, case, partner):
    url = address("track", case, partner.pk)
    words = {"first": "sms", "language": "ar", "phone": "070-174 06 36"}

    missing = client.post(url, {**words, "phone": ""})
    wrong = client.post(url, {**words, "phone": "12"})
    client.post(url, words)

    assert (missing.status_code, wrong.status_code) == (422, 422)
    assert partner.contact_points.get().normalised == "+46701740636"
    assert "+46 70 174 06 36" in page(client, case)
    assert "+46 70 174 06 36" in client.get(url).text
    client.post(address("end_track", case, partner.pk))
    assert not partner.contact_points.exists()


@pytest.mark.parametrize(
    "words",
    [
        {"why": "moved_in", "kind": "adult", "on": "2026-11-24"},
        {"why": "moved_in", "kind": "adult", "on": "1066-10-14"},
        {"why": "moved_in", "on": "2026-11-01"},
        {"why": "moved_in", "kind": "child", "age": "-1", "on": "2026-11-01"},
        {"why": "moved_back", "kind": "adult", "on": "2026-11-01"},
        {"why": "born", "name": "x" * 300, "on": "2026-11-01"},
        {},
    ],
)
def test_what_cannot_be_is_refused_with_all_that_was_typed(client, case, words):
    answer = client.post(address("new_member", case), words)

    assert answer.status_code == 422
    assert case.household.people.count() == 4


def test_the_contact_person_does_not_leave_and_is_told_so(client, case):
    contact = case.household.people.get(is_contact=True)

    answer = client.post(
        address("left", case, contact.pk),
        {"why": "moved_out", "on": "2026-11-20"},
        headers={"accept-language": "en"},
    )

    assert answer.status_code == 422
    assert "Choose somebody else for that first" in answer.text


def test_a_day_before_something_later_gets_the_first_day_that_works(client, case, host):
    person = add_member(
        case.household, why=JoinReason.MOVED_IN, on=date(2026, 11, 10), by=host, at=NOW
    )

    answer = client.post(
        address("left", case, person.pk),
        {"why": "moved_out", "on": "2026-11-09"},
        headers={"accept-language": "en"},
    )

    assert "10 November 2026" in answer.text


def test_a_name_changed_by_two_stands_side_by_side(client, case, partner):
    url = address("member", case, partner.pk)
    was = json.dumps({"name": "", "age": ""})
    client.post(url, {"name": "Ali Berg", "on": "2026-11-20", "was": was})

    answer = client.post(url, {"name": "Ali Ek", "on": "2026-11-20", "was": was})

    partner.refresh_from_db()
    assert (answer.status_code, partner.name) == (422, "Ali Berg")
    assert "Ali Berg" in answer.text
    assert "Ali Ek" in answer.text


@pytest.mark.parametrize("on", ["2026-11-24", "yesterday", "a\0b", "9" * 30])
def test_a_day_that_is_none_gets_a_sentence(client, case, on):
    answer = client.get(address("household", case), {"on": on})

    assert answer.status_code in {200, 400}
    assert 'id="no-day"' in answer.text or answer.status_code == 400


def test_members_of_other_households_are_not_there(client, case, host):
    other = make.a_household("Annan", email="annan@example.org").people.first()

    assert client.get(address("member", case, other.pk)).status_code == 404


def test_the_page_costs_the_same_for_many_members(client, case, host, django_assert_num_queries):
    from tests.site.queries import assert_constant_queries

    def add():
        for number in range(3):
            person = add_member(
                case.household,
                why=JoinReason.MOVED_IN,
                name=f"Ny {number}",
                on=date(2026, 11, 1),
                by=host,
                at=NOW,
            )
            take_out_member(
                person, why=LeaveReason.MOVED_OUT, on=date(2026, 11, 2), by=host, at=NOW
            )

    add()
    assert_constant_queries(lambda: page(client, case, on="2026-11-01"), add=add)


def test_a_message_goes_to_one_member_in_their_language_and_to_no_other(
    client, case, host, partner
):
    client.post(
        address("track", case, partner.pk),
        {"first": "sms", "language": "ar", "phone": "070-174 06 36"},
    )
    track = partner.track
    shown = client.get(address("write", case)).context["form"]

    client.post(
        address("write", case),
        {"body": "Hej", "to": str(track.pk), "version": case.version, "key": shown["key"].value()},
    )

    delivery = Delivery.objects.get(purpose="message")
    assert (delivery.address, delivery.language) == ("+46701740636", "ar")
    assert Message.objects.get().language == "ar"
    page = client.get(reverse("desk:case", args=[case.reference])).text
    assert page.count(case.household.contact_points.get(kind="email").value) == 1


def test_nobody_is_written_to_by_a_track_of_another_household(client, case):
    answer = client.post(
        address("write", case), {"body": "Hej", "to": "999999", "version": case.version}
    )

    assert answer.status_code == 302
    assert Delivery.objects.get(purpose="message").address == "mira@example.org"


def test_the_timeline_tells_of_the_household_apart_and_each_thing_has_its_place(client, case, host):
    person = add_member(
        case.household,
        why=JoinReason.BORN,
        name="Alva",
        words="Båda mår bra",
        on=date(2026, 11, 10),
        by=host,
        at=NOW,
    )
    add_note(case, body="En anteckning", by=host, at=NOW)
    url = reverse("desk:case", args=[case.reference])
    change = person.changes.get()

    household = client.get(url, {"kind": "household"}, headers={"accept-language": "en"}).text
    assert "Alva: Was born" in household
    assert "Båda mår bra" in household
    assert "En anteckning" not in household
    at = client.get(url, {"from": f"h{change.pk}"}).text
    assert f'id="h{change.pk}"' in at
    assert client.get(url, {"from": "h999"}).status_code == 200
