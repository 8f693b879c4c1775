"""Whose a telephone is, and what waits to be sorted."""

from dataclasses import dataclass

from django.db.models import F

from hemvist.accounts.models import User
from hemvist.casework.models import Case, CaseQuerySet
from hemvist.people.models import ContactKind, ContactPoint
from hemvist.people.phone import readable
from hemvist.texts.models import IncomingText, TextState

OPEN_FIRST = (F("closed_at").desc(nulls_first=True), "-opened_at")
SHOWN = 50
SUGGESTED = 6
RECENT = 20


def cases_with(number: str) -> CaseQuerySet:
    """The cases of every household that has a telephone, those that are open first."""
    homes = ContactPoint.objects.filter(
        kind=ContactKind.PHONE, normalised=number, household__erased_at=None
    ).values("household")
    cases = Case.objects.filter(household__in=homes, merged_into=None)
    return cases.order_by(*OPEN_FIRST)


def case_of(number: str) -> Case | None:
    """The one case that a text from a telephone can belong to; never a guess.

    Several households with the number, or one with several open cases, are for a person to tell
    apart; so is a number that came from a merged case and that nobody has said is theirs.
    """
    points = ContactPoint.objects.filter(
        kind=ContactKind.PHONE, normalised=number, household__erased_at=None
    )
    homes = {(home, unproven) for home, unproven in points.values_list("household", "is_unproven")}
    if len(homes) != 1 or next(iter(homes))[1]:
        return None
    cases = list(cases_with(number)[:SUGGESTED])
    is_open = [case for case in cases if case.is_open]
    if len(is_open) == 1 or (not is_open and len(cases) == 1):
        return (is_open or cases)[0]
    return None


@dataclass(frozen=True)
class Waiting:
    """A text that waits, how its number is written, and the cases it may belong to."""

    text: IncomingText
    number: str
    suggested: list[Case]


def waiting_texts(user: User) -> list[Waiting]:
    """The texts that wait for a person, the oldest first, each with its suggestions."""
    unsorted = IncomingText.objects.unsorted().visible_to(user)
    texts = list(unsorted.order_by("received_at", "pk")[:SHOWN])
    numbers = {text.number for text in texts}
    points = ContactPoint.objects.filter(kind=ContactKind.PHONE, normalised__in=numbers)
    homes: dict[str, set[int]] = {}
    for number, home in points.values_list("normalised", "household"):
        homes.setdefault(number, set()).add(home)
    every = {home for found in homes.values() for home in found}
    cases = Case.objects.visible_to(user).filter(household__in=every, merged_into=None)
    known = list(cases.select_related("owner", "team").order_by(*OPEN_FIRST))
    return [
        Waiting(
            text,
            readable(text.number),
            [case for case in known if case.household_id in homes.get(text.number, ())][:SUGGESTED],
        )
        for text in texts
    ]


def lately_decided(user: User) -> list[IncomingText]:
    """What people have decided last, and may want to undo."""
    decided = IncomingText.objects.visible_to(user).filter(
        state__in=[TextState.SORTED, TextState.ASIDE], decided_by__isnull=False
    )
    return list(decided.select_related("case", "decided_by").order_by("-decided_at")[:RECENT])


def how_many_unsorted(user: User) -> int:
    """How many texts wait for somebody to say whose they are."""
    return IncomingText.objects.unsorted().visible_to(user).count()
