"""Machines that write: seen, never answered, and no clock starts; letters that come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.casework.actions import write_to_person
from hemvist.casework.undelivered import bring_back
from hemvist.inbox.forgetting import forget_old_mail, sort_forgotten
from hemvist.inbox.models import AutomaticAnswer, IncomingMail
from hemvist.messaging.models import Delivery, DeliveryState, Message
from hemvist.people.actions import protect_household
from hemvist.people.models import ContactPoint
from hemvist.privacy.actions import erase_household
from tests.inbox.making import PERSON, a_mail, a_report, answer_to, arrive
from tests.portal.making import make_host

NOW = timezone.now()


@pytest.fixture
def letter(case, host):
    write_to_person(case, body="Welcome!", by=host, at=NOW - timedelta(hours=1))
    Delivery.objects.update(state=DeliveryState.SENT)
    return Delivery.objects.get()


MACHINES = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated; why=vacation"},
    {"Precedence": "auto_reply"},
    {"X_Autoreply": "yes"},
    {"Return_Path": "<>"},
]
HUMANS = [
    {"Auto_Submitted": "no"},
    {"Precedence": "bulk"},
    {"X_Auto_Response_Suppress": "All"},
    {"List_Id": "<family.example.org>"},
    {"Return_Path": f"<{PERSON}>"},
]


@pytest.mark.parametrize("headers", MACHINES, ids=str)
def test_what_a_machine_answers_is_in_the_case_and_starts_no_clock(case, letter, headers):
    mail = arrive(answer_to(case, text="I am away until Monday", **headers))

    case.refresh_from_db()
    assert (mail.state, mail.case) == ("automatic", case)
    assert case.first_unanswered_at is None
    assert Message.objects.get(direction="in").body.endswith("I am away until Monday")


@pytest.mark.parametrize("headers", HUMANS, ids=str)
def test_what_a_human_may_have_written_starts_the_clock(case, letter, headers):
    mail = arrive(answer_to(case, **headers))

    case.refresh_from_db()
    assert mail.state == "landed"
    assert case.first_unanswered_at is not None


def test_null_return_path_of_the_envelope_is_a_machines(case, letter):
    assert arrive(answer_to(case), envelope_from="").state == "automatic"


def test_mail_that_says_it_is_from_us_lands_nowhere(case, letter):
    mail = arrive(answer_to(case, sender="Norrby <service@norrby.example>"))

    assert (mail.state, mail.message) == ("automatic", None)


def test_a_new_writer_is_answered_once_a_day_at_most(municipality, settings):
    settings.ANSWER_NEW_MAIL = True

    for number in range(4):
        arrive(a_mail(f"Hello {number}", to="info@norrby.example"), at=NOW)
    arrive(a_mail("And", to="info@norrby.example"), at=NOW + timedelta(days=1))
    assert Delivery.objects.filter(purpose="automatic_answer").count() == 1

    arrive(a_mail("Anew", to="info@norrby.example"), at=NOW + timedelta(days=2))
    assert Delivery.objects.filter(purpose="automatic_answer").count() == 2


@pytest.mark.parametrize("headers", [*MACHINES, *HUMANS[1:4]], ids=str)
def test_no_machine_and_no_list_is_ever_answered(municipality, settings, headers):
    settings.ANSWER_NEW_MAIL = True

    arrive(a_mail(to="info@norrby.example", **headers))

    assert Delivery.objects.count() == 0


def test_loop_with_a_hostile_machine_ends(worker, mail_server, municipality, settings):
    """It answers every letter, from ever new addresses, and says nothing of being a machine."""
    settings.ANSWER_NEW_MAIL = True
    settings.REPLY_ADDRESS = ""

    for number in range(230):
        arrive(a_mail(str(number), to="info@norrby.example", sender=f"{number}@loop.example"))

    assert Delivery.objects.filter(purpose="automatic_answer").count() == 200
    assert AutomaticAnswer.objects.count() == 200


@pytest.mark.parametrize("refusal", [None, "550 5.7.60 You may write as yourself only"])
def test_automatic_answer_says_what_it_is_and_leaves_no_address(
    worker, mail_server, municipality, settings, refusal
):
    settings.ANSWER_NEW_MAIL = True
    mail_server.answers["MAIL FROM:<>"] = refusal
    arrive(a_mail(to="info@norrby.example"))

    worker()

    letter = mail_server.letters[0]
    assert letter.mail_from == ("<>" if refusal is None else settings.DEFAULT_FROM_EMAIL)
    assert b"Auto-Submitted: auto-replied" in letter.content
    assert Delivery.objects.values_list("state", "address", "body").get() == ("sent", "", "")


def test_about_an_erased_case_only_a_few_are_answered(case, letter):
    erase_household(case.household, by=Actor.RESIDENT, at=NOW)
    before = Delivery.objects.count()

    for number in range(5):
        arrive(answer_to(case, text=str(number), sender=f"{number}@loop.example"), at=NOW)

    assert Delivery.objects.count() == before + 3


def test_letter_that_comes_back_marks_the_address_and_comes_to_a_person(case, letter):
    mail = arrive(a_report(letter))

    letter.refresh_from_db()
    point = case.household.contact_points.get(kind="email")
    assert (mail.state, letter.state) == ("bounce", "bounced")
    assert letter.reason == "There is nobody with this address. 550 No such user"
    assert point.failing_since is not None

    bring_back(letter, at=NOW)
    case.refresh_from_db()
    assert case.next_step == "other_channel"
    assert case.next_step_on == timezone.localdate(NOW)


def test_person_is_told_which_other_ways_there_are(case, letter):
    ContactPoint.objects.create(
        household=case.household, kind="phone", value="070-174 06 05", normalised="+46701740605"
    )
    arrive(a_report(letter))
    letter.refresh_from_db()

    bring_back(letter, at=NOW)

    case.refresh_from_db()
    assert "550 No such user" in case.next_step_note
    assert "070-174 06 05" in case.next_step_note


def test_letter_is_known_by_what_the_report_names(case, letter):
    arrive(a_report(letter, by="reference"))

    letter.refresh_from_db()
    assert letter.state == "bounced"


def test_report_in_no_known_form_is_known_by_its_address(case, letter):
    from hemvist.messaging.reply_addresses import bounce_address

    raw = a_mail(
        "Hi. This is the qmail-send program. Sorry, no mailbox here by that name. (#5.1.1)",
        to=bounce_address(letter.pk),
        sender="MAILER-DAEMON@mx.example",
        Return_Path="<>",
    )

    assert arrive(raw).state == "bounce"
    letter.refresh_from_db()
    assert letter.state == "bounced"


@pytest.mark.parametrize(
    ("action", "status", "state", "fails"),
    [
        ("failed", "5.7.1", "bounced", False),
        ("failed", "5.2.2", "bounced", True),
        ("delayed", "4.4.7", "sent", False),
        ("delivered", "2.0.0", "delivered", False),
    ],
)
def test_report_is_taken_for_what_it_says(case, letter, action, status, state, fails):
    arrive(a_report(letter, action=action, status=status))

    letter.refresh_from_db()
    point = case.household.contact_points.get(kind="email")
    assert letter.state == state
    assert (point.failing_since is not None) == fails


def test_report_about_a_letter_that_never_was_is_a_line_and_nothing_else(case, letter):
    mail = arrive(a_report())

    letter.refresh_from_db()
    assert (mail.state, mail.case, letter.state) == ("bounce", None, "sent")
    assert mail.why == "It is about a letter that we never sent."


def test_report_about_an_erased_household_does_nothing(case, letter):
    raw = a_report(letter)
    erase_household(case.household, by=Actor.RESIDENT, at=NOW)

    assert arrive(raw).state == "bounce"


def test_second_report_changes_nothing(case, letter):
    arrive(a_report(letter))
    arrive(a_report(letter, action="delivered", status="2.0.0"))

    letter.refresh_from_db()
    assert letter.state == "bounced"


def test_what_was_not_for_us_is_emptied_in_time(municipality, host, case, letter):
    from hemvist.inbox.actions import set_aside

    aside = arrive(a_mail(to="info@norrby.example"))
    set_aside(aside, by=host, at=NOW)
    landed = arrive(answer_to(case))
    machine = arrive(a_mail("Away", to="info@norrby.example", Auto_Submitted="auto-replied"))

    forget_old_mail(at=NOW + timedelta(days=29))
    assert IncomingMail.objects.filter(state="emptied").count() == 0
    forget_old_mail(at=NOW + timedelta(days=31))
    assert [*IncomingMail.objects.filter(state="emptied")] == [aside]
    forget_old_mail(at=NOW + timedelta(days=91))
    assert set(IncomingMail.objects.filter(state="emptied")) == {aside, machine}
    landed.refresh_from_db()
    assert landed.state == "landed"


def test_mail_nobody_sorted_is_sorted_or_comes_to_a_person(case, letter):
    mail = arrive(answer_to(case), at=NOW, sort=False)

    assert sort_forgotten(at=NOW + timedelta(minutes=5)) == 0
    assert sort_forgotten(at=NOW + timedelta(minutes=25)) == 1
    assert sort_forgotten(at=NOW + timedelta(hours=25)) == 0
    mail.refresh_from_db()
    assert mail.state == "unsorted"


def test_what_no_machine_understands_from_a_protected_household_is_for_those_named(case, host):
    protect_household(case.household, staff=[make_host("Nora Named").pk], by=host)
    ours = arrive(a_mail(sender=f"Mira <{PERSON.upper()}>"), at=NOW, sort=False)
    other = arrive(a_mail(sender="else@example.org"), at=NOW, sort=False)

    sort_forgotten(at=NOW + timedelta(hours=25))

    assert {*IncomingMail.objects.visible_to(host)} == {other}
    ours.refresh_from_db()
    assert (ours.state, ours.case) == ("unsorted", case)
