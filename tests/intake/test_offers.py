"""An association or a landlord offers help: work for a person, and gone when they say so."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.audit.models import Event
from hemvist.casework.models import Case, RegisterEntry
from hemvist.demo.factories import a_user
from hemvist.intake.models import Enquiry, Offer
from hemvist.intake.offers import (
    OfferHasChanged,
    change_offer,
    erase_offer,
    erase_old_offers,
)
from hemvist.intake.tasks import offer_receipt_failed
from hemvist.messaging.actions import tell_of_failure
from hemvist.messaging.models import Delivery
from hemvist.people.models import Household
from tests.intake.filling import NOW, address

LANDLORD = {
    "home": {"home": "", "choice": "let-flat"},
    "place": {"area": "harads"},
    "rooms": {"choice": "2"},
    "free": {"when": "day", "day_0": "1", "day_1": "2", "day_2": "2027"},
    "how-long": {"choice": "year"},
    "price": {"text": "6 500 kr"},
    "contact": {"best": "email"},
    "name": {"name": "Marker Markersson", "email": "marker@example.org"},
    "more": {"text": ""},
}


def walk(client, form, typed):
    at = client.post(f"/en/enquiry/{form}/")["Location"]
    shown = []
    while (step := at.rstrip("/").rpartition("/")[2]) != "check":
        answer = client.post(at, typed[step])
        assert answer.status_code == 302, (step, answer.content.decode())
        shown.append(step)
        at = answer["Location"]
    return Enquiry.objects.get(), shown


@pytest.fixture
def offer(client, installation, monday):
    enquiry, _shown = walk(client, "landlord", LANDLORD)
    client.post(address(enquiry, "check"))
    return Offer.objects.get()


@pytest.fixture
def host(installation):
    return a_user("Astrid Berg", role="host")


def test_a_home_to_let_becomes_work_and_no_household(client, offer):
    assert [Case.objects.count(), Household.objects.count()] == [0, 0]
    assert [offer.name, offer.email, offer.area_id, offer.state, offer.reference] == [
        "Marker Markersson",
        "marker@example.org",
        "harads",
        "new",
        "HV-26-E0001",
    ]
    assert offer.answers == {
        "home": {"choice": "let-flat"},
        "place": {"area": "harads"},
        "rooms": {"choice": "2"},
        "free": {"when": "day", "month": None, "day": "2027-02-01"},
        "how-long": {"choice": "year"},
        "price": {"text": "6 500 kr"},
        "more": {"text": ""},
    }
    assert offer.next_step_on == date(2026, 11, 30)
    entry = RegisterEntry.objects.get()
    assert [entry.case, entry.counterpart, entry.direction] == [None, "Marker Markersson", "in"]
    receipt = Delivery.objects.get()
    assert [receipt.address, receipt.household] == ["marker@example.org", None]
    assert "HV-26-E0001" in receipt.subject and "Monday 30 November" in receipt.body


def test_who_sells_is_not_asked_for_how_long_one_can_stay(client, installation, monday):
    typed = {**LANDLORD, "home": {"choice": "sell-house"}}

    _enquiry, shown = walk(client, "landlord", typed)

    assert shown == ["home", "place", "rooms", "free", "price", "contact", "name", "more"]


def test_an_answer_that_no_longer_fits_is_not_sent(client, installation, monday):
    enquiry, _shown = walk(client, "landlord", LANDLORD)
    client.post(address(enquiry, "home") + "?change=1", {"choice": "let-room"})
    client.post(address(enquiry, "check"))

    sent = Offer.objects.get().answers
    assert "rooms" not in sent and sent["home"] == {"choice": "let-room"}


def test_the_receipt_tells_the_reference_again_and_is_gone_when_erased(client, offer, host):
    page = client.get(address(offer.enquiry, "receipt"))
    assert "HV-26-E0001" in page.content.decode()
    assert "Monday 30 November" in page.content.decode()

    where = address(offer.enquiry, "receipt")
    erase_offer(offer, by=host, at=NOW)

    assert client.get(where).status_code == 404


def test_erasing_leaves_nothing_of_who_offered_what_but_the_line_in_the_register(offer, host):
    erase_offer(offer, by=host, at=NOW)
    erase_offer(offer, by=host, at=NOW)

    offer.refresh_from_db()
    assert [offer.name, offer.email, offer.phone, offer.answers, offer.state] == (
        ["", "", "", {}, "declined"]
    )
    assert [Enquiry.objects.count(), Delivery.objects.count()] == [0, 0]
    assert RegisterEntry.objects.get().counterpart == ""
    assert Event.objects.filter(verb="offer.erased").count() == 1


def test_closed_offers_are_erased_after_a_year_and_open_ones_never(offer, host):
    later = NOW + timedelta(days=400)
    assert erase_old_offers(at=later) == 0
    close(offer, host)

    assert erase_old_offers(at=NOW + timedelta(days=364)) == 0
    assert erase_old_offers(at=later) == 1


def close(offer, host, **changed):
    values = {"state": "used", "owner": host, "next_step_on": None, "note": "Familjen A."}
    return change_offer(offer, **{**values, "version": 1, **changed}, by=host, at=NOW)


def test_an_open_offer_never_lacks_a_day(offer, host):
    changed = close(offer, host, state="contacted")

    assert changed.next_step_on == date(2026, 11, 30)
    assert close(offer, host, version=2).next_step_on is None


def test_two_who_change_it_at_once_notice_each_other(client, offer, host):
    close(offer, host)
    with pytest.raises(OfferHasChanged):
        close(offer, host, note="Other words")

    client.force_login(host)
    page = client.post(
        reverse("offers:offer", args=[offer.pk]),
        {"state": "declined", "note": "My words", "version": "1"},
    )

    assert page.status_code == 422
    assert "My words" in page.content.decode()
    assert "A colleague has changed" in page.content.decode()
    assert Offer.objects.get().note == "Familjen A."


def test_the_list_asks_as_many_queries_for_three_as_for_one(client, offer, host):
    client.force_login(host)

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("offers:offer_list")).status_code == 200
        return len(queries)

    count()
    before = count()
    for number in range(2):
        Offer.objects.create(
            reference=f"X{number}",
            form_version=offer.form_version,
            name="Other",
            language="sv",
            team=offer.team,
            owner=host,
            area=offer.area,
            next_step_on=date(2026, 12, 1),
            created_at=NOW,
        )

    assert count() == before


def test_a_host_sees_and_changes_it(client, offer, host):
    client.force_login(host)
    page = client.get(reverse("offers:offer", args=[offer.pk]))
    assert "6 500 kr" in page.content.decode()
    assert "En lägenhet att hyra ut" in page.content.decode()

    client.post(
        reverse("offers:offer", args=[offer.pk]),
        {"state": "contacted", "owner": str(host.pk), "note": "Called", "version": "1"},
    )

    offer.refresh_from_db()
    assert [offer.state, offer.owner, offer.note] == ["contacted", host, "Called"]
    assert "Marker" in client.get(reverse("offers:offer_list")).content.decode()


def test_a_receipt_that_does_not_arrive_is_somebodys_step_today(client, offer, host, monday):
    delivery = Delivery.objects.get()
    assert delivery == offer.receipt
    delivery.reason = "No such mailbox"
    delivery.save()
    tell_of_failure(delivery)
    assert ProcrastinateJob.objects.filter(task_name="intake.offer_receipt_failed").count() == 1

    offer_receipt_failed(delivery.pk)

    offer.refresh_from_db()
    assert (offer.receipt_failure, offer.next_step_on) == ("No such mailbox", NOW.date())
    assert Event.objects.filter(verb="offer.receipt_failed").count() == 1
    client.force_login(host)
    assert (
        "No such mailbox" in client.get(reverse("offers:offer", args=[offer.pk])).content.decode()
    )

    erase_offer(offer, by=host, at=NOW)
    offer_receipt_failed(delivery.pk)
    offer.refresh_from_db()
    assert (offer.receipt_failure, offer.receipt) == ("", None)
