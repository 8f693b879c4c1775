"""The demo's mailbox: letters and texts on a page, and nothing in them runs."""

import json
import os
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage

import pytest
from django.urls import reverse

from hemvist.demo import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def a_letter(subject="Welcome to us", body="Read more: http://localhost:8000/my/abc/\n", html=""):
    message = EmailMessage()
    message["From"] = "Inflyttning <inflyttning@boden.example>"
    message["To"] = "mira@example.org"
    message["Subject"] = subject
    message["Content-Language"] = "en"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def keep_letter(var, message, name="1.letter", at=1_000):
    folder = var / "mail" / "new"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(message.as_bytes())
    os.utime(folder / name, (at, at))


def keep_text(var, body="Your code is 123456.", name="1.json", at=2_000):
    folder = var / "sms"
    folder.mkdir(exist_ok=True)
    text = {"to": "+46701740605", "from": "Hemvist", "body": body, "at": "2026-11-23T12:00:00Z"}
    (folder / name).write_text(json.dumps(text))
    os.utime(folder / name, (at, at))


def test_an_empty_mailbox_says_how_to_fill_it(client, var):
    answer = client.get(reverse("demo:mailbox"), headers={"accept-language": "en"})

    assert answer.status_code == 200
    assert "Nothing has been sent yet" in answer.text


def test_letters_and_texts_stand_together_newest_first(var):
    keep_letter(var, a_letter("The oldest"), "1.a", at=1_000)
    keep_text(var, "In the middle", at=2_000)
    keep_letter(var, a_letter("The newest"), "1.b", at=3_000)

    found = mailbox.letters(var)

    assert [(one.kind, one.subject or one.body) for one in found] == [
        ("mail", "The newest"),
        ("text", "In the middle"),
        ("mail", "The oldest"),
    ]


def test_no_more_than_the_newest_are_read(var, monkeypatch):
    monkeypatch.setattr(mailbox, "NEWEST", 2)
    for number in range(3):
        keep_letter(var, a_letter(f"Number {number}"), f"1.{number}", at=number)

    assert [one.subject for one in mailbox.letters(var)] == ["Number 2", "Number 1"]


def test_a_link_in_a_letter_can_be_followed(client, var):
    keep_letter(var, a_letter())

    answer = client.get(reverse("demo:letter", args=["mail", "1.letter"]))

    assert 'href="http://localhost:8000/my/abc/"' in answer.text
    assert "mira@example.org" in answer.text


@pytest.mark.parametrize("html", ["", "<script>alert(1)</script>"])
def test_what_a_letter_says_is_never_run(client, var, html):
    body = "" if html else "<script>alert(1)</script>"
    keep_letter(var, a_letter("<script>alert(2)</script>", body, html))

    answer = client.get(reverse("demo:letter", args=["mail", "1.letter"]))

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(2)" in answer.text


def test_a_letter_in_an_unknown_alphabet_is_shown_as_it_came(client, var):
    folder = var / "mail" / "new"
    folder.mkdir(parents=True)
    (folder / "odd").write_bytes(b"To: a@b.example\nContent-Type: text/plain; charset=x-no\n\nhej")

    assert "hej" in client.get(reverse("demo:letter", args=["mail", "odd"])).text


@pytest.mark.parametrize("key", ["missing", "..", "..%2f..%2fsettings.py"])
def test_a_letter_that_is_not_there_is_not_found(client, var, key):
    keep_letter(var, a_letter())

    assert client.get(f"/demo/mail/mail/{key}/").status_code == 404


def test_the_mailbox_cannot_be_posted_to(client, var):
    assert client.post(reverse("demo:mailbox")).status_code == 405


def test_the_mail_server_keeps_what_it_is_given(var):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port, number = listening.getsockname()[1], listening.fileno()
        server = subprocess.Popen(
            [sys.executable, "-m", "hemvist.demo.mailserver", str(number), str(var / "mail")],
            pass_fds=[number],
        )
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as post:
            post.send_message(a_letter("Välkommen till Ängesholmen"))
    finally:
        server.terminate()
        code = server.wait(10)

    [kept] = mailbox.letters(var)
    assert code == 0
    assert (kept.subject, kept.recipient) == ("Välkommen till Ängesholmen", "mira@example.org")
