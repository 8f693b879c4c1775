"""One household becomes two, and again one."""

import pytest

from hemvist.casework.actions import CaseIsClosed, add_note, close_case
from hemvist.casework.models import CloseReason, NextStep
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.merging.splitting import CannotSplit, Taken, split_case, undo_split
from hemvist.people.actions import Contact
from tests.merging.making import picture

pytestmark = pytest.mark.django_db


def taken_from(case, **what):
    contact = Contact(channels=["email"], language="fi", email="aino@example.org")
    return Taken(name="Aino Exempel", contact=contact, team=case.team, **what)


@pytest.fixture
def partner(case):
    return case.household.people.get(is_contact=False, is_child=False)


def test_a_partner_moves_apart_with_needs_and_messages(case, host, partner):
    need = case.needs.first()
    need.person = partner
    need.save()
    message = make.a_message(case, body="Det är Aino som skriver")

    taken = taken_from(case, owner=host, people=[partner], said=[message])
    new = split_case(case, taken=taken, by=host, at=NOW).other

    for row in (partner, need, message):
        row.refresh_from_db()
    assert (partner.household, partner.is_contact, partner.name) == (
        new.household,
        True,
        "Aino Exempel",
    )
    assert (need.case, message.conversation) == (new, new.conversation)
    assert message.register_entry.case == new
    assert (new.owner, new.next_step, new.first_unanswered_at) == (
        host,
        NextStep.FIRST_CONTACT,
        NOW,
    )
    assert new.household.people.count() == 1
    assert case.household.people.count() == 3


def test_dividing_can_be_undone_with_what_came_since(case, host, partner):
    before = picture(case)
    message = case.conversation.messages.first()
    taken = taken_from(case, people=[partner], needs=list(case.needs.all()))
    done = split_case(case, taken=taken, by=host, at=NOW)
    note = add_note(done.other, body="Efteråt", by=host, at=NOW)

    undo_split(done, by=host, at=NOW)

    after = picture(case)
    assert {key: after[key] for key in before} == before
    note.refresh_from_db()
    done.other.refresh_from_db()
    assert note.case == case
    assert (done.other.is_open, done.other.merged_into) == (False, case)
    assert message is None


def test_nothing_the_contact_and_a_closed_case_are_refused(case, host):
    contact = case.household.people.get(is_contact=True)
    for what, why in (({}, "nothing"), ({"people": [contact]}, "contact")):
        with pytest.raises(CannotSplit) as refusal:
            split_case(case, taken=taken_from(case, **what), by=host, at=NOW)
        assert refusal.value.why == why
    close_case(case, reason=CloseReason.ANSWERED, by=host, at=NOW)
    with pytest.raises(CaseIsClosed):
        split_case(case, taken=taken_from(case, needs=case.needs.all()), by=host, at=NOW)
