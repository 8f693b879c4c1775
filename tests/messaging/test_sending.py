"""Sending by the worker, against a mail server that takes, refuses, hangs and hangs up."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.casework.actions import close_case, write_to_person
from hemvist.messaging.actions import queue_delivery
from hemvist.messaging.models import Delivery, DeliveryState
from hemvist.messaging.refusals import TryAgain
from hemvist.messaging.sending import send_delivery
from hemvist.people.actions import Contact, choice_of, set_contact
from hemvist.people.hours import GoodHours
from hemvist.people.models import ContactChoice, ContactPoint
from tests.messaging.conftest import bring_jobs_forward, parsed, queued
from tests.portal.making import make_case, make_family


def texts_sent(settings):
    return [json.loads(p.read_text()) for p in sorted((settings.VAR / "sms").glob("*.json"))]


def test_worker_sends_once_and_marks_sent(worker, mail_server, household):
    delivery = queued(household)

    worker()
    worker()

    delivery.refresh_from_db()
    letter = parsed(mail_server.letters[0])
    assert len(mail_server.letters) == 1
    assert (delivery.state, delivery.attempts, delivery.reason) == (DeliveryState.SENT, 1, "")
    assert delivery.sent_at is not None
    assert letter["Subject"] == "Hello"
    assert letter["To"] == "marker@example.org"
    assert letter["From"] == "Move to Norrby <inflyttning@boden.example>"
    assert letter["Reply-To"] == "service@norrby.example"
    assert letter["Message-ID"] == delivery.mail_id
    assert letter["Content-Language"] == "en"
    assert letter["Auto-Submitted"] == "auto-generated"
    plain, html = letter.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert "Second: https://norrby.example/en/my/" in plain.get_content()
    assert html.get_content_type() == "text/html"
    assert '<a href="https://norrby.example/en/my/"' in html.get_content()
    assert '<html lang="en" dir="ltr">' in html.get_content()


def test_letter_a_human_wrote_is_not_called_automatic(worker, mail_server, case, host):
    write_to_person(case, body="Welcome!", by=host, at=timezone.now())

    worker()

    letter = parsed(mail_server.letters[0])
    assert letter["Auto-Submitted"] is None
    assert "Welcome!" in letter.get_body(("plain",)).get_content()


def test_arabic_letter_runs_from_right_to_left(worker, mail_server, household):
    queued(household, language="ar", body="مرحبا")

    worker()

    html = parsed(mail_server.letters[0]).get_body(("html",)).get_content()
    assert '<html lang="ar" dir="rtl">' in html


def test_what_was_written_is_never_markup(worker, mail_server, household):
    queued(household, body="<script>alert(1)</script>", subject="<b>x</b>")

    worker()

    html = parsed(mail_server.letters[0]).get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "<b>" not in html


def test_line_break_in_subject_makes_no_header(worker, mail_server, household):
    queued(household, subject="Hello\r\nBcc: everybody@example.org\x07")

    worker()

    letter = parsed(mail_server.letters[0])
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hello Bcc: everybody@example.org"
    assert mail_server.letters[0].rcpt_tos == ["marker@example.org"]


def test_line_break_in_address_is_refused(worker, mail_server, municipality):
    delivery = queue_delivery(
        purpose="referral", language="sv", subject="x", body="x", email="a@example.org\nBcc: b@c.de"
    )

    worker()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert mail_server.letters == []


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_busy_server_is_tried_again_until_it_takes_the_letter(
    worker, mail_server, household, command
):
    mail_server.answers = {command: "451 4.3.0 Try later"}
    delivery = queued(household)

    worker()

    delivery.refresh_from_db()
    job = ProcrastinateJob.objects.get(task_name="messaging.deliver")
    assert delivery.state == DeliveryState.QUEUED
    assert delivery.reason.endswith("451 4.3.0 Try later")
    assert job.status == "todo"
    assert timedelta(seconds=20) < job.scheduled_at - timezone.now() < timedelta(seconds=40)

    bring_jobs_forward()
    worker()
    job.refresh_from_db()
    assert timedelta(seconds=45) < job.scheduled_at - timezone.now() < timedelta(seconds=75)

    mail_server.answers = {}
    bring_jobs_forward()
    worker()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.reason) == (DeliveryState.SENT, 3, "")
    assert len(mail_server.letters) == 1


@pytest.mark.parametrize("trouble", ["hangs", "drops", "is away"])
def test_server_that_does_not_answer_is_tried_again(
    worker, mail_server, household, trouble, settings
):
    delivery = queued(household)
    if trouble == "hangs":
        settings.EMAIL_TIMEOUT = 0.5
        mail_server.pause = 1.5
    elif trouble == "drops":
        mail_server.answers = {"DATA": "drop"}
    else:
        mail_server.stop()

    worker()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.QUEUED
    assert delivery.reason != ""
    assert household.contact_points.get().failing_since is None


def test_unknown_address_is_final_and_brings_the_case_back(worker, mail_server, case, host):
    mail_server.answers = {"RCPT": "550 5.1.1 No such user"}
    message = write_to_person(case, body="Welcome!", by=host, at=timezone.now())

    worker()

    delivery = message.deliveries.get()
    point = case.household.contact_points.get()
    case.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.reason.endswith("550 5.1.1 No such user")
    assert point.failing_since is not None
    assert point.failure == delivery.reason
    assert case.next_step == "other_channel"
    assert case.next_step_on == timezone.localdate()
    assert "550 5.1.1 No such user" in case.next_step_note
    event = Event.objects.get(verb="delivery.failed")
    assert (event.subject_id, event.detail) == (str(case.pk), {"delivery": delivery.pk})


def test_refusal_about_us_does_not_blame_the_address(worker, mail_server, case):
    mail_server.answers = {"RCPT": "554 5.7.1 Relay access denied"}
    delivery = queued(case.household)

    worker()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert case.household.contact_points.get().failing_since is None


def test_letter_to_a_function_that_fails_brings_back_the_referral(worker, mail_server, case):
    mail_server.answers = {"RCPT": "550 No"}
    queue_delivery(
        household=case.household,
        purpose="referral",
        language="sv",
        subject="x",
        body="x",
        email="school@example.org",
    )

    worker()

    case.refresh_from_db()
    assert case.next_step == "check_referral"
    assert case.household.contact_points.get().failing_since is None


def test_failed_letter_of_a_closed_case_leaves_it_closed(worker, mail_server, case, host):
    mail_server.answers = {"RCPT": "550 No"}
    queued(case.household)
    close_case(case, reason="answered", by=host, at=timezone.now())

    worker()

    case.refresh_from_db()
    assert case.state == "closed"
    assert Event.objects.filter(verb="delivery.failed").count() == 1


def test_after_two_days_it_is_given_up_in_words(mail_server, household, db):
    mail_server.answers = {"RCPT": "451 Full"}
    delivery = queued(household)
    with pytest.raises(TryAgain):
        send_delivery(delivery.pk)

    send_delivery(delivery.pk, at=timezone.now() + timedelta(days=2, minutes=1))

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.reason.endswith("451 Full")


def test_code_is_not_sent_when_its_quarter_of_an_hour_is_over(mail_server, household, db):
    delivery = queued(household, purpose="code")

    send_delivery(delivery.pk, at=timezone.now() + timedelta(minutes=16))

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert mail_server.letters == []


@pytest.fixture
def daytime():
    """Noon of a Monday, when nobody minds a text message."""
    with time_machine.travel(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), tick=False):
        yield


def test_changed_choice_is_followed_when_sending(worker, mail_server, household, settings, daytime):
    delivery = queued(household)
    set_contact(
        household,
        contact=Contact(channels=["sms"], language="en", phone="+46701740605"),
        by=Actor.RESIDENT,
    )

    worker()

    delivery.refresh_from_db()
    assert mail_server.letters == []
    assert [(text["to"], text["body"]) for text in texts_sent(settings)] == [
        ("+46701740605", delivery.body)
    ]
    assert (delivery.channel, delivery.address) == ("sms", "+46701740605")


def test_nothing_is_sent_to_somebody_who_wants_to_be_called(worker, mail_server, case):
    delivery = queued(case.household)
    case.household.contact_choice.channels = ["phone"]
    case.household.contact_choice.save()

    worker()

    delivery.refresh_from_db()
    case.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert case.next_step == "other_channel"
    assert mail_server.letters == []


def test_protected_household_is_told_only_that_there_is_a_message(worker, mail_server, case, host):
    write_to_person(case, body="The secret street", by=host, at=timezone.now())
    case.household.is_protected = True
    case.household.save()

    worker()

    letter = parsed(mail_server.letters[0])
    assert b"secret street" not in mail_server.letters[0].content
    assert "You have a new message" in letter.get_body(("plain",)).get_content()
    assert "/en/my/" in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("hours", "zone", "at", "sent_at"),
    [
        ("daily", "Europe/Stockholm", "2026-11-23 02:00", "2026-11-23 06:00"),
        ("daily", "Australia/Sydney", "2026-11-23 13:00", "2026-11-23 20:00"),
        ("weekdays 08:00-11:00", "Europe/Stockholm", "2026-11-20 12:00", "2026-11-23 07:00"),
        ("daily 14:00-17:00", "America/New_York", "2026-11-23 11:00", "2026-11-23 19:00"),
        ("weekdays 22:00-01:00", "Asia/Kolkata", "2026-11-23 15:00", "2026-11-23 16:30"),
    ],
)
def test_a_text_message_waits_for_an_hour_of_the_persons_own(
    municipality, settings, hours, zone, at, sent_at
):
    at, until = (datetime.fromisoformat(f"{moment}+00:00") for moment in (at, sent_at))
    household = make_family(email="", phone="+46701740605", channels=["sms"])
    wished = choice_of(Contact(channels=["sms"], language="en", hours=GoodHours.of(hours)))
    ContactChoice.objects.update(**{**wished, "time_zone": zone})
    with time_machine.travel(at, tick=False):
        delivery = queued(household)
        send_delivery(delivery.pk, at=at)
    waiting = Delivery.objects.get(pk=delivery.pk)
    assert [waiting.state, waiting.not_before, texts_sent(settings)] == ["queued", until, []]
    job = ProcrastinateJob.objects.filter(scheduled_at=until).get()
    assert job.args == {"delivery": delivery.pk}

    send_delivery(delivery.pk, at=until)

    assert Delivery.objects.get(pk=delivery.pk).state == "sent"
    assert len(texts_sent(settings)) == 1


def test_a_code_and_a_receipt_by_text_message_wait_for_nobody(municipality, settings):
    household = make_family(email="", phone="+46701740605", channels=["sms"])
    delivery = queued(household, purpose="receipt")

    send_delivery(delivery.pk, at=delivery.created_at.replace(hour=1))

    assert len(texts_sent(settings)) == 1


def test_long_message_by_sms_is_only_a_link(worker, municipality, host, settings, daytime):
    household = make_family(email="", phone="+46701740605", channels=["sms"])
    write_to_person(make_case(household), body="long " * 200, by=host, at=timezone.now())

    worker()

    (text,) = texts_sent(settings)
    assert text["body"].startswith("You have a new message.")
    assert "/en/my/" in text["body"]


def test_code_does_not_wait_behind_a_letter_to_thousands(worker, mail_server, household):
    for purpose in ("to_many", "notice", "code"):
        queued(household, purpose=purpose, subject=purpose)

    worker()

    subjects = [parsed(letter)["Subject"] for letter in mail_server.letters]
    assert subjects == ["code", "notice", "to_many"]


def test_letters_go_over_one_line_until_something_goes_wrong_on_it(worker, mail_server, household):
    for _ in range(3):
        queued(household)
    worker()
    assert (len(mail_server.letters), mail_server.lines) == (3, 1)

    mail_server.hang_up()  # as servers do when nobody has spoken for some minutes
    queued(household)
    worker()
    assert (len(mail_server.letters), mail_server.lines) == (4, 2)

    mail_server.answers = {"DATA": "451 4.3.0 Try later"}
    queued(household)
    worker()
    mail_server.answers = {}
    bring_jobs_forward()
    worker()

    assert (len(mail_server.letters), mail_server.lines) == (5, 3)
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1), ("sent", 2)}


def test_contact_point_marked_as_failing_gets_nothing_more(worker, mail_server, case):
    ContactPoint.objects.update(failing_since=timezone.now())
    delivery = queued(case.household)

    worker()

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert mail_server.letters == []
