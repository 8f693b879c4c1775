"""Mail and texts of the demo: seeded, and written by whoever tries it; all by the real code."""

import pytest
from django.urls import reverse

from hemvist.demo.correspondence import load_correspondence
from hemvist.demo.factories import a_case, a_household, a_message, a_user
from hemvist.demo.likenesses import load_likenesses
from hemvist.inbox.models import IncomingMail
from hemvist.messaging.mail import letter_for
from hemvist.messaging.models import Delivery, DeliveryState
from hemvist.texts.models import IncomingText
from tests.demo.conftest import TODAY
from tests.demo.test_mailbox import keep_letter

pytestmark = pytest.mark.django_db
PERSON = "mira@example.org"


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.REPLY_ADDRESS, settings.BOUNCE_ADDRESS = "svar@norrby.example", "studs@norrby.example"
    settings.VAR = tmp_path
    return tmp_path


def test_the_inbox_of_the_demo_shows_what_a_morning_looks_like(seeded, mailbox):
    load_likenesses(count=400, at=seeded.horizon)
    load_correspondence(on=TODAY)

    mails = IncomingMail.objects
    assert {"landed", "unsorted", "unverified", "automatic", "bounce"} == set(
        mails.values_list("state", flat=True)
    )
    assert set(mails.values_list("language", flat=True)) >= {"sv", "en", "ar", "uk"}
    assert mails.filter(message__files__isnull=False).exists()
    assert set(IncomingText.objects.values_list("state", flat=True)) == {
        "unsorted",
        "sorted",
        "stopped",
    }
    assert Delivery.objects.filter(state="bounced", reason__contains="5.1.1").exists()
    count = mails.count()
    load_correspondence(on=TODAY)
    assert mails.count() == count


@pytest.fixture
def letter(mailbox):
    """A letter of ours to somebody, as it lies in the demo's mailbox."""
    case = a_case(a_household(email=PERSON), owner=a_user())
    message = a_message(case, by=case.owner, body="Vi ses på fredag.")
    delivery = message.deliveries.get()
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT)
    sent = letter_for(delivery)
    mail = sent.message()
    mail["X-MailFrom"] = sent.from_email
    keep_letter(mailbox, mail)
    return delivery


def answer(client, sender=PERSON, body="Ja, gärna!"):
    return client.post(
        reverse("demo:answer_by_mail", args=["1.letter"]), {"sender": sender, "body": body}
    )


def test_an_answer_from_the_mailbox_page_lands_in_the_case(client, letter):
    page = client.get(reverse("demo:letter", args=["mail", "1.letter"])).text
    answer(client)

    mail = IncomingMail.objects.get()
    assert reverse("demo:answer_by_mail", args=["1.letter"]) in page
    assert mail.state == "landed"
    assert mail.message.body == "Ja, gärna!"


def test_an_answer_from_another_address_waits_for_a_person(client, letter):
    answer(client, sender="farfar@example.org")

    assert IncomingMail.objects.get().state == "unverified"


@pytest.mark.parametrize("sender", ["", "a@b", "x\r\nBcc: all@example.org", "\0"])
def test_what_is_no_address_is_said_and_nothing_comes(client, letter, sender):
    page = client.post(
        reverse("demo:answer_by_mail", args=["1.letter"]),
        {"sender": sender, "body": "Hej"},
        headers={"accept-language": "en"},
        follow=True,
    )

    assert "name@example.org" in page.text
    assert not IncomingMail.objects.exists()


def test_a_letter_that_comes_back_is_known_by_its_address(client, letter):
    client.post(reverse("demo:send_back", args=["1.letter"]))

    letter.refresh_from_db()
    assert letter.state == "bounced"
    assert letter.reason.endswith("550 5.1.1 No such user here")


def test_somebody_new_can_write(client, letter):
    told = {"sender": "ny@example.org", "subject": "Hej\r\nTo: x@example.org", "body": "Hej\0!"}
    client.post(reverse("demo:write_mail"), told)

    mail = IncomingMail.objects.get()
    assert (mail.state, mail.subject, mail.words) == ("unsorted", "Hej To: x@example.org", "Hej!")
