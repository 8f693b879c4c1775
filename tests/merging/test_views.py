"""The pages that show what may be the same, merge, divide and undo."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.casework.actions import close_case
from hemvist.casework.models import CloseReason
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.merging.actions import keep_names, look_for_same
from hemvist.merging.models import Regrouping, Resemblance
from hemvist.merging.tasks import catch_up, follow
from hemvist.people.actions import protect_household

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, host):
    client.force_login(host)
    return client


def merge_page(case, other):
    return reverse("merging:merge", args=[case.reference, other.reference])


def filled(case, other, **choices):
    return {"version": case.version, "other_version": other.version, **choices}


def test_case_page_says_what_it_may_be_the_same_as_and_why(desk, case, other):
    page = desk.get(reverse("desk:case", args=[case.reference])).content.decode()

    assert other.reference in page
    assert "the same telephone number" in page
    assert merge_page(case, other) in page


def test_case_page_shows_nothing_of_a_protected_household(desk, case, other):
    outsider = make.a_user("Annan Värd")
    protect_household(other.household, staff=[outsider.pk], by=outsider)

    assert (
        other.reference
        not in desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    )


def test_both_are_shown_side_by_side_and_put_together(desk, case, other):
    page = desk.get(merge_page(case, other)).content.decode()
    assert "mira@example.org" in page
    assert "mira.e@example.org" in page

    chosen = filled(case, other, origin="other", next_step="kept", responsible="kept")
    answer = desk.post(merge_page(case, other), chosen)

    done = Regrouping.objects.get()
    assert answer.url == reverse("merging:regrouping", args=[done.pk])
    assert "HV-26-00002 became a part of HV-26-00001" in desk.get(answer.url).content.decode()
    case.household.refresh_from_db()
    assert case.household.origin == "eu"
    lead = desk.get(reverse("desk:case", args=[other.reference]))
    assert lead.url == reverse("desk:case", args=[case.reference])


def test_an_older_page_gets_a_sentence_and_keeps_what_was_chosen(desk, case, other):
    answer = desk.post(
        merge_page(case, other),
        {
            **filled(case, other, origin="other", next_step="kept", responsible="kept"),
            "version": 99,
        },
    )

    assert answer.status_code == 409
    assert "look once more" in answer.content.decode()
    assert not Regrouping.objects.exists()


def test_two_with_no_address_in_common_have_to_be_asked(desk, case):
    stranger = make.a_case(make.a_household(email="x@example.org", phone="070-999 99 99"))
    chosen = filled(case, stranger, next_step="kept", responsible="kept", origin="kept")

    refused = desk.post(merge_page(case, stranger), chosen)
    assert refused.status_code == 422
    assert "no address in common" in refused.content.decode()

    desk.post(merge_page(case, stranger), {**chosen, "asked_how": "by_phone"})
    assert Regrouping.objects.get().known_how == "by_phone"


def test_two_members_cannot_become_one(desk, case, other):
    mine = case.household.people.get(is_contact=True)
    members = {f"member_{one.pk}": mine.pk for one in other.household.people.all()[:2]}

    answer = desk.post(merge_page(case, other), filled(case, other, **members))

    assert answer.status_code == 422
    assert "cannot be the same person" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "HV-99-1", "\x00", "x" * 200, "HV-26-00001"])
def test_a_number_that_leads_nowhere_gets_a_sentence(desk, case, text):
    answer = desk.post(reverse("merging:choose", args=[case.reference]), {"reference": text})

    assert answer.status_code == 422


def test_the_list_shows_pairs_until_somebody_says_they_are_two(desk, case, other, host):
    follow(NOW.timestamp())
    look_for_same([case.household_id, other.household_id], at=NOW)
    page = desk.get(reverse("merging:duplicates")).content.decode()
    assert case.reference in page
    assert other.reference in page

    desk.post(reverse("merging:apart", args=[case.reference, other.reference]), {"back": "list"})

    assert case.reference not in desk.get(reverse("merging:duplicates")).content.decode()
    look_for_same([case.household_id, other.household_id], at=NOW)
    assert Resemblance.objects.get().is_different


def test_the_case_page_shows_what_the_worker_found_and_no_more_when_it_no_longer_holds(
    desk, case, other
):
    page = reverse("desk:case", args=[case.reference])
    keep_names([case.household_id, other.household_id])
    assert other.reference not in desk.get(page).text

    look_for_same([case.household_id], at=NOW)
    assert other.reference in desk.get(page).text

    other.household.contact_points.all().delete()
    other.household.people.update(name="Nils Annan")
    look_for_same([case.household_id], at=NOW)
    assert other.reference not in desk.get(page).text


def test_a_closed_case_is_for_its_twins_page_and_not_for_the_list(desk, case, other, host):
    close_case(other, reason=CloseReason.NOT_MOVING, by=host, at=NOW)
    keep_names([case.household_id])
    look_for_same([case.household_id], at=NOW)

    assert other.reference in desk.get(reverse("desk:case", args=[case.reference])).text
    assert other.reference not in desk.get(reverse("merging:duplicates")).text


def test_the_worker_finds_pairs_by_name_and_month_alone(case, host):
    month = date(2027, 3, 1)
    one = make.a_case(
        make.a_household("Kristina Ek", email="a@example.org", phone="", moving_on=month)
    )
    two = make.a_case(
        make.a_household("Christina Ek", email="b@example.org", phone="", moving_on=month)
    )

    catch_up(NOW.timestamp())

    assert [(pair.first, pair.second) for pair in Resemblance.objects.all()] == [(one, two)]
    assert keep_names([one.household_id]) == 0


def test_the_list_costs_the_same_for_few_and_for_many(desk, case, other):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("merging:duplicates"))
        return len(asked)

    look_for_same([case.household_id], at=NOW)
    cost()  # the first visit reads what is kept afterwards
    first = cost()
    for _more in range(3):
        look_for_same([make.a_case(make.a_household()).household_id], at=NOW)
    assert cost() == first


def test_undo_page_asks_where_what_came_since_belongs(desk, merged, case, other):
    make.a_message(case, body="Efter sammanslagningen")
    address = reverse("merging:undo", args=[merged.pk])
    assert "Efter sammanslagningen" in desk.get(address).content.decode()

    message = case.conversation.messages.get()
    desk.post(address, {"goes": [f"messaging.message:{message.pk}"]})

    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.conversation, other.is_open) == (other.conversation, True)
    assert (
        "Everything is back in its place"
        in desk.get(reverse("merging:regrouping", args=[merged.pk])).content.decode()
    )
    assert desk.post(address).status_code == 409


def test_a_case_is_divided_on_its_page(desk, case, host):
    address = reverse("merging:divide", args=[case.reference])
    assert desk.post(address, {"name": "Aino"}).status_code == 422

    partner = case.household.people.get(is_contact=False, is_child=False)
    answer = desk.post(
        address,
        {
            "version": case.version,
            "name": "Aino Exempel",
            "phone": "070-123 45 67",
            "language": "fi",
            "people": [partner.pk],
            "owner": host.pk,
        },
    )

    done = Regrouping.objects.get()
    assert answer.url == reverse("merging:regrouping", args=[done.pk])
    assert (done.other.title, done.other.owner) == ("Aino Exempel", host)


def test_confirming_lets_all_addresses_in_again(desk, merged, case):
    desk.post(reverse("merging:confirm", args=[merged.pk]), {"how": "in_person"})

    assert not case.household.contact_points.filter(is_unproven=True).exists()


def test_citizen_services_see_what_is_alike_and_decide_nothing(client, case, other):
    client.force_login(make.a_user(role=Role.CITIZEN_SERVICES))

    page = client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert other.reference in page
    assert merge_page(case, other) not in page
    assert client.get(merge_page(case, other)).status_code == 403
