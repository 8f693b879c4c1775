"""The pages on which a host refers and a function answers."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.audit.actions import Actor
from hemvist.casework.actions import close_case
from hemvist.casework.models import CloseReason
from hemvist.demo import factories as make
from hemvist.messaging.models import Delivery
from hemvist.people.actions import protect_household
from hemvist.privacy.actions import end_consent
from hemvist.referrals import actions
from hemvist.referrals.links import SALT, answer_link
from hemvist.referrals.models import Function, Referral, ReferralState

NOW = timezone.now()
pytestmark = pytest.mark.django_db
ANSWERED = {
    "question": "Kan ni ringa om en plats?",
    "fields_shared": ["name"],
    "agreed_how": "phone",
}


@pytest.fixture
def host(client):
    host = make.a_user("Elin Bäck")
    client.force_login(host)
    return host


@pytest.fixture
def case(host):
    return make.a_case(owner=host)


@pytest.fixture
def function():
    return make.a_function()


@pytest.fixture
def address(case, function):
    return reverse("referrals:refer", args=[case.reference, function.pk])


def answer_address(referral):
    return reverse("referrals:answer", args=[answer_link(referral).rstrip("/").split("/")[-1]])


def test_the_preview_shows_what_will_be_shared_and_sends_nothing(client, address):
    page = client.post(address, ANSWERED)

    assert page.status_code == 200
    assert "Mira Exempel" in page.content.decode()
    assert "mira@example.org" not in page.content.decode()
    assert not Referral.objects.exists()


def test_confirming_sends_and_leads_back_to_the_case(client, address, case):
    page = client.post(address, ANSWERED | {"confirmed": "yes"})

    assert page["Location"] == reverse("desk:case", args=[case.reference])
    assert Referral.objects.get().shared == {"name": "Mira Exempel"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"question": ""}, "ask them to help with"),
        ({"question": "x" * 3001}, "3000"),
        ({"question": "a\x00b"}, "Null"),
        ({"agreed_how": ""}, "Ask the person first"),
        ({"fields_shared": ["phone"]}, "phone"),
        ({"need": "999999"}, "choice"),
    ],
    ids=["no question", "too long", "nul", "not agreed", "not needed", "another's need"],
)
def test_a_mistake_keeps_what_was_written_and_says_what_to_do(client, address, change, words):
    client.cookies["django_language"] = "en"
    page = client.post(address, ANSWERED | change | {"confirmed": "yes"})

    text = page.content.decode()
    assert page.status_code == 422
    assert words in text
    assert (change.get("question", ANSWERED["question"])[:20].replace("\x00", "")) in text
    assert not Referral.objects.exists()


def test_a_case_closed_meanwhile_is_said_and_the_text_kept(client, address, case, host):
    close_case(case, reason=CloseReason.ANSWERED, by=host, at=timezone.now())

    page = client.post(address, ANSWERED | {"confirmed": "yes"})

    assert page.status_code == 422
    assert ANSWERED["question"] in page.content.decode()


@pytest.mark.parametrize("role", [Role.CITIZEN_SERVICES])
def test_a_colleague_who_may_read_but_not_refer_gets_403(client, address, role):
    client.force_login(make.a_user("Mona Medborg", role=role))

    assert client.get(address).status_code == 403


def test_one_who_may_not_know_of_the_case_gets_404(client, address):
    client.force_login(make.a_user("Sara Skola", role=Role.RECEIVER))

    assert client.get(address).status_code == 404


@pytest.fixture
def referral(case, function, host):
    return make.a_referral(case, function=function, by=host, fields=["name"])


def test_the_function_sees_what_was_agreed_and_nothing_else(client, referral):
    client.logout()

    page = client.get(answer_address(referral))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Mira Exempel" in text
    for hidden in ("mira@example.org", "174 06 05", "1740605"):
        assert hidden not in text
    assert "no-store" in page["Cache-Control"]


def test_looking_changes_nothing_but_the_log(client, referral):
    client.logout()
    before = Referral.objects.values().get(pk=referral.pk)

    client.get(answer_address(referral))
    client.head(answer_address(referral))

    assert Referral.objects.values().get(pk=referral.pk) == before


@pytest.mark.parametrize(
    ("form", "state"),
    [
        ({"act": "accept", "answer": "Vi ringer"}, ReferralState.ACCEPTED),
        ({"act": "done", "answer": "Klart"}, ReferralState.DONE),
        ({"act": "decline", "reason": "full", "answer": ""}, ReferralState.DECLINED),
    ],
)
def test_the_function_answers_with_one_press_and_sees_how_it_stands(client, referral, form, state):
    client.logout()

    page = client.post(answer_address(referral), form, follow=True)

    referral.refresh_from_db()
    assert (page.status_code, referral.state) == (200, state)
    assert referral.answer == form["answer"]


@pytest.mark.parametrize(
    "form",
    [
        {"act": "decline", "answer": "Nej tack"},
        {"act": "decline", "reason": "other", "answer": ""},
        {"act": "decline", "reason": "nonsense", "answer": ""},
        {"act": "explode", "answer": "Nej tack"},
        {"answer": "Nej tack"},
        {"act": "accept", "answer": "x" * 3001},
    ],
)
def test_an_unclear_answer_is_asked_again_and_changes_nothing(client, referral, form):
    client.logout()

    page = client.post(answer_address(referral), form)

    referral.refresh_from_db()
    assert (page.status_code, referral.state) == (422, ReferralState.SENT)
    assert form["answer"][:20] in page.content.decode()


def test_answering_again_after_it_ended_says_how_it_stands(client, referral):
    client.logout()
    client.post(answer_address(referral), {"act": "decline", "reason": "full", "answer": ""})

    page = client.post(answer_address(referral), {"act": "accept", "answer": ""}, follow=True)

    referral.refresh_from_db()
    assert (page.status_code, referral.state) == (200, ReferralState.DECLINED)


def test_a_withdrawn_referral_shows_nothing_about_the_household(client, referral, host):
    actions.withdraw_referral(referral, by=host, at=timezone.now())
    client.logout()

    text = client.get(answer_address(referral)).content.decode()

    assert "Mira" not in text
    assert referral.question not in text


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a" * 3000,
        "☃",
        signing.dumps("not-a-uuid", salt=SALT),
        signing.dumps("0" * 32, salt=SALT),
        signing.dumps(7, salt=SALT),
        signing.dumps("0" * 32, salt="another.salt"),
    ],
    ids=["short", "long", "snowman", "no uuid", "nobody's", "a number", "another's"],
)
def test_a_broken_link_is_a_page_with_a_way_on(client, token):
    page = client.get(f"/referrals/answer/{token}/")

    assert page.status_code == 404
    assert "<h1" in page.content.decode()


def test_a_link_altered_by_one_letter_opens_nothing(client, referral):
    address = answer_address(referral)
    place = len(address) - 3
    other = "A" if address[place] != "A" else "B"

    assert client.get(address[:place] + other + address[place + 1 :]).status_code == 404


def test_a_receiver_with_a_login_answers_the_same_way(client, referral, function):
    receiver = make.a_user("Sara Skola", role=Role.RECEIVER)
    function.staff.add(receiver)
    client.force_login(receiver)

    assert referral.case.reference in client.get(reverse("referrals:inbox")).content.decode()
    client.post(reverse("referrals:show", args=[referral.pk]), {"act": "accept", "answer": ""})

    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED


def test_a_receiver_of_another_function_gets_404(client, referral):
    client.force_login(make.a_user("Bo Bostad", role=Role.RECEIVER))

    assert client.get(reverse("referrals:show", args=[referral.pk])).status_code == 404


def test_what_the_person_has_taken_back_is_not_shown_any_more_when_done(client, referral):
    actions.finish_referral(referral, answer="Mira har en plats.", by=referral.sent_by, at=NOW)
    end_consent(referral.consent, by=Actor.RESIDENT, at=NOW)
    client.logout()

    page = client.get(answer_address(referral)).content.decode()

    assert "Mira" not in page
    assert referral.question not in page


def test_a_household_protected_since_is_hidden_from_the_function(client, referral, function, host):
    protect_household(referral.case.household, staff=[host.pk], by=host)
    receiver = make.a_user("Sara Skola", role=Role.RECEIVER)
    function.staff.add(receiver)
    client.force_login(receiver)

    inbox = client.get(reverse("referrals:inbox")).content.decode()
    shown = client.get(reverse("referrals:show", args=[referral.pk]))
    by_link = client.get(answer_address(referral))

    assert referral.case.reference not in inbox
    assert (shown.status_code, by_link.status_code) == (404, 404)


def test_the_inbox_begins_with_what_waits_for_an_answer(client, case, function, host):
    receiver = make.a_user("Sara Skola", role=Role.RECEIVER)
    function.staff.add(receiver)
    over, taken, later, sooner = (
        make.a_referral(case, function=function, by=host, at=NOW + timedelta(days=days))
        for days in (0, 0, 7, 1)
    )
    actions.withdraw_referral(over, by=host, at=NOW)
    actions.accept_referral(taken, answer="", by=receiver, at=NOW)
    client.force_login(receiver)

    shown = client.get(reverse("referrals:inbox")).context["page"].object_list

    assert list(shown) == [sooner, later, taken, over]


def test_the_inbox_asks_the_same_number_of_questions_for_one_and_for_three(
    client, case, function, host, django_assert_max_num_queries
):
    receiver = make.a_user("Sara Skola", role=Role.RECEIVER)
    function.staff.add(receiver)
    make.a_referral(case, function=function, by=host)
    client.force_login(receiver)
    with django_assert_max_num_queries(20) as one:
        client.get(reverse("referrals:inbox"))
    make.a_referral(case, function=function, by=host)
    make.a_referral(case, function=function, by=host)

    with django_assert_max_num_queries(len(one)):
        client.get(reverse("referrals:inbox"))


def test_taking_back_asks_first_and_then_does_it(client, referral):
    address = reverse("referrals:withdraw", args=[referral.pk])

    assert client.get(address).status_code == 200
    client.post(address)

    referral.refresh_from_db()
    assert referral.state == ReferralState.WITHDRAWN


def test_the_coordinator_keeps_the_functions(client):
    client.force_login(make.a_user("Karin Samordnare", role=Role.COORDINATOR))
    area = make.a_life_area("home")

    client.post(
        reverse("referrals:new_function"),
        {
            "name": "Bostadsbolaget",
            "email": "uthyrning@bolaget.example",
            "language": "sv",
            "life_areas": [area.pk],
            "needs_to_know": ["name", "adults"],
            "answer_hours": "24",
            "is_active": "on",
        },
    )

    function = Function.objects.get(name="Bostadsbolaget")
    assert (list(function.life_areas.all()), function.needs_to_know) == ([area], ["name", "adults"])
    assert function.name in client.get(reverse("referrals:functions")).content.decode()


def test_a_host_may_not_change_the_functions(client, host):
    assert client.get(reverse("referrals:functions")).status_code == 403


def test_the_letter_goes_to_the_unit_and_says_by_when(referral, function):
    letter = Delivery.objects.get(purpose="referral")

    assert letter.address == function.email
    assert referral.case.reference in letter.subject
