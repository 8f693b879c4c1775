"""What is meant for one member never goes to the others when that member's address is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemvist.casework.actions import write_to_person
from hemvist.messaging.models import DeliveryState
from hemvist.people.actions import Contact
from hemvist.people.members import end_own_track, set_own_track, take_out_member
from hemvist.people.models import LeaveReason
from hemvist.writing.actions import Written, keep_draft, let_leave, send_off
from hemvist.writing.models import Draft

NOW = timezone.now()


@pytest.fixture
def member(case):
    return case.household.people.filter(is_contact=False, is_child=False).first()


def own(member, host, email="own@example.org"):
    contact = Contact(channels=["email"], language="en", email=email)
    return set_own_track(member, contact=contact, by=host, at=NOW)


def ended(member, host):
    end_own_track(member, by=host, at=NOW)


def left(member, host):
    take_out_member(
        member, why=LeaveReason.choices[0][0], on=timezone.localdate(), by=host, at=timezone.now()
    )


@pytest.mark.parametrize("end", [ended, left, lambda member, host: own(member, host, "b@x.org")])
def test_a_letter_to_a_member_does_not_go_to_the_household(
    case, member, host, mail_server, worker, end
):
    track = own(member, host)
    message = write_to_person(case, body="Only for you", by=host, at=NOW, track=track)
    end(member, host)

    worker()

    delivery = message.deliveries.get()
    case.refresh_from_db()
    assert mail_server.letters == []
    assert delivery.state == DeliveryState.FAILED
    assert case.next_step == "other_channel"


@pytest.mark.parametrize("end", [ended, left])
def test_a_planned_message_to_a_member_is_held_back(case, member, host, mail_server, worker, end):
    track, later = own(member, host), NOW + timedelta(hours=2)
    written = Written(body="Only for you", track=track)
    draft = keep_draft(case, written=written, by=host, at=NOW)
    send_off(draft, written=written, leave_at=later, at=NOW)
    end(member, host)

    assert let_leave(draft.pk, at=later) is None

    worker()
    assert mail_server.letters == []
    assert Draft.objects.get().is_held
