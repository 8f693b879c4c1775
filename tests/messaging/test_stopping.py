"""The words that end texts, and where a text then goes."""

import pytest

from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.messaging.actions import chosen_contact_point, queue_delivery
from hemvist.messaging.models import StoppedNumber
from hemvist.messaging.sending import send_delivery
from hemvist.messaging.stopping import (
    has_stopped,
    says_start,
    says_stop,
    start_texts,
    stop_texts,
)

NUMBER = "+46701740605"


@pytest.mark.parametrize(
    "body",
    [
        "STOP",
        " Stopp! ",
        "sluta.",
        "«SLUTA»",
        "Lopeta",
        "СТОП",
        "стоп ",
        "قف",
        "قِف",
        "إيقاف\u200f",
        "stop all",
    ],
)
def test_these_say_stop(body):
    assert says_stop(body)


@pytest.mark.parametrize(
    "body", ["", "Stop by tomorrow?", "sluta ringa, skriv", "buss stopp", "СТОПка", "...", "قف هنا"]
)
def test_these_do_not(body):
    assert not says_stop(body)


@pytest.mark.parametrize("body", ["START", "börja", "Bo\u0308rja", "Aloita", "СТАРТ", "ابدأ"])
def test_these_begin_again(body):
    assert says_start(body)
    assert not says_stop(body)


@pytest.mark.django_db
def test_after_stop_they_are_written_to_by_their_next_choice():
    household = make.a_household(
        email="mira@example.org", phone="070-174 06 05", channels=["sms", "email"]
    )
    assert chosen_contact_point(household).normalised == NUMBER

    stop_texts(NUMBER, at=NOW)

    assert chosen_contact_point(household).normalised == "mira@example.org"
    assert NUMBER not in str(StoppedNumber.objects.values().get())
    assert start_texts(NUMBER)
    assert not has_stopped(NUMBER)
    assert chosen_contact_point(household).normalised == NUMBER


@pytest.mark.django_db
@pytest.mark.parametrize(("purpose", "state"), [("notice", "failed"), ("code", "sent")])
def test_only_what_they_ask_for_goes_to_a_stopped_number(settings, tmp_path, purpose, state):
    settings.VAR = tmp_path
    make.a_municipality()
    stop_texts(NUMBER, at=NOW)
    delivery = queue_delivery(purpose=purpose, language="sv", subject="", body="Hej", phone=NUMBER)

    send_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == state
    assert len(list(tmp_path.glob("sms/*.json"))) == (state == "sent")
