"""A letter and its answer, whole: written at the desk, answered in a mail program, in the case."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core.management import call_command

from hemvist.casework.models import Case
from hemvist.demo.factories import PASSWORD
from hemvist.inbox.models import IncomingMail
from tests.browser.test_journey import sign_in
from tests.inbox.conftest import a_dovecot, dovecot
from tests.messaging.conftest import run_worker
from tests.portal.making import make_case, make_family, make_host, make_municipality

__all__ = ["a_dovecot", "dovecot"]
pytestmark = pytest.mark.django_db(transaction=True)
PERSON = "mira@norrby.example"


@pytest.fixture
def case(transactional_db, settings, live_server):
    settings.REPLY_ADDRESS = "svar@norrby.example"
    settings.BOUNCE_ADDRESS = "studs@norrby.example"
    settings.LANGUAGE_CODE = "en"
    settings.SITE_URL = live_server.url
    make_municipality()
    call_command("createcachetable")
    host = make_host(password=PASSWORD)
    return make_case(make_family("Mira Nord", email=PERSON), owner=host, title="Mira Nord")


def post(mail_server, dovecot):
    """What our mail server has taken goes on to the mailboxes, by LMTP."""
    for envelope in mail_server.letters:
        for to in envelope.rcpt_tos:
            dovecot.deliver(to, envelope.content, sender=envelope.mail_from)
    mail_server.letters.clear()


def answer(letter, words):
    """What a mail program sends when one presses Answer and writes above the letter."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Mira Nord <{PERSON}>", letter["Reply-To"]
    mail["Subject"], mail["Message-ID"] = f"Re: {letter['Subject']}", "<1@phone.norrby.example>"
    mail["In-Reply-To"] = mail["References"] = letter["Message-ID"]
    before = letter.get_body(("plain",)).get_content().strip().replace("\n", "\n> ")
    lead = f"On Mon, 23 Nov 2026 at 10:02, {letter['From']} wrote:"
    mail.set_content(f"{words}\n\n{lead}\n\n> {before}\n")
    return mail.as_bytes()


def test_answer_by_mail_stands_in_the_right_timeline(page, case, dovecot, mail_server, worker):
    other = make_case(make_family("Else Other", email="else@norrby.example"), title="Else Other")
    sign_in(page, "hedvig@norrby.example")
    page.goto(f"/desk/cases/{case.reference}/write/")
    page.fill("main [name=body]", "Welcome! When do you come?")
    with page.expect_navigation():
        page.get_by_role("button", name="Send", exact=True).click()

    run_worker()
    post(mail_server, dovecot)
    letter = message_from_bytes(dovecot.mails("mira")[-1], policy=policy.default)
    assert "When do you come?" in letter.get_body(("plain",)).get_content()
    dovecot.deliver(str(letter["Reply-To"]), answer(letter, "We come on Friday."), sender=PERSON)
    call_command("receive_mail", "--once")
    run_worker()

    mail = IncomingMail.objects.get()
    assert (mail.state, mail.case) == ("landed", case)
    page.goto(f"/desk/cases/{case.reference}/")
    newest = page.locator(".timeline .is-in").first
    assert "We come on Friday." in newest.inner_text()
    assert "When do you come?" not in newest.inner_text()
    newest.get_by_role("link", name="Show the whole mail").click()
    page.get_by_text("Show what it quotes").click()
    assert "When do you come?" in page.locator(".mail").inner_text()
    assert dovecot.mails("svar") == []
    assert Case.objects.get(pk=other.pk).conversation.messages.count() == 0
