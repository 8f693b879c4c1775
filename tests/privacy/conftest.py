"""A household with something in every table that holds what is personal."""

import pytest
from django.utils import timezone

from hemvist.audit.actions import record
from hemvist.bulk.actions import choose_cases
from hemvist.bulk.tagging import make_tag, tag_case
from hemvist.casework.actions import add_note, receive_message, write_to_person
from hemvist.casework.calling import log_call
from hemvist.casework.models import Case
from hemvist.casework.noting import add_task, pin_fact
from hemvist.core.dates import today
from hemvist.demo.factories import a_referral, an_enquiry
from hemvist.follow_up.models import CheckIn
from hemvist.inbox.models import IncomingMail, Mailbox
from hemvist.merging.actions import merge_cases
from hemvist.merging.models import Resemblance
from hemvist.people.actions import Contact
from hemvist.people.members import add_member, set_own_track
from hemvist.people.models import JoinReason
from hemvist.portal.actions import ask_for_link, send_code
from hemvist.registration.models import PeopleList, PersonLine, Registration
from hemvist.routing.models import Decision
from hemvist.texts.models import IncomingText
from hemvist.writing.models import Draft
from tests.documents.making import a_file
from tests.merging.making import kept_of
from tests.portal.making import make_case, make_family, make_host, make_municipality

MARK = "Marker"


@pytest.fixture
def host(db):
    make_municipality()
    return make_host()


@pytest.fixture
def full(host):
    """A case in which every text says who it is about."""
    household = make_family(note="Marker contact note", phone="+46701740605")
    household.named_staff.add(host)
    case = make_case(household, owner=host)
    now = timezone.now()
    referral = a_referral(case, by=host, question="Marker question")
    referral.answer = "Marker answer"
    referral.save()
    receive_message(case, body="Marker in", subject="Marker", channel="web", at=now)
    write_to_person(case, body="Marker out", by=host, at=now)
    add_note(case, body="Marker note", by=host, at=now, mentions=[host])
    log_call(case, outcome="talked", summary="Marker call", by=host, at=now)
    an_enquiry(
        case=case,
        state="sent",
        language="en",
        answers={"name": "Marker"},
        more={"employer": {"text": "Marker employer"}},
        sent_at=now,
    )
    a_file(case, name="Marker.pdf", by=host)
    pin_fact(case, body="Marker fact", by=host, at=now)
    add_task(case, what="Marker task", on=today(), assignee=host, by=host, at=now)
    partner = add_member(
        household, why=JoinReason.MOVED_IN, on=today(), words="Marker moved in", by=host, at=now
    )
    track = Contact(["sms"], "ar", phone="+46701740636", note="Marker on a track")
    set_own_track(partner, contact=track, by=host, at=now)
    CheckIn.objects.create(case=case, milestone="2w", due_on=now.date(), skipped_because="Marker")
    Decision.objects.create(
        case=case, team=case.team, how="queue", because={"rule": "Marker rule"}, decided_at=now
    )
    send_code(household, point=household.contact_points.first(), at=now)
    ask_for_link("marker@example.org")
    Registration.objects.create(
        case=case,
        kind="phone",
        is_new=False,
        language="en",
        was_informed=True,
        helper_name="Marker",
        by=host,
        at=now,
    )
    listed = PeopleList.objects.create(name="Mässan", consent="Ja", by=host, given_at=now)
    PersonLine.objects.create(
        people_list=listed, number=2, case=case, state="brought_in", values={"Namn": "Marker"}
    )
    Draft.objects.create(case=case, author=host, body="Marker draft", state="held", changed_at=now)
    IncomingText.objects.create(
        provider_id="s1", number="+46701740605", body="Marker text", received_at=now, case=case
    )
    IncomingMail.objects.create(
        mailbox=Mailbox.objects.create(identity="test"),
        digest="1",
        size=1,
        received_at=now,
        sender="marker@example.org",
        sender_name="Marker",
        subject="Marker mail",
        case=case,
        state="landed",
    )
    double = make_case(make_family(phone="+46701740605"), owner=host)
    merge_cases(case, other=double, kept=kept_of(case, next_step_note="Marker"), by=host, at=now)
    Resemblance.objects.create(first=case, second=double, score=70, reasons=["name"], found_at=now)
    case.refresh_from_db()
    case.household.refresh_from_db()
    record("case.viewed", case, by=host)
    tag_case(case, tag=make_tag("Gruvan", by=host), by=host, at=now)
    choose_cases(Case.objects.filter(pk=case.pk), kind="close", by=host, at=now)
    household.consents.update(wording="Marker agrees")
    return case
