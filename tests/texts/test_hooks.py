"""What the SMS service calls: who may, what twice means, and what strange calls get."""

import base64

import pytest
from django.test import Client
from django.urls import reverse

from hemvist.casework.models import NextStep
from hemvist.casework.tasks import delivery_failed
from hemvist.demo import factories as make
from hemvist.messaging.models import Delivery
from hemvist.messaging.sending import send_delivery
from hemvist.messaging.sms import report_token
from hemvist.texts.models import IncomingText

pytestmark = pytest.mark.django_db
SECRET = "hemligheten åäö"
TEXT = {"id": "s1", "from": "+46701740605", "to": "+46701740699", "message": "Hej"}


@pytest.fixture(autouse=True)
def _an_installation(settings, tmp_path):
    settings.SMS_SECRET, settings.VAR = SECRET, tmp_path
    make.a_municipality()


@pytest.fixture
def outside():
    return Client(enforce_csrf_checks=True)


def called(client, name, fields, **more):
    return client.post(reverse(f"hooks:{name}", query={"key": SECRET, **more}), fields)


@pytest.fixture
def delivery():
    household = make.a_household(phone="070-174 06 05", channels=["sms"])
    case = make.a_case(household)
    host = make.a_user("Elin Bäck")
    make.a_message(case, by=host, body="När kommer ni?")
    sent = Delivery.objects.get(channel="sms")
    send_delivery(sent.pk, at=make.NOW)
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert sent.provider_id
    return sent


def test_text_is_taken_in_once_and_answered_with_nothing(outside):
    answers = [called(outside, "incoming", TEXT) for _n in range(3)]

    assert {(one.status_code, one.content) for one in answers} == {(200, b"")}
    assert IncomingText.objects.get().body == "Hej"


def test_secret_can_be_a_password(outside):
    told = base64.b64encode(f"hemvist:{SECRET}".encode()).decode()

    answer = outside.post(
        reverse("hooks:incoming"), TEXT, headers={"Authorization": f"Basic {told}"}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("key", "header"),
    [
        ("", ""),
        ("wrong", ""),
        ("", "Basic eDp5"),
        ("", "Basic ####"),
        ("", "Bearer x"),
        ("", "Basic /w=="),
    ],
)
def test_without_the_secret_there_is_nothing(outside, key, header):
    address = reverse("hooks:incoming", query={"key": key})

    answer = outside.post(address, TEXT, headers={"Authorization": header})

    assert answer.status_code == 404
    assert not IncomingText.objects.exists()


def test_installation_without_a_secret_lets_nobody_in(outside, settings):
    settings.SMS_SECRET = ""

    assert outside.post(reverse("hooks:incoming", query={"key": ""}), TEXT).status_code == 404


def test_guessing_is_stopped(outside):
    address = reverse("hooks:incoming", query={"key": "guess"})

    codes = [outside.post(address, TEXT).status_code for _n in range(31)]

    assert (codes[29], codes[30]) == (404, 429)
    assert called(outside, "incoming", TEXT).status_code == 200


@pytest.mark.parametrize("fields", [{}, {"id": "s1"}, {"from": "x", "message": "y"}])
def test_what_is_no_text_is_refused(outside, fields):
    assert called(outside, "incoming", fields).status_code == 400


def test_reports_say_what_became_of_a_text(outside, delivery):
    token = report_token(delivery)
    for status, state in [("sent", "sent"), ("delivered", "delivered"), ("failed", "delivered")]:
        for _again in range(2):
            answer = called(outside, "report", {"id": "x", "status": status}, delivery=token)
            assert (answer.status_code, answer.content) == (204, b"")
        delivery.refresh_from_db()
        assert delivery.state == state
    assert delivery.delivered_at


def test_text_that_did_not_arrive_comes_back_to_a_person(outside, delivery):
    for _again in range(2):
        told = {"status": "failed", "reason": "Absent\nsubscriber"}
        assert called(outside, "report", told, delivery=report_token(delivery)).status_code == 204
    delivery_failed.func(delivery=delivery.pk)

    delivery.refresh_from_db()
    case = delivery.message.conversation.case
    assert (delivery.state, delivery.reason) == ("failed", "Absent subscriber")
    assert case.next_step == NextStep.OTHER_CHANNEL
    assert "Absent subscriber" in case.next_step_note


@pytest.mark.parametrize("token", ["", "1", "1:forged", "999999", "å"])
def test_report_for_a_text_that_never_was_is_noted_and_answered(outside, delivery, token, caplog):
    answer = called(outside, "report", {"status": "failed"}, delivery=token)

    assert answer.status_code == 204
    assert "did not send" in caplog.text
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_report_of_another_kind_is_refused(outside, delivery):
    token = report_token(delivery)

    assert called(outside, "report", {"status": "exploded"}, delivery=token).status_code == 400
