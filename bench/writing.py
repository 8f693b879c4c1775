"""Households with their cases, and the mail that goes between them and us: what the bench sends."""

from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hemvist.accounts.models import User
    from hemvist.casework.models import Case

DOMAIN = "norrby.example"
ADDRESSES = {
    "HEMVIST_REPLY_ADDRESS": f"svar@{DOMAIN}",
    "HEMVIST_BOUNCE_ADDRESS": f"studs@{DOMAIN}",
}
SAID = (
    "Hej! Vi har läst det ni skrev om skolan och vill gärna komma på ett besök i november. "
    "Vår son börjar i första klass till hösten. Finns det fritids också?\n\nHälsningar\nMira\n"
)
OURS = (
    "Tack för ditt svar. Vi har talat med skolan, och de tar gärna emot er på fredag klockan 9. "
    "Rektorn visar er runt, och efteråt kan ni äta lunch med klassen.\n\nHör av dig om något "
    "inte passar.\n"
)


def a_host() -> "User":
    """The municipality, and somebody who works there."""
    from hemvist.demo.factories import a_municipality, a_user

    a_municipality()
    return a_user()


def some_cases(count: int, *, host: "User") -> "list[Case]":
    """Households that want e-mail, each at an address of its own, with one host for all."""
    from django.utils import timezone

    from hemvist.demo.factories import a_case, a_household

    now = timezone.now()
    return [
        a_case(a_household(email=address_of(number), phone=""), owner=host, at=now)
        for number in range(count)
    ]


def address_of(number: int) -> str:
    """Where the household of a case gets its mail."""
    return f"mira{number}@example.org"


def write_letters(count: int, cases: "Sequence[Case]", *, host: "User") -> None:
    """Have the host write, case after case: each a message, a letter and a job in a transaction."""
    from django.utils import timezone

    from hemvist.casework.actions import write_to_person

    for number in range(count):
        body = f"{OURS}\n({number})"
        write_to_person(cases[number % len(cases)], body=body, by=host, at=timezone.now())


def answers(count: int, cases: "Sequence[Case]") -> Iterator[tuple[str, str, bytes]]:
    """Mail as households answer: who it is from, the address of the conversation, and itself."""
    from hemvist.messaging.reply_addresses import reply_address

    for number in range(count):
        place = number % len(cases)
        to, sender = reply_address(cases[place].conversation_id), address_of(place)
        yield sender, to, _answer(number, to=to, sender=sender)


def _answer(number: int, *, to: str, sender: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Mira Exempel <{sender}>", f"Inflyttningsservice <{to}>"
    mail["Subject"] = "Re: Ett meddelande till dig"
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    mail["Message-ID"] = mail_id_of(number)
    quoted = "".join(f"> {line}\n" for line in OURS.splitlines())
    mail.set_content(f"{SAID}\n({number})\n\nDen 20 nov. 2026 skrev vi:\n{quoted}")
    mail.add_alternative(
        f"<p>{SAID}</p><p>({number})</p><blockquote>{OURS}</blockquote>", subtype="html"
    )
    return mail.as_bytes(policy=SMTP)


def mail_id_of(number: int) -> str:
    """By which a mail is known from its sender to the timeline."""
    return f"<answer-{number}@example.org>"
