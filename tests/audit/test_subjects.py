"""What the log lets its readers find by name."""

import pytest

from hemvist.accounts.models import Role
from hemvist.audit.actions import record
from hemvist.demo.factories import a_case, a_household, a_municipality, a_user


@pytest.fixture
def case(db):
    """Of a household that only Hedda may know of; she has looked at it."""
    a_municipality()
    hedda = a_user("Hedda")
    case = a_case(a_household(staff=[hedda]))
    record("case.viewed", case, by=hedda)
    return case


@pytest.mark.parametrize(
    ("role", "found"), [(Role.AUDITOR, ["case.viewed"]), (Role.COORDINATOR, [])]
)
def test_a_protected_case_is_found_by_its_reference_by_the_officer_alone(client, case, role, found):
    client.force_login(a_user("Reader", role=role))
    looked_for = {"subject_type": "case", "subject": case.reference, "verb": "case.viewed"}

    page = client.get("/audit/", looked_for).context["page"]

    assert [event.verb for event in page.events] == found
