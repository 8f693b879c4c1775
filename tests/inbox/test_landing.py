"""Where mail lands: in its case by what only we can have made, else before a person."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.actions import close_case, receive_message, write_to_person
from hemvist.casework.models import Case, RegisterEntry
from hemvist.inbox.actions import (
    CannotBeTakenBack,
    IsDecided,
    attach_mail,
    make_enquiry,
    set_aside,
    sort_mail,
    take_back,
)
from hemvist.inbox.models import IncomingMail
from hemvist.messaging.models import Delivery, Message
from hemvist.people.actions import protect_household
from hemvist.people.links import link_to
from hemvist.people.models import ContactPoint
from hemvist.privacy.actions import erase_household
from tests.documents.making import PDF
from tests.inbox.making import a_mail, answer_to, arrive
from tests.portal.making import make_case, make_family

NOW = timezone.now()


@pytest.fixture
def letter(case, host):
    write_to_person(case, body="Welcome!", by=host, at=NOW - timedelta(days=1))
    return Delivery.objects.get()


def test_answer_to_the_address_lands_and_starts_the_clock(case, letter):
    mail = arrive(answer_to(case), at=NOW)

    case.refresh_from_db()
    message = Message.objects.get(direction="in", channel="email")
    assert (mail.state, mail.case, mail.message) == ("landed", case, message)
    assert message.body == "Thank you, we come on Friday."
    assert message.mail_id == mail.mail_id != ""
    assert message.conversation_id == case.conversation_id
    assert case.first_unanswered_at == NOW
    assert case.next_step in {"answer", "first_contact"}
    assert Event.objects.filter(verb="mail.landed", subject_id=str(case.pk)).count() == 1
    assert RegisterEntry.objects.filter(message=message).count() == 1


def test_answer_is_known_by_the_letter_it_names(case, letter):
    mail = arrive(a_mail(to="info@norrby.example", In_Reply_To=letter.mail_id))

    assert (mail.state, mail.case) == ("landed", case)


def test_answer_is_known_by_the_link_it_quotes(case):
    link = link_to(case.household)

    mail = arrive(a_mail(f"Hello\n\n> Read and answer: {link}\n", to="info@norrby.example"))

    assert (mail.state, mail.case, mail.message.body) == ("landed", case, "Hello")


def test_subject_and_sender_alone_land_nowhere(case, letter):
    mail = arrive(a_mail(to="info@norrby.example", subject=f"Re: {case.reference}"))

    assert (mail.state, mail.case, mail.message) == ("unsorted", None, None)


@pytest.mark.parametrize("token", ["0" * 24, "zzzzzzzzzzzzzzzzzzzzzzzz", "a" * 23])
def test_forged_token_lands_nowhere(case, letter, token):
    mail = arrive(a_mail(to=f"svar+{token}@norrby.example"))

    assert (mail.state, mail.case) == ("unsorted", None)


def test_stranger_with_the_right_address_is_kept_apart(case, letter):
    mail = arrive(answer_to(case, sender="Somebody <else@example.org>"))

    case.refresh_from_db()
    assert (mail.state, mail.case, mail.message) == ("unverified", case, None)
    assert case.first_unanswered_at is None
    assert not Message.objects.filter(direction="in").exists()


def test_address_that_came_with_a_merge_is_not_yet_known(case, letter):
    ContactPoint.objects.update(is_unproven=True)

    assert arrive(answer_to(case)).state == "unverified"


def test_two_writers_in_one_mail_are_nobody(case, letter):
    mail = arrive(answer_to(case, sender="a@example.org, marker@example.org"))

    assert (mail.state, mail.sender) == ("unverified", "")


def test_mail_that_answers_two_cases_is_for_a_person(case, letter, host):
    other = make_case(make_family(email="other@example.org"), owner=host)
    write_to_person(other, body="Hello", by=host, at=NOW)
    ids = " ".join(Delivery.objects.values_list("mail_id", flat=True))

    mail = arrive(a_mail(to="info@norrby.example", References=ids))

    assert (mail.state, mail.case) == ("unsorted", None)


def test_same_mail_twice_is_one_whatever_servers_added(case, letter):
    raw = answer_to(case)

    arrive(raw)
    again = arrive(b"Received: from elsewhere\r\nX-Spam: no\r\n" + raw.replace(b"\n", b"\r\n"))

    assert again is None
    assert Message.objects.filter(direction="in").count() == 1


def test_two_mails_with_one_message_id_are_two(case, letter):
    arrive(answer_to(case, text="Yes", Message_ID="<same@example.org>"))
    arrive(answer_to(case, text="No, the other one", Message_ID="<same@example.org>"))

    assert Message.objects.filter(direction="in").count() == 2


def test_sorting_twice_is_sorting_once(case, letter):
    mail = arrive(answer_to(case))

    sort_mail(mail.pk, at=NOW)

    assert Message.objects.filter(direction="in").count() == 1


def test_answer_to_a_closed_case_opens_it_again(case, letter, host):
    close_case(case, reason="answered", by=host, at=NOW)

    arrive(answer_to(case))

    case.refresh_from_db()
    assert (case.state, case.next_step, case.owner) == ("active", "answer", host)


def test_of_an_answer_to_an_erased_case_nothing_is_kept(case, letter):
    raw = answer_to(case, text="The secret street", subject="secret")
    erase_household(case.household, by=Actor.RESIDENT, at=NOW)

    mail = arrive(raw)

    assert (mail.state, mail.case, mail.sender, mail.subject) == ("emptied", None, "", "")
    assert (mail.stored_as, mail.mail_id, mail.words) == ("", "", "")
    answer = Delivery.objects.get(purpose="automatic_answer")
    assert answer.address == "marker@example.org"
    assert "secret" not in answer.body
    assert not Message.objects.filter(body__contains="secret").exists()
    assert arrive(raw) is None


def test_erasing_a_household_empties_its_mail(case, letter, django_capture_on_commit_callbacks):
    mail = arrive(answer_to(case))
    before = arrive(a_mail("I wrote before", to="info@norrby.example"))
    names = [mail.stored_as, before.stored_as]
    assert all(storages["private"].exists(name) for name in names)

    with django_capture_on_commit_callbacks(execute=True):
        erase_household(case.household, by=Actor.RESIDENT, at=NOW)

    for one in (mail, before):
        one.refresh_from_db()
        assert (one.state, one.sender, one.words, one.stored_as) == ("emptied", "", "", "")
    assert not any(storages["private"].exists(name) for name in names)


def test_files_that_came_along_lie_in_the_case(case, letter):
    files = [
        ("plan.pdf", PDF, "application/octet-stream"),
        ("virus.exe", b"MZ" + b"\0" * 900, "application/pdf"),
        ("invoice.pdf", b"PK\x03\x04 no", "application/pdf"),
    ]

    mail = arrive(answer_to(case, files=files))

    assert list(case.files.values_list("name", "message")) == [("plan.pdf", mail.message_id)]
    assert mail.state == "landed"


def test_person_attaches_a_mail_and_takes_it_back(case, letter, host):
    version, unanswered = case.version, Case.objects.get().first_unanswered_at
    mail = arrive(a_mail(to="info@norrby.example", files=[("plan.pdf", PDF, "application/pdf")]))

    attach_mail(mail, case=case, by=host, at=NOW)
    mail.refresh_from_db()
    case.refresh_from_db()
    assert (mail.state, mail.case, mail.decided_by) == ("landed", case, host)
    assert case.first_unanswered_at == mail.received_at
    assert case.files.count() == 1
    with pytest.raises(IsDecided):
        attach_mail(mail, case=case, by=host, at=NOW)

    take_back(mail, by=host, at=NOW)
    mail.refresh_from_db()
    case.refresh_from_db()
    assert (mail.state, mail.case, mail.message) == ("unsorted", None, None)
    assert case.first_unanswered_at == unanswered
    assert case.version > version
    assert case.files.count() == 0
    assert not Message.objects.filter(direction="in").exists()
    spoilt = RegisterEntry.objects.filter(subject__startswith="Makulerad")
    assert spoilt.count() == 2
    with pytest.raises(IsDecided):
        take_back(mail, by=host, at=NOW)

    attach_mail(mail, case=case, by=host, at=NOW)
    assert Message.objects.filter(direction="in").count() == 1


def test_taking_back_leaves_a_case_alone_that_somebody_has_worked_with(case, letter, host):
    mail = arrive(answer_to(case))
    write_to_person(case, body="Good", by=host, at=NOW)

    take_back(mail, by=host, at=NOW)

    case.refresh_from_db()
    assert case.first_unanswered_at is None
    assert case.next_step == "follow_up"


def test_what_a_stranger_wrote_says_so_in_the_case(case, letter, host):
    mail = arrive(answer_to(case, sender="Aunt <aunt@example.org>"))

    attach_mail(mail, case=case, by=host, at=NOW)

    body = Message.objects.get(direction="in").body
    assert body.startswith("Written by Aunt <aunt@example.org>, not by the household.")


def test_person_opens_a_case_from_a_mail(municipality, host):
    mail = arrive(a_mail("We want to move to you", to="info@norrby.example"))

    case = make_enquiry(mail, name="Marker", language="en", by=host, at=NOW)

    mail.refresh_from_db()
    assert (mail.state, mail.case) == ("enquiry", case)
    assert case.conversation.messages.get().body == "We want to move to you"
    assert case.household.contact_points.get().normalised == "marker@example.org"
    assert case.first_unanswered_at == mail.received_at
    with pytest.raises(CannotBeTakenBack):
        take_back(mail, by=host, at=NOW)


def test_mail_to_the_address_for_enquiries_opens_a_case_by_itself(municipality, settings):
    settings.ENQUIRY_ADDRESS = "flytta@norrby.example"

    mail = arrive(a_mail("Moikka! Olemme muuttamassa ja etsimme kotia", to="flytta@norrby.example"))

    assert mail.state == "enquiry"
    assert mail.case.household.language == "fi"
    assert mail.case.title == "Marker Markersson"

    again = arrive(a_mail("One more thing", to="flytta@norrby.example"))
    assert (again.state, again.case) == ("unsorted", None)


def test_mail_put_aside_can_be_taken_back(municipality, host):
    mail = arrive(a_mail(to="info@norrby.example"))

    set_aside(mail, by=host, at=NOW)
    mail.refresh_from_db()
    assert mail.state == "not_ours"

    take_back(mail, by=host, at=NOW)
    mail.refresh_from_db()
    assert mail.state == "unsorted"


def test_mail_from_a_protected_household_is_seen_by_those_named_alone(case, letter, host):
    from tests.portal.making import make_host

    named = make_host("Nora Named")
    protect_household(case.household, staff=[named.pk], by=host)

    mail = arrive(a_mail("Where we live now", to="info@norrby.example"))

    assert (mail.state, mail.case) == ("unverified", case)
    assert list(IncomingMail.objects.visible_to(named)) == [mail]
    assert list(IncomingMail.objects.visible_to(host)) == []


def test_what_comes_back_from_a_protected_household_is_seen_by_those_named_alone(
    case, letter, host
):
    from hemvist.messaging.actions import queue_delivery
    from tests.inbox.making import a_report
    from tests.portal.making import make_host

    protect_household(case.household, staff=[make_host("Nora Named").pk], by=host)
    receipt = queue_delivery(
        purpose="receipt",
        language="en",
        subject="x",
        body="x",
        household=case.household,
        contact_point=case.household.contact_points.first(),
    )
    Delivery.objects.update(state="sent")

    arrive(a_report(receipt))
    arrive(a_mail("Away", to="info@norrby.example", Auto_Submitted="auto-replied"))

    assert IncomingMail.objects.count() == 2
    assert list(IncomingMail.objects.visible_to(host)) == []


@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        ("Re: {ours}", ""),
        ("SV: Re: {ours}", ""),
        ("Re[2]: {ours}", ""),
        ("Re: The keys", "Re: The keys"),
        ("{ours}", "{ours}"),
    ],
)
def test_a_subject_that_only_repeats_ours_is_left_out(case, letter, subject, kept):
    mail = arrive(answer_to(case, subject=subject.format(ours=letter.subject)))

    assert mail.message.subject == kept.format(ours=letter.subject)
    assert mail.subject == subject.format(ours=letter.subject)


def test_files_stand_beside_the_message_they_came_with(client, case, letter, host):
    mail = arrive(answer_to(case, files=[("plan.pdf", PDF, "application/pdf")]))
    client.force_login(host)

    page = client.get(f"/desk/cases/{case.reference}/").text
    file = mail.message.files.get()

    said = page[page.index(f'id="m{mail.message_id}"') :].partition("</li>\n    <li")[0]
    assert f"/files/{file.pk}/" in said
    assert "plan.pdf" in said
    assert f"/inbox/message/{mail.message_id}/" in said


def test_a_message_that_came_as_no_mail_leads_to_none(client, case, host):
    receive_message(case, body="Hello", channel="email", at=NOW)
    client.force_login(host)

    assert "/inbox/message/" not in client.get(f"/desk/cases/{case.reference}/").text
