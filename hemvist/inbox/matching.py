"""Which case a mail belongs to: by what only we can have made, never by a subject or a sender."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hemvist.casework.models import Case
from hemvist.core.prepared import Prepared
from hemvist.inbox.reading import ReadMail
from hemvist.messaging.models import Delivery
from hemvist.messaging.reply_addresses import REPLY, numbers_in
from hemvist.people.links import HouseholdIsErased, LinkHasExpired, LinkIsBroken, household_from
from hemvist.people.models import ContactKind, ContactPoint, Household

OWN_PAGE = re.compile(r"/my/([\w:.\-]{20,300})")
LINKS_LOOKED_AT = 20
ADDRESSES_LOOKED_AT = 20
WHOSE = ("household", "merged_into__household")


@dataclass(frozen=True)
class Match:
    """Where a mail belongs; `several` when it points to more than one case.

    `hidden` is one of those whose household is protected: then its mail is for few to see.
    """

    case: Case | None = None
    several: bool = False
    erased: bool = False
    hidden: Case | None = None


def match(read: ReadMail, *, recipients: str) -> Match:
    """The case a mail answers; empty where nothing of ours is in it."""
    for find in (_by_address, _by_reference, _by_link):
        found = find(read, recipients)
        if found.case or found.several or found.erased:
            return found
    return Match()


def _by_address(read: ReadMail, recipients: str) -> Match:
    conversations = sorted(set(numbers_in(recipients, use=REPLY)))[:ADDRESSES_LOOKED_AT]
    return _one([case for number in conversations for case in _of(conversation=number)])


_of = Prepared(
    lambda conversation: Case.objects.filter(conversation=conversation).select_related(*WHOSE),
    conversation=-1,
)


def _by_reference(read: ReadMail, recipients: str) -> Match:
    if not read.references:
        return Match()
    letters = Delivery.objects.filter(mail_id__in=read.references)
    cases: set[int] = set()
    for conversation, household in letters.values_list("message__conversation", "household"):
        if conversation or household:
            about = Case.objects.filter(conversation=conversation) if conversation else None
            found = about or Case.objects.filter(household=household, merged_into=None)
            cases.update(found.order_by("-opened_at").values_list("pk", flat=True)[:1])
    return _one(Case.objects.filter(pk__in=cases).select_related(*WHOSE)) if cases else Match()


def _by_link(read: ReadMail, recipients: str) -> Match:
    households: dict[int, Household] = {}
    erased = False
    for token in OWN_PAGE.findall(read.text + read.html)[:LINKS_LOOKED_AT]:
        try:
            household = household_from(token)
        except HouseholdIsErased:
            erased = True
            continue
        except (LinkHasExpired, LinkIsBroken):
            continue
        households[household.pk] = household
    if not households:
        return Match(erased=erased)
    cases = Case.objects.filter(household__in=households, merged_into=None)
    if erased or len(households) > 1:
        return Match(several=True, hidden=cases.filter(household__is_protected=True).first())
    newest = cases.open().order_by("-opened_at").first() or cases.order_by("-opened_at").first()
    return Match(newest)


def _one(cases: Iterable[Case]) -> Match:
    found = {_kept(case).pk: _kept(case) for case in cases}
    if len(found) > 1:
        hidden = (case for case in found.values() if case.household.is_protected)
        return Match(several=True, hidden=next(hidden, None))
    case = next(iter(found.values()), None)
    if case is not None and case.household.erased_at is not None:
        return Match(case, erased=True)
    return Match(case)


def _kept(case: Case) -> Case:
    """The case that goes on for one that was merged."""
    return _kept(case.merged_into) if case.merged_into else case


def is_on_the_case(sender: str, case: Case) -> bool:
    """Whether an address is one of the household's own, and proven to be."""
    return bool(sender) and sender in _mail_addresses.first_column(household=case.household_id)


_mail_addresses: Prepared[Any] = Prepared(
    lambda household: (
        ContactPoint.objects.proven()
        .filter(household=household, kind=ContactKind.EMAIL)
        .values_list("normalised")
    ),
    household=-1,
)


def case_of_letter(letter: Delivery) -> Case | None:
    """The case a letter of ours is about; of a receipt and the like, the household's newest."""
    if letter.message is not None:
        found = Case.objects.filter(conversation=letter.message.conversation_id)
    else:
        found = Case.objects.filter(household=letter.household_id or 0, merged_into=None)
    return found.order_by("-opened_at").first()


def protected_case_of(sender: str) -> Case | None:
    """A case of a protected household with this address: its mail is for few to see."""
    address = Q(
        household__contact_points__kind=ContactKind.EMAIL,
        household__contact_points__normalised=sender,
    )
    if not sender:
        return None
    cases = Case.objects.filter(address, household__is_protected=True, merged_into=None)
    return cases.order_by("-opened_at").first()
