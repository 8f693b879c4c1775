"""Mail as people's mail programs make it, given to the receiving code as a mail server would."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, formataddr, getaddresses, make_msgid, parseaddr

from django.utils import timezone

from hemvist.core.working_time import ZONE
from hemvist.inbox.actions import Arrived, sort_mail, take_in
from hemvist.inbox.models import IncomingMail, Mailbox

IDENTITY = "demo"
# What mail programs write above what they quote.
WROTE = {
    "sv": "Den {at:%Y-%m-%d} kl. {at:%H:%M} skrev {who}:",
    "en": "On {at:%d/%m/%Y} at {at:%H:%M}, {who} wrote:",
    "fi": "{at:%d.%m.%Y} klo {at:%H.%M} {who} kirjoitti:",
    "uk": "{at:%d.%m.%Y} о {at:%H:%M} {who} пише:",
    "ar": "في {at:%Y/%m/%d} {at:%H:%M} كتب {who}:",
}
REPORT = """\
Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; {words}
"""


def letter_in(raw: bytes) -> EmailMessage:
    """A letter of ours as a mail program reads it."""
    return message_from_bytes(raw, policy=default)


def new_mail(
    *, sender: tuple[str, str], to: str, subject: str, body: str, at: datetime
) -> EmailMessage:
    """A mail that answers nothing."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = formataddr(sender), to, subject
    mail["Date"] = format_datetime(at.astimezone(ZONE))
    mail["Message-ID"] = make_msgid(domain=sender[1].rpartition("@")[2])
    mail.set_content(body)
    return mail


def answer_to(
    letter: EmailMessage,
    *,
    body: str,
    at: datetime,
    sender: tuple[str, str] | None = None,
    subject: str = "",
    html: str = "",
) -> EmailMessage:
    """What somebody sends who presses Answer: to where the letter says, with it quoted below.

    Without `sender` the one it was written to.
    """
    who, language = str(letter["From"]), str(letter["Content-Language"] or "sv")
    quoted = "\n".join(f"> {line}" for line in _text_of(letter).rstrip().split("\n"))
    when = min(_written_at(letter) or at, at).astimezone(ZONE)
    lead = WROTE.get(language, WROTE["en"]).format(at=when, who=who)
    mail = new_mail(
        sender=sender or parseaddr(str(letter["To"])),
        to=str(letter["Reply-To"] or letter["From"]),
        subject=subject or f"Re: {letter['Subject']}",
        body=f"{body}\n\n{lead}\n{quoted}\n",
        at=at,
    )
    mail["In-Reply-To"] = str(letter["Message-ID"])
    mail["References"] = f"{letter['References'] or ''} {letter['Message-ID']}".strip()
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def report_on(letter: EmailMessage, *, return_path: str, words: str, at: datetime) -> EmailMessage:
    """What a mail server sends back when there is nobody of that name (RFC 3464)."""
    report = EmailMessage()
    report["From"], report["To"] = "MAILER-DAEMON@mx.example", return_path
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Date"] = format_datetime(at.astimezone(ZONE))
    report["Message-ID"], report["Auto-Submitted"] = make_msgid(domain="mx.example"), "auto-replied"
    report.set_content(f"I could not deliver your mail to {letter['To']}.\n\n{words}\n")
    report.make_mixed()
    fields = EmailMessage()
    fields.set_type("message/delivery-status")
    told = REPORT.format(address=parseaddr(str(letter["To"]))[1], words=words)
    fields.set_payload([letter_in(block.encode()) for block in told.split("\n\n")])
    returned = EmailMessage()
    returned.set_type("text/rfc822-headers")
    returned.set_payload(f"Message-ID: {letter['Message-ID']}\nTo: {letter['To']}\n")
    for part in (fields, returned):
        report.attach(part)
    report.set_type("multipart/report")
    report.set_param("report-type", "delivery-status")
    return report


def bring(
    mail: EmailMessage, *, at: datetime | None = None, is_report: bool = False
) -> IncomingMail | None:
    """Let a mail arrive, and put it where it belongs; none for one that was here before."""
    at = at or timezone.now()
    recipients = [address for _name, address in getaddresses([str(mail["To"])])]
    sender = "" if is_report else parseaddr(str(mail["From"]))[1]
    mailbox, _new = Mailbox.objects.get_or_create(identity=IDENTITY)
    arrived = Arrived(mail.as_bytes(), envelope_from=sender, envelope_to=" ".join(recipients))
    kept = take_in(mailbox, arrived, at=at)
    if kept is not None:
        sort_mail(kept.pk, at=at)
    return kept


def _written_at(letter: EmailMessage) -> datetime | None:
    """When a letter says that it was written; our own say so in UTC."""
    at: datetime | None = getattr(letter["Date"], "datetime", None)
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def _text_of(letter: EmailMessage) -> str:
    """The plain part of a letter of ours."""
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""
