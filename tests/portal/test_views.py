"""The page of one's own: what stands there, and each deed on it."""

import json
from datetime import time, timedelta

import pytest
from django.utils import timezone

from hemvist.accounts.models import Role, User
from hemvist.audit.actions import Actor, record
from hemvist.casework.actions import write_to_person
from hemvist.demo.factories import a_function, a_referral
from hemvist.messaging.models import Message
from hemvist.people.actions import give_consent
from hemvist.people.hours import GoodHours
from hemvist.people.models import Household
from hemvist.portal.models import SignInCode
from hemvist.referrals.models import ReferralState
from tests.portal.making import make_case, make_family

HOME = "/en/my/"
PAGES = [
    "",
    "write/",
    "contact/",
    "withdraw/",
    "export/",
    "export/everything.json",
    "erase/",
    "erase/sure/",
]
DEEDS = ["read/", "write/", "contact/", "withdraw/", "erase/sure/", "agreements/1/end/"]


def page(client, path=HOME):
    return client.get(path).content.decode()


@pytest.fixture
def consent(case):
    return give_consent(
        case.household,
        purpose="referral",
        receiver="School office",
        wording="I agree that you tell the school office my name.",
        language="en",
        how="phone",
        by=Actor.SYSTEM,
        at=timezone.now(),
    )


@pytest.mark.parametrize("path", PAGES)
def test_stranger_is_led_to_a_new_link(client, case, path):
    response = client.get(HOME + path)

    assert (response.status_code, response["Location"]) == (302, "/en/my/lost/")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", DEEDS)
def test_stranger_does_nothing_and_keeps_what_was_written(client, case, path):
    response = client.post(HOME + path, {"body": "Long <letter>", "sure": "on"})

    assert response.status_code == 403
    assert "Long &lt;letter&gt;" in response.content.decode()
    assert Message.objects.count() == 0
    assert Household.objects.get(pk=case.household.pk).erased_at is None


def test_home_says_what_happens_next_whom_to_ask_and_what_we_know(at_home, case, consent):
    text = page(at_home)

    assert "We get in touch with you." in text
    assert "Hedvig" in text
    assert "Hedvig Host" not in text
    assert "Relocation host" in text
    assert "0921-100 01" in text
    assert case.reference in text
    assert "Marker note on school" in text
    assert "Marker other information" in text
    assert "A child, aged 4" in text
    assert "marker@example.org" in text
    assert "I agree that you tell the school office my name." in text


def test_home_shows_whom_we_asked_what_they_see_and_what_they_answered(at_home, case, host):
    referral = a_referral(case, by=host)
    referral.state, referral.answer = ReferralState.ACCEPTED, "We have a place from January."
    referral.save()

    text = page(at_home)

    assert referral.function.name in text
    assert "Has said yes and will help you" in text
    assert "We have a place from January." in text
    for shared in referral.shared.values():
        assert shared in text


def test_home_shows_who_looked_by_role_and_day_and_never_by_name(at_home, case, host):
    record("case.viewed", case, by=host)
    record("case.viewed", case, by=host)

    text = page(at_home)

    assert text.count(": Host") == 1
    assert "Hedvig Host" not in text


def test_looking_marks_nothing_as_read_and_saying_so_does(at_home, case, host):
    write_to_person(case, body="Welcome!", by=host, at=timezone.now())

    assert "I have read this" in page(at_home)
    assert Message.objects.get().read_at is None

    at_home.post(HOME + "read/")
    assert Message.objects.get().read_at is not None
    assert "I have read this" not in page(at_home)


def test_home_takes_the_same_queries_for_one_message_and_for_many(
    at_home, case, host, connection_queries
):
    write_to_person(case, body="One", by=host, at=timezone.now())
    one = connection_queries(lambda: page(at_home))
    for number in range(5):
        write_to_person(case, body=f"{number}", by=host, at=timezone.now())
        a_referral(case, by=host, function=a_function(f"Function {number}"))

    assert connection_queries(lambda: page(at_home)) == one


def test_household_without_a_case_has_a_page_too(client, municipality):
    from tests.portal.conftest import open_page

    open_page(client, make_family())

    assert "You have no case with us." in page(client)
    assert client.get(HOME + "write/").status_code == 404


def test_newest_open_case_comes_first(at_home, case):
    newer = make_case(case.household, at=timezone.now() + timedelta(hours=1))

    text = page(at_home)

    assert text.index(newer.reference) < text.index(case.reference)


def test_contact_choice_is_changed(at_home, case):
    response = at_home.post(
        HOME + "contact/",
        {
            "first": "sms",
            "others": ["email", "sms"],
            "email": "New@Example.org",
            "phone": "070-174 06 05",
            "language": "ar",
            "second": "email",
            "hours": "exact",
            "between_0": "22:00",
            "between_1": "1.30",
            "time_zone": "Asia/Kolkata",
            "no_voicemail": "on",
            "no_content": "on",
            "note": "After six",
        },
    )

    household = Household.objects.get(pk=case.household.pk)
    assert response.status_code == 302
    assert household.contact_choice.channels == ["sms", "email"]
    assert household.contact_choice.no_voicemail is True
    assert household.contact_choice.no_content is True
    assert household.contact_choice.hours == GoodHours(time(22), time(1, 30))
    assert household.contact_choice.time_zone == "Asia/Kolkata"
    assert "Every day, 22:00–01:30" in page(at_home)
    assert household.language == "ar"
    assert set(household.contact_points.values_list("normalised", flat=True)) == {
        "new@example.org",
        "+46701740605",
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose how you want to be contacted."),
        ({"first": "email"}, "Write your e-mail address, or choose another way."),
        (
            {"first": "sms", "email": "a@example.org"},
            "Write your telephone number, or choose another way.",
        ),
        ({"first": "phone", "phone": "12"}, "Write the number with all its digits"),
        ({"first": "visit"}, "your page opens with it"),
        ({"hours": "exact"}, "Write both from when and until when."),
        ({"hours": "exact", "between_0": "8", "between_1": "08.00"}, "Write two different times"),
        ({"hours": "exact", "between_0": "8", "between_1": "late"}, "Write the hours as 18:00"),
        ({"hours": "exact", "between_0": "\0", "between_1": "9"}, "Write the hours as 18:00"),
        ({"hours": "whenever"}, "whenever"),
        ({"first": "email", "email": "a b"}, "Write the e-mail address like this"),
        (
            {"first": "email", "email": "a@example.org\r\nBcc: b@c.de"},
            "Write the e-mail address like this",
        ),
    ],
)
def test_mistake_in_the_contact_choice_changes_nothing(at_home, case, fields, sentence):
    response = at_home.post(HOME + "contact/", {"language": "en", **fields})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert case.household.contact_points.get().normalised == "marker@example.org"


def test_agreement_is_taken_back_with_what_was_sent_under_it(at_home, case, host):
    referral = a_referral(case, by=host)
    path = f"{HOME}agreements/{referral.consent.pk}/end/"
    assert at_home.get(path).status_code == 200
    referral.refresh_from_db()
    assert referral.is_open

    response = at_home.post(path, follow=True)

    referral.refresh_from_db()
    assert referral.state == ReferralState.WITHDRAWN
    assert referral.shared == {}
    assert referral.consent.withdrawn_at is not None
    assert "sees nothing more about you" in response.content.decode()


def test_agreement_of_another_household_is_not_found(at_home, host):
    other = a_referral(make_case(make_family("Other", email="other@example.org")), by=host)

    for method in (at_home.get, at_home.post):
        assert method(f"{HOME}agreements/{other.consent.pk}/end/").status_code == 404

    other.refresh_from_db()
    assert other.is_open


def test_withdrawing_asks_first_and_then_ends_the_case(at_home, case):
    assert at_home.get(HOME + "withdraw/").status_code == 200
    case.refresh_from_db()
    assert case.is_open

    response = at_home.post(HOME + "withdraw/", follow=True)

    case.refresh_from_db()
    assert (case.state, case.close_reason) == ("closed", "withdrawn")
    assert "We have ended your case" in response.content.decode()


def test_export_can_be_read_and_taken_along(at_home, case):
    text = page(at_home, HOME + "export/")
    response = at_home.get(HOME + "export/everything.json")
    everything = json.loads(b"".join(response.streaming_content))

    assert "Marker Markersson" in text
    assert "Marker note on school" in text
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith('attachment; filename="hemvist-20')
    assert response["Cache-Control"] == "no-store"
    assert everything["people"][0]["name"] == "Marker Markersson"
    assert len(everything["codes"]) == 1


def test_erasing_takes_two_steps_and_a_tick(at_home, case):
    household = case.household
    assert at_home.post(HOME + "erase/").status_code == 405
    assert at_home.get(HOME + "erase/").status_code == 200
    assert at_home.get(HOME + "erase/sure/").status_code == 200
    response = at_home.post(HOME + "erase/sure/")
    assert response.status_code == 422
    assert "Tick the box if you are sure." in response.content.decode()
    household.refresh_from_db()
    assert household.erased_at is None

    response = at_home.post(HOME + "erase/sure/", {"sure": "on"}, follow=True)

    household.refresh_from_db()
    text = response.content.decode()
    assert household.erased_at is not None
    assert "your name, your addresses" in text
    assert "a line in our public register" in text
    assert SignInCode.objects.count() == 0
    assert at_home.get(HOME).status_code == 302


def test_erasing_at_another_device_ends_this_one(at_home, case, client):
    from hemvist.portal.actions import erase_own_page

    erase_own_page(case.household, at=timezone.now())

    assert at_home.get(HOME).status_code == 302
    assert at_home.post(HOME + "erase/sure/", {"sure": "on"}).status_code == 403


def test_signed_in_staff_is_no_resident(client, case, host):
    client.force_login(host)

    assert client.get(HOME).status_code == 302
    assert User.objects.filter(role=Role.HOST).count() == 1


def test_first_name_of_a_host_with_one_name(at_home, case, host):
    host.name = "Prince"
    host.save()

    assert "Prince" in page(at_home)


def test_every_language_of_the_page_is_there(at_home, case):
    for code in ("sv", "en", "fi", "ar", "uk"):
        response = at_home.get(f"/{code}/my/")

        assert response.status_code == 200
        assert f'lang="{code}"' in response.content.decode()
