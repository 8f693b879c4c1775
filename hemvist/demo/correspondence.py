"""Mail and texts that came in lately, each given to the code that receives real ones.

So the inbox and the texts to sort show a newcomer what a morning looks like: answers that found
their case by themselves, and what waits for a person.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef

from hemvist.casework.models import Case
from hemvist.core.working_time import ZONE
from hemvist.demo.enclosures import add_house, add_viewing
from hemvist.demo.mailing import answer_to, bring, letter_in, new_mail, report_on
from hemvist.demo.world import TEXTS
from hemvist.inbox.models import IncomingMail
from hemvist.messaging.mail import letter_for
from hemvist.messaging.models import Delivery, DeliveryChannel, DeliveryState
from hemvist.messaging.reply_addresses import bounce_address
from hemvist.messaging.sms import Received
from hemvist.people.models import ContactKind, ContactPoint
from hemvist.texts.actions import sort_text, take_in

ENOUGH_CASES = 40
OUT_OF_OFFICE = "auto-replied"


@dataclass
class Post:
    """The post of the last days, and to which letters it answers; each letter once."""

    on: date
    answered: set[int] = field(default_factory=set)

    @cached_property
    def words(self) -> dict[str, Any]:
        """What they write."""
        return tomllib.loads((TEXTS / "correspondence.toml").read_text(encoding="utf-8"))

    def at(self, told: dict[str, Any]) -> datetime:
        """When something came."""
        day = self.on - timedelta(days=told["days_ago"])
        return datetime.combine(day, time(told["hour"], 12), ZONE)

    def letter(self, language: str, *, before: datetime) -> Delivery | None:
        """The last letter to somebody of this language who reads mail; the newest cases first."""
        for delivery in _letters(before).filter(language=language)[:20]:
            if delivery.household_id not in self.answered:
                self.answered.add(delivery.household_id or 0)
                return delivery
        return None


def load_correspondence(*, on: date) -> None:
    """Let the post of the last days arrive, once, where there are enough cases for it."""
    if IncomingMail.objects.exists() or _open_cases().count() < ENOUGH_CASES:
        return
    post = Post(on)
    for told in post.words["answers"]:
        _answer(post, told)
    for told in post.words["new"]:
        sender, words = (told["sender"][0], told["sender"][1]), (told["subject"], told["body"])
        mail = new_mail(
            sender=sender, to=_ours(), subject=words[0], body=words[1], at=post.at(told)
        )
        bring(mail, at=post.at(told))
    _bounce(post, post.words["bounce"])
    for number, told in enumerate(post.words["texts"]):
        _text(post, told, number)


def _answer(post: Post, told: dict[str, Any]) -> None:
    """Somebody answers the last letter they got from us."""
    at = post.at(told)
    letter = post.letter(told["language"], before=at)
    if letter is None:
        return
    sender = told.get("sender")
    mail = answer_to(
        _as_sent(letter),
        body=told["body"],
        at=at,
        sender=(sender[0], sender[1]) if sender else (_name(letter), letter.address),
        subject=told.get("subject", ""),
        html=told.get("html", ""),
    )
    if told.get("automatic"):
        mail["Auto-Submitted"] = OUT_OF_OFFICE
    if told.get("with") == "house":
        add_house(mail)
    elif told.get("with") == "viewing":
        add_viewing(mail, begins=datetime.combine(post.on + timedelta(days=4), time(16), ZONE))
    bring(mail, at=at)


def _bounce(post: Post, told: dict[str, Any]) -> None:
    """A letter comes back; a worker makes it somebody's next step."""
    letter = post.letter("sv", before=post.at(told))
    if letter is not None:
        to = bounce_address(letter.pk) or settings.DEFAULT_FROM_EMAIL
        sent, at = _as_sent(letter), post.at(told)
        bring(report_on(sent, return_path=to, words=told["words"], at=at), at=at, is_report=True)


def _text(post: Post, told: dict[str, Any], number: int) -> None:
    """A text from one of the telephones."""
    sender = told.get("number") or next(_telephones(is_shared=told["from"] == "shared"), None)
    if told["from"] == "stops":
        sender = next(iter(list(_telephones(is_shared=False))[1:]), None)
    if sender:
        came = Received(f"demo-{number}", sender, settings.SMS_FROM, told["body"])
        text, _is_new = take_in(came, at=post.at(told))
        sort_text(text)


def _open_cases() -> Any:
    return Case.objects.open().filter(
        owner__isnull=False, household__is_protected=False, first_contacted_at__isnull=False
    )


def _letters(before: datetime) -> Any:
    """Letters that arrived, to the address from which their readers would answer."""
    cases = _open_cases().filter(conversation=OuterRef("message__conversation"))
    own = ContactPoint.objects.filter(
        household=OuterRef("household"), normalised=OuterRef("address"), failing_since=None
    )
    return Delivery.objects.filter(
        Exists(cases),
        Exists(own),
        channel=DeliveryChannel.EMAIL,
        to_person=True,
        state__in=[DeliveryState.SENT, DeliveryState.DELIVERED],
        created_at__lt=before,
    ).order_by("-created_at", "pk")


def _as_sent(letter: Delivery) -> EmailMessage:
    return letter_in(letter_for(letter).message().as_bytes())


def _name(letter: Delivery) -> str:
    person = letter.household.people.filter(is_contact=True).first() if letter.household else None
    return person.name if person else ""


def _telephones(*, is_shared: bool) -> Iterator[str]:
    """Numbers of open cases that one household has, or several."""
    phones = ContactPoint.objects.filter(kind=ContactKind.PHONE, household__erased_at=None)
    phones = phones.filter(is_unproven=False).exclude(normalised=settings.SMS_FROM)
    homes = phones.values("normalised").annotate(homes=Count("household", distinct=True))
    found = homes.filter(homes__gt=1) if is_shared else homes.filter(homes=1)
    ours = phones.filter(household__in=_open_cases().values("household")).values("normalised")
    numbers = found.filter(normalised__in=ours).order_by("-normalised")
    yield from numbers.values_list("normalised", flat=True)[:2]


def _ours() -> str:
    return str(settings.REPLY_ADDRESS or settings.DEFAULT_FROM_EMAIL)
