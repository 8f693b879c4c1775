"""Fetching from a real Dovecot: nothing is lost or doubled, also when killed in the act."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DataError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.inbox import fetching
from hemvist.inbox.actions import Arrived, raw_of, take_in
from hemvist.inbox.fetching import MailboxIsAway, configured, fetch_new, opened
from hemvist.inbox.models import IncomingMail, Mailbox
from tests.inbox.making import a_mail

ROOT = Path(__file__).parents[2]
TEXT = "Hej\r\n.\r\nFrån mig – 🌲"


def fetch():
    account = configured()
    with opened(account) as box:
        return fetch_new(box, account)


def test_mail_is_fetched_once_kept_whole_and_moved(dovecot, db):
    sent = a_mail(TEXT, to="svar@norrby.example")
    dovecot.deliver("svar+token", sent)

    assert fetch() == 1
    assert fetch() == 0

    mail = IncomingMail.objects.get()
    assert sent.replace(b"\r\n", b"\n") in raw_of(mail).replace(b"\r\n", b"\n")
    assert b"Delivered-To: svar+token@norrby.example" in raw_of(mail)
    assert dovecot.mails("svar") == []
    assert len(dovecot.mails("svar", "Hemvist")) == 1
    job = ProcrastinateJob.objects.get(task_name="inbox.sort")
    assert job.args == {"mail": mail.pk}


@pytest.mark.parametrize(("after", "there"), [("delete", 0), ("keep", 1)])
def test_mail_is_left_or_removed_as_the_setting_says(dovecot, db, settings, after, there):
    dovecot.tell(settings, after=after)
    dovecot.deliver("svar", a_mail("One"))

    assert [fetch(), fetch()] == [1, 0]
    assert len(dovecot.mails("svar")) == there
    dovecot.deliver("svar", a_mail("Two"))
    assert [fetch(), fetch()] == [1, 0]


def test_mailbox_that_is_numbered_anew_doubles_nothing(dovecot, db, settings):
    dovecot.tell(settings, after="keep")
    first = a_mail("One")
    dovecot.deliver("svar", first)
    fetch()
    before = Mailbox.objects.get().uid_validity

    dovecot.empty()
    time.sleep(1.1)  # Dovecot numbers a mailbox by the second it was made in
    dovecot.deliver("svar", first)
    dovecot.deliver("svar", a_mail("Two"))
    assert fetch() == 1

    assert Mailbox.objects.get().uid_validity != before
    assert IncomingMail.objects.count() == 2


def test_many_mails_are_fetched_and_put_away_some_at_a_time(dovecot, db, monkeypatch):
    monkeypatch.setattr(fetching, "PUT_AWAY_AT_ONCE", 2)
    for number in range(5):
        dovecot.deliver("svar", a_mail(f"Mail {number}", subject="x" * (number * 70)))

    assert [fetch(), fetch()] == [5, 0]

    assert len(dovecot.mails("svar", "Hemvist")) == 5
    assert dovecot.mails("svar") == []
    said = {raw_of(mail).split(b"\r\n\r\n")[1].strip() for mail in IncomingMail.objects.all()}
    assert said == {f"Mail {number}".encode() for number in range(5)}


def test_mail_that_is_too_large_is_told_of_and_left_there(dovecot, db, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 2_000)
    dovecot.deliver("svar", a_mail("x" * 3_000 + "\n", subject="Large"))

    assert fetch() == 1
    assert fetch() == 0

    mail = IncomingMail.objects.get()
    assert not mail.is_whole
    assert len(dovecot.mails("svar")) == 1


def test_server_that_is_away_or_closed_to_us_is_said(dovecot, db, settings):
    settings.IMAP_PASSWORD = "wrong"
    with pytest.raises(MailboxIsAway):
        fetch()
    settings.IMAP_PORT = 1
    with pytest.raises(MailboxIsAway):
        fetch()


def test_without_a_mailbox_the_command_says_what_is_missing(db):
    with pytest.raises(CommandError, match="HEMVIST_IMAP_HOST"):
        call_command("receive_mail")


def start(settings, var, *, once=True):
    """The real command in a process of its own, on the tests' database."""
    database = connection.settings_dict
    query = f"host={database['HOST']}" if database["HOST"] else ""
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    user = database["USER"] or ""
    env = os.environ | {
        "DATABASE_URL": f"postgresql://{user}@/{database['NAME']}?{query}{port}",
        "DJANGO_SETTINGS_MODULE": "hemvist.settings",
        "HEMVIST_VAR": str(var),
        "HEMVIST_IMAP_HOST": settings.IMAP_HOST,
        "HEMVIST_IMAP_PORT": str(settings.IMAP_PORT),
        "HEMVIST_IMAP_USER": settings.IMAP_USER,
        "HEMVIST_IMAP_PASSWORD": settings.IMAP_PASSWORD,
        "HEMVIST_IMAP_TLS": "0",
    }
    command = [sys.executable, "manage.py", "receive_mail", *(["--once"] if once else [])]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def until(holds):
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("It never came to that.")


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_killed_between_fetching_and_keeping_nothing_is_lost_or_doubled(
    dovecot, transactional_db, settings, tmp_path
):
    dovecot.deliver("svar", a_mail("One"))
    Mailbox.objects.create(identity=configured().identity, uid_validity=0)
    with opened(configured()) as box:
        fetching._mailbox(box, configured())

    with transaction.atomic():  # it has the mail in its hands, and cannot write it down
        Mailbox.objects.select_for_update().get()
        process = start(settings, tmp_path)
        until(waits_for_a_lock)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert IncomingMail.objects.count() == 0
    assert len(dovecot.mails("svar")) == 1

    said, _ = start(settings, tmp_path).communicate()

    assert said == "1 new\n"
    assert IncomingMail.objects.count() == 1
    assert dovecot.mails("svar") == []


def test_killed_between_keeping_and_moving_it_is_moved_and_not_doubled(dovecot, db, settings):
    dovecot.deliver("svar", a_mail("One"))
    account = configured()
    with opened(account) as box:
        mailbox = fetching._mailbox(box, account)
        take_in(mailbox, fetching._fetched(box, 1, size=1_000), at=timezone.now())

    assert fetch() == 0
    assert IncomingMail.objects.count() == 1
    assert dovecot.mails("svar") == []


def test_mail_that_could_not_be_written_down_leaves_nothing_in_the_store(db, monkeypatch):
    mailbox = Mailbox.objects.create(identity="x")
    before = set(storages["private"].listdir("")[1])
    arrived = Arrived(raw=a_mail("One"), envelope_from="\0")  # what no database takes

    with pytest.raises(DataError):
        take_in(mailbox, arrived, at=timezone.now())

    assert set(storages["private"].listdir("")[1]) == before


def test_database_that_goes_away_under_it_is_waited_for(
    dovecot, transactional_db, settings, tmp_path
):
    process = start(settings, tmp_path, once=False)
    try:
        until(Mailbox.objects.exists)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
        dovecot.deliver("svar", a_mail("After that"))
        until(IncomingMail.objects.exists)
        assert process.poll() is None
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_word_of_the_server_is_waited_for(dovecot, transactional_db, settings, tmp_path):
    process = start(settings, tmp_path, once=False)
    try:
        until(Mailbox.objects.exists)
        dovecot.deliver("svar", a_mail("While it waits"))
        until(IncomingMail.objects.exists)
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert process.returncode == 0
