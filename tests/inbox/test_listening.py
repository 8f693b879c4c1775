"""Our own letter box, by LMTP and SMTP: takes what is for us, and only what it has kept."""

import asyncio
import smtplib
import threading
from contextlib import contextmanager

import pytest
from django.db import connection

from hemvist.inbox import listening
from hemvist.inbox.models import IncomingMail
from tests.inbox.making import a_mail
from tests.messaging.conftest import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def letter_box(*, is_lmtp):
    port, loop = free_port(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serving = listening.serve("127.0.0.1", port, is_lmtp=is_lmtp)
    server = asyncio.run_coroutine_threadsafe(serving, loop).result()
    try:
        yield port
    finally:
        _end(loop, server, thread)


def _end(loop, server, thread):
    loop.call_soon_threadsafe(server.close)
    asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def hand_over(client, port, to, raw, *, sender="a@b.c"):
    with client("127.0.0.1", port, timeout=20) as line:
        line.sendmail(sender, [to], raw)


@pytest.mark.parametrize(("is_lmtp", "client"), [(True, smtplib.LMTP), (False, smtplib.SMTP)])
def test_mail_is_kept_with_its_envelope(municipality, is_lmtp, client):
    with letter_box(is_lmtp=is_lmtp) as port:
        hand_over(client, port, "svar+abc@norrby.example", a_mail("Hello"), sender="")

    mail = IncomingMail.objects.get()
    assert (mail.envelope_from, mail.envelope_to) == ("", "svar+abc@norrby.example")


def test_mail_for_others_is_not_taken(municipality):
    with pytest.raises(smtplib.SMTPRecipientsRefused), letter_box(is_lmtp=True) as port:
        hand_over(smtplib.LMTP, port, "somebody@elsewhere.example", a_mail("Hello"))

    assert not IncomingMail.objects.exists()


def test_what_cannot_be_kept_stays_with_the_server(municipality):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inbox_incomingmail RENAME TO gone")
    try:
        with pytest.raises(smtplib.SMTPDataError) as refusal, letter_box(is_lmtp=True) as port:
            hand_over(smtplib.LMTP, port, "svar@norrby.example", a_mail("Hello"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO inbox_incomingmail")

    assert refusal.value.smtp_code == 451


def test_mail_with_lines_that_are_too_long_by_the_book_is_taken(municipality):
    with letter_box(is_lmtp=True) as port:
        hand_over(smtplib.LMTP, port, "svar@norrby.example", a_mail("Hi") + b"x" * 50_000 + b"\r\n")

    assert IncomingMail.objects.get().size > 50_000


def test_sixty_megabytes_are_not_taken(municipality, monkeypatch):
    monkeypatch.setattr(listening, "MOST_BYTES", 100_000)
    large = b"Subject: x\r\n\r\n" + b"x\r\n" * 90_000
    with pytest.raises(smtplib.SMTPSenderRefused) as refusal, letter_box(is_lmtp=False) as port:
        hand_over(smtplib.SMTP, port, "svar@norrby.example", large)

    assert refusal.value.smtp_code == 552
