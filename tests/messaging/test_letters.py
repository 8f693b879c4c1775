"""What a letter's headers say: where to answer, where it comes back to, what it answers."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.casework.actions import receive_message, write_to_person
from hemvist.casework.letters import send_notice
from hemvist.casework.telling import tell_household
from hemvist.documents.actions import add_file
from hemvist.documents.models import FileSource
from hemvist.messaging.mail import letter_for
from hemvist.messaging.models import Delivery, DeliveryState, MessageChannel
from hemvist.messaging.refusals import TryAgain
from hemvist.messaging.reply_addresses import BOUNCE, REPLY, numbers_in
from hemvist.people.actions import write_discreetly
from tests.documents.making import PDF

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _receiving(settings):
    settings.REPLY_ADDRESS = "svar@norrby.example"
    settings.BOUNCE_ADDRESS = "studs@norrby.example"


def said(case, host, body="Welcome!", at=NOW):
    return write_to_person(case, body=body, by=host, at=at).deliveries.get()


def test_answers_go_to_the_conversation_and_returned_letters_to_the_delivery(case, host):
    delivery = said(case, host)

    letter = letter_for(delivery)

    assert list(numbers_in(letter.reply_to[0], use=REPLY)) == [case.conversation_id]
    assert list(numbers_in(letter.from_email, use=BOUNCE)) == [delivery.pk]
    assert letter.message()["From"] == "Move to Norrby <inflyttning@boden.example>"
    assert letter.body.startswith("~~~~ Write your answer above this line ~~~~\n")


def test_worker_gives_the_return_path_to_the_mail_server(worker, mail_server, case, host):
    delivery = said(case, host)

    worker()

    sent = mail_server.letters[0]
    assert list(numbers_in(sent.mail_from, use=BOUNCE)) == [delivery.pk]
    assert sent.rcpt_tos == ["marker@example.org"]


def test_letter_names_what_it_answers_the_oldest_first(case, host):
    first = said(case, host)
    Delivery.objects.update(state=DeliveryState.SENT)
    receive_message(
        case, body="Hm", channel=MessageChannel.EMAIL, at=NOW + timedelta(hours=1), mail_id="<a@b>"
    )
    receive_message(
        case,
        body="Evil",
        channel=MessageChannel.EMAIL,
        at=NOW + timedelta(hours=2),
        mail_id="<x>\r\nBcc: <y@z>",
    )

    headers = letter_for(said(case, host, at=NOW + timedelta(hours=3))).message()

    assert headers["In-Reply-To"] == "<a@b>"
    assert headers["References"].split() == [first.mail_id, "<a@b>"]
    assert headers["Bcc"] is None


def test_letter_to_many_has_a_button_to_be_left_out(case, host, client):
    tell_household(case, subject="x", body="x", language="en", by=host, at=NOW, key="0" * 31 + "1")
    letter = letter_for(Delivery.objects.get())
    link = letter.message()["List-Unsubscribe"].strip("<>")

    assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in letter.body
    path = re.sub(r"^https?://[^/]+", "", link)
    assert client.get(path).status_code == 200
    case.household.contact_choice.refresh_from_db()
    assert not case.household.contact_choice.no_group_mail

    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    case.household.contact_choice.refresh_from_db()
    assert case.household.contact_choice.no_group_mail
    client.post(path, {"again": "1"})
    case.household.contact_choice.refresh_from_db()
    assert not case.household.contact_choice.no_group_mail


def test_letter_to_one_household_has_no_such_button(case, host):
    letter = letter_for(said(case, host))

    assert letter.message()["List-Unsubscribe"] is None


def a_file_with(message, case, host):
    upload = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
    return add_file(case, upload=upload, source=FileSource.OURS, by=host, at=NOW, message=message)


def test_files_of_a_message_go_with_its_letter(case, host):
    delivery = said(case, host)
    a_file_with(delivery.message, case, host)

    assert letter_for(delivery).attachments[0] == ("plan.pdf", PDF, "application/pdf")


def test_letter_waits_for_the_scanner(case, host, settings):
    delivery = said(case, host)
    settings.CLAMAV = "127.0.0.1:1"
    a_file_with(delivery.message, case, host)

    with pytest.raises(TryAgain):
        letter_for(delivery)


@pytest.mark.parametrize("who", ["municipality", "household", "after it was written"])
def test_a_wish_keeps_words_and_files_out_of_the_letter(
    worker, mail_server, case, host, settings, who
):
    settings.MAIL_WITHOUT_CONTENT = who == "municipality"
    if who == "household":
        write_discreetly(case.household, is_discreet=True, by=host)
    message = write_to_person(
        case, body="The secret street", subject="Secret subject", by=host, at=NOW
    )
    a_file_with(message, case, host)
    send_notice(case, message)
    if who == "after it was written":
        write_discreetly(case.household, is_discreet=True, by=Actor.RESIDENT)

    worker()

    assert len(mail_server.letters) == 2
    for letter in mail_server.letters:
        assert b"secret street" not in letter.content
        assert b"Secret subject" not in letter.content
        assert b"plan.pdf" not in letter.content


def test_who_wants_no_letters_to_many_gets_none(case, host):
    from hemvist.bulk.actions import choose_cases, describe_deed
    from hemvist.bulk.deeds import deed_of
    from hemvist.bulk.models import LineReason
    from hemvist.casework.models import Case
    from hemvist.people.actions import leave_out

    leave_out(case.household, is_left_out=True, by=Actor.RESIDENT)
    deed = choose_cases(Case.objects.filter(pk=case.pk), kind="message", by=host, at=NOW)
    text = {"subject": "x", "body": "x"}
    detail = {"texts": {"en": text}, "instead": "en", "by_hand": True}
    deed = describe_deed(deed, detail=detail)

    assert deed_of(deed).hindrance(case) == LineReason.NO_LETTERS
    assert deed_of(deed).hindrances([case]) == {case.pk: LineReason.NO_LETTERS}


def test_letter_has_the_subject_that_its_writer_gave_it(case, host):
    write_to_person(case, body="Hello", subject="The keys\r\nBcc: x@example.org", by=host, at=NOW)

    letter = letter_for(Delivery.objects.get())

    assert letter.subject == "The keys Bcc: x@example.org"
    assert "Bcc" not in letter.message()
