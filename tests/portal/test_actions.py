"""To which addresses a way in is sent."""

import pytest

from hemvist.audit.actions import Actor
from hemvist.messaging.actions import any_contact_point, chosen_contact_point
from hemvist.people.actions import Contact, set_contact
from hemvist.portal.actions import ask_for_link, send_links
from hemvist.portal.models import LinkRequest
from tests.portal.making import make_family, make_municipality


@pytest.mark.django_db
def test_an_address_not_proven_yet_gets_no_link_and_survives_a_change_of_contact():
    make_municipality()
    household = make_family()
    other = household.contact_points.create(
        kind="email", value="other@example.org", normalised="other@example.org", is_unproven=True
    )
    ask_for_link("other@example.org")

    assert send_links(LinkRequest.objects.get()) == 0
    assert chosen_contact_point(household).value == "marker@example.org"
    household.contact_points.filter(value="marker@example.org").update(is_unproven=True)
    assert (chosen_contact_point(household), any_contact_point(household)) == (None, None)

    set_contact(
        household,
        contact=Contact(channels=["email"], language="en", email="new@example.org"),
        by=Actor.RESIDENT,
    )
    assert household.contact_points.filter(pk=other.pk, is_unproven=True).exists()
