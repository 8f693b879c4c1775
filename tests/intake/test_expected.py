"""What a new enquiry can expect, as the queue is now."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from hemvist.casework.models import Case
from hemvist.demo.factories import a_case, a_household
from hemvist.intake.actions import send_enquiry
from hemvist.intake.expected import expected_first_contact
from tests.intake.filling import NOW, address, make_draft


@pytest.fixture
def case(installation, monday):
    cache.clear()
    return send_enquiry(make_draft(), at=NOW).case


def met(number, *, at=NOW - timedelta(days=2)):
    """So many were met lately: eighty working hours went by in two weeks."""
    for index in range(number):
        one = a_case(a_household(f"Met {index}"), at=NOW - timedelta(days=9))
        Case.objects.filter(pk=one.pk).update(first_contacted_at=at, first_unanswered_at=None)


def test_too_few_met_lately_tell_nothing(case):
    met(4)

    assert expected_first_contact(case, at=NOW) is None


def test_the_next_in_an_empty_queue_waits_as_long_as_one_takes(case):
    met(20)

    assert expected_first_contact(case, at=NOW) == NOW + timedelta(hours=4)


def test_those_before_it_are_met_first_and_never_is_it_after_the_promise(case):
    met(20)
    a_case(a_household("Before"), at=NOW - timedelta(hours=2))
    later = expected_first_contact(case, at=NOW)
    assert later == NOW + timedelta(hours=24)

    for index in range(9):
        a_case(a_household(f"Before {index}"), at=NOW - timedelta(hours=1))

    assert expected_first_contact(case, at=NOW) is None


def test_the_receipt_says_it_until_somebody_has_been_in_touch(client, case):
    met(20)
    page = address(case.enquiry, "receipt")
    assert "As the queue is now" in client.get(page).content.decode()

    Case.objects.filter(pk=case.pk).update(first_contacted_at=NOW)

    assert "As the queue is now" not in client.get(page).content.decode()
