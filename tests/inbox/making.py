"""Mail as tests write it."""

from email.message import EmailMessage
from email.utils import make_msgid

from django.utils import timezone

from hemvist.inbox.actions import Arrived, sort_mail, take_in
from hemvist.inbox.models import IncomingMail, Mailbox
from hemvist.messaging.reply_addresses import BOUNCE, REPLY, make_token

PERSON = "marker@example.org"


def a_mail(
    text="Thank you, we come on Friday.",
    *,
    to="svar@norrby.example",
    sender=f"Marker Markersson <{PERSON}>",
    subject="Re: A message for you",
    html="",
    files=(),
    **headers,
):
    """A mail in bytes; headers by their name with _ for -."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    mail["Message-ID"] = headers.pop("Message_ID", make_msgid(domain="example.org"))
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content, kind in files:
        main, _slash, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def answer_to(case, **words):
    """A mail to the address of a case's conversation."""
    token = make_token(case.conversation_id, use=REPLY)
    return a_mail(to=f"svar+{token}@norrby.example", **words)


def arrive(raw, *, envelope_from=None, envelope_to="", at=None, sort=True, uid=None):
    """Take a mail in and put it where it belongs, as a worker does."""
    at = at or timezone.now()
    mailbox, _new = Mailbox.objects.get_or_create(identity="test")
    arrived = Arrived(raw=raw, envelope_from=envelope_from, envelope_to=envelope_to, uid=uid)
    mail = take_in(mailbox, arrived, at=at)
    if mail is not None and sort:
        sort_mail(mail.pk, at=at)
        mail = IncomingMail.objects.get(pk=mail.pk)
    return mail


REPORT = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Date: Mon, 23 Nov 2026 10:00:00 +0100
Message-ID: <{salt}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I could not deliver your mail.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; marker@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--x
Content-Type: text/rfc822-headers

Message-ID: {about}
Subject: hello

--x--
"""


def a_report(
    delivery=None, *, action="failed", status="5.1.1", words="550 No such user", by="address"
):
    """A delivery report of a mail server; by the address it comes to, or by what it names."""
    token = f"+{make_token(delivery.pk, use=BOUNCE)}" if delivery and by == "address" else ""
    to = f"studs{token}@norrby.example"
    about = delivery.mail_id if delivery and by == "reference" else "<never@was.example>"
    salt = f"{action}{status}{to}".replace("@", ".").replace("+", ".")
    text = REPORT.format(to=to, salt=salt, action=action, status=status, words=words, about=about)
    return text.encode()
