"""The page where texts are sorted, and the demo's telephones."""

import json

import pytest
from django.urls import reverse

from hemvist.demo import factories as make
from hemvist.texts.models import IncomingText
from tests.texts.test_sorting import a_case_with_number, a_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


@pytest.fixture
def desk(client, host):
    client.force_login(host)
    return client


def test_text_is_given_by_a_button_and_taken_back_by_another(desk, host):
    case, _other = a_case_with_number(host), a_case_with_number(host, "Yasmin Annan")
    text = a_text("Hej <b>du</b>")

    page = desk.get(reverse("texts:unsorted")).content.decode()
    assert "Yasmin Annan" in page
    assert "Hej &lt;b&gt;du" in page
    desk.post(reverse("texts:give", args=[text.pk]), {"reference": case.reference.lower()})

    text.refresh_from_db()
    assert text.case == case
    desk.post(reverse("texts:undo", args=[text.pk]))
    text.refresh_from_db()
    assert text.case is None


@pytest.mark.parametrize("told", ["", "HV-26-99999", "x" * 5000, "a\x00b"])
def test_wrong_number_gets_a_sentence(desk, host, told):
    text = a_text()

    answer = desk.post(reverse("texts:give", args=[text.pk]), {"reference": told})

    assert answer.status_code == 422
    assert f"text{text.pk}_reference" in answer.content.decode()


def test_protected_case_cannot_be_named_by_others(desk, host):
    case = make.a_case(make.a_household("Skyddad", staff=[make.a_user("Invigd")]))
    text = a_text(sender="+46701740640")

    answer = desk.post(reverse("texts:give", args=[text.pk]), {"reference": case.reference})

    assert answer.status_code == 422
    assert not IncomingText.objects.filter(case=case).exists()


def test_one_answers_in_the_demo_as_the_person_would(client, settings, tmp_path, host):
    settings.VAR = tmp_path
    case = a_case_with_number(host)
    (tmp_path / "sms").mkdir()
    told = {
        "to": "+46701740605",
        "from": "+4670",
        "body": "När?",
        "at": "2026-11-23T12:00:00+00:00",
    }
    (tmp_path / "sms" / "1.json").write_text(json.dumps(told))

    page = client.get(reverse("demo:telephones")).content.decode()
    assert "När?" in page
    client.post(reverse("demo:answer_by_text"), {"number": "+46701740605", "body": "I morgon"})

    assert case.conversation.messages.get().body == "I morgon"
    assert "I morgon" in client.get(reverse("demo:telephones")).content.decode()
