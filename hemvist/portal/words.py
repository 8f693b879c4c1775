"""What goes on in a case, in words for the person and not for us."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from hemvist.accounts.models import Role, User
from hemvist.casework.models import Case, Need, NeedState, NextStep
from hemvist.core.models import Municipality
from hemvist.intake.expected import expected_first_contact
from hemvist.referrals.models import Referral, ReferralState, SharedField

PLANNED = {
    NextStep.CALL: lazy("We call you."),
    NextStep.WRITE: lazy("We write to you."),
    NextStep.AFTER_CALLS: lazy("We write to you."),
    NextStep.MEET: lazy("We meet."),
    NextStep.CHECK_REFERRAL: lazy("We see what those we asked have answered, and tell you."),
    NextStep.FOLLOW_UP: lazy("We ask how it is going. Write before that if you want something."),
}
NEED_WORDS = {
    NeedState.OPEN: ("neutral", lazy("Not started yet")),
    NeedState.IN_PROGRESS: ("info", lazy("We are working on it")),
    NeedState.MET: ("good", lazy("Done")),
    NeedState.DECLINED: ("neutral", lazy("You said no thank you")),
    NeedState.NOT_NEEDED: ("neutral", lazy("Not needed any more")),
    NeedState.NOT_POSSIBLE: ("warn", lazy("We could not help with this")),
}
NOT_TOLD = ("", "")
REFERRAL_WORDS = {
    ReferralState.SENT: ("info", lazy("Has not answered yet")),
    ReferralState.ACCEPTED: ("good", lazy("Has said yes and will help you")),
    ReferralState.DECLINED: ("warn", lazy("Could not help")),
    ReferralState.DONE: ("good", lazy("Is done")),
    ReferralState.WITHDRAWN: ("neutral", lazy("Was taken back; they have been told to stop")),
}


@dataclass(frozen=True)
class Next:
    """One sentence, and the moment or the day it is promised for."""

    words: str
    by: datetime | None = None
    on: date | None = None
    asks_for_address: bool = False
    expected: datetime | None = None


def next_for(case: Case) -> Next:
    """What the person can expect now."""
    if not case.is_open:
        return Next(_("Your case is closed. Write to us and we open it again."))
    if case.first_unanswered_at is not None and case.first_contacted_at is None:
        expected = expected_first_contact(case, at=timezone.now())
        return Next(_("We get in touch with you."), by=case.answer_due_at, expected=expected)
    if case.first_unanswered_at is not None:
        return Next(_("We answer your message."), by=case.answer_due_at)
    if case.next_step == NextStep.OTHER_CHANNEL:
        return Next(
            _("We could not reach you. Please check how we can contact you."), asks_for_address=True
        )
    words = PLANNED.get(NextStep(case.next_step), lazy("We get back to you."))
    return Next(str(words), on=case.next_step_on)


@dataclass(frozen=True)
class WhomToAsk:
    """The host by first name and title, never more; the service when there is no host yet."""

    name: str
    title: str
    phone: str


def need_in_words(need: Need, case: Case) -> tuple[str, str | Promise]:
    """How far it has come; of a closed case nothing that sounds as if somebody still worked."""
    state = NeedState(need.state)
    if not case.is_open and state in {NeedState.OPEN, NeedState.IN_PROGRESS}:
        return NOT_TOLD
    return NEED_WORDS[state]


def whom_to_ask(case: Case, municipality: Municipality) -> WhomToAsk:
    """Who answers for the case, and on which number."""
    if case.owner is None:
        return WhomToAsk("", "", municipality.phone)
    phone = case.owner.phone or municipality.phone
    return WhomToAsk(first_name(case.owner), case.owner.title, phone)


def first_name(user: User) -> str:
    """What we call each other here."""
    return user.name.split(maxsplit=1)[0] if user.name else ""


@dataclass(frozen=True)
class ToldReferral:
    """A referral as the person sees it: to whom, what was shared exactly, what came of it."""

    referral: Referral
    tone: str
    words: str | Promise
    shared: list[tuple[str, str]]


def told(referral: Referral) -> ToldReferral:
    """A referral in words; what was shared stands as the function sees it."""
    tone, words = REFERRAL_WORDS[ReferralState(referral.state)]
    labels = dict(SharedField.choices)
    shared = [(str(labels.get(field, field)), text) for field, text in referral.shared.items()]
    return ToldReferral(referral, tone, words, shared)


@dataclass(frozen=True)
class Look:
    """Somebody in a role opened the case on a day."""

    day: date
    role: str


def looks_in_words(looks: Iterable[dict[str, Any]]) -> Iterator[Look]:
    """Who looked, by role: which person it was, the service answers for."""
    roles = dict(Role.choices)
    for look in looks:
        yield Look(look["day"], str(roles.get(look["role"], _("The system"))))
