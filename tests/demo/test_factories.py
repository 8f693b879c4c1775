"""The functions other tests stand on make what they say, each with as little as possible told."""

import pytest

from hemvist.accounts.models import Team
from hemvist.casework.models import NextStep
from hemvist.demo.factories import (
    NOW,
    a_case,
    a_household,
    a_message,
    a_municipality,
    a_referral,
    a_user,
    an_area,
    an_enquiry,
)
from hemvist.referrals.models import ReferralState

pytestmark = pytest.mark.django_db


def test_everything_is_made_from_nothing():
    referral = a_referral(a_case(area=an_area()))

    assert referral.state == ReferralState.SENT
    assert referral.state == ReferralState.SENT
    assert set(referral.shared) == {"name", "email", "children"}


def test_a_case_waits_at_the_front_door_until_a_host_writes():
    case = a_case()
    host = a_user()
    waiting = (case.owner, case.team, case.next_step)

    a_message(case, by=host)
    case.refresh_from_db()

    assert waiting == (None, Team.objects.get(is_front_door=True), NextStep.FIRST_CONTACT)
    assert (case.owner, case.first_contacted_at) == (host, NOW)


def test_a_household_with_named_staff_is_protected():
    host = a_user()

    household = a_household(staff=[host])

    assert household.is_protected
    assert list(household.named_staff.all()) == [host]


def test_users_and_municipality_can_be_asked_for_again():
    assert a_user().email != a_user().email
    assert a_municipality() == a_municipality(name="Söderby")
    assert an_enquiry().answers == {}
