"""Who has been here before: the same e-mail or telephone, or another case of the household."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hemvist.casework.models import Case
from hemvist.people.models import ContactPoint


@dataclass(frozen=True)
class EarlierCase:
    """The latest case a household had before."""

    case: int
    owner: int | None
    team: int


# A case that may not be there yet, its household, and when it came.
Asker = tuple[int | None, int, datetime]


def earlier_cases(askers: Iterable[Asker]) -> dict[Asker, EarlierCase]:
    """For each who asks the latest case before; two queries, however many ask.

    Protected households are left out: nobody learns from a rule that they have been here.
    """
    askers = list(askers)
    addresses: dict[int, set[str]] = {}
    households = {household for _case, household, _at in askers}
    points = ContactPoint.objects.filter(household__in=households)
    for household, address in points.values_list("household_id", "normalised"):
        addresses.setdefault(household, set()).add(address)
    by_address: dict[str | int, list[tuple[datetime, EarlierCase]]] = {}
    for one_address, household, opened_at, earlier in _cases(addresses, households):
        by_address.setdefault(household, []).append((opened_at, earlier))
        if one_address:
            by_address.setdefault(one_address, []).append((opened_at, earlier))
    found = {}
    for asker in askers:
        case, household, at = asker
        known: list[str | int] = [household, *addresses.get(household, ())]
        before = [
            (opened_at, one.case, one)
            for key in known
            for opened_at, one in by_address.get(key, ())
            if one.case != case and opened_at < at
        ]
        if before:
            found[asker] = max(before, key=lambda one: one[:2])[2]
    return found


def _cases(
    addresses: dict[int, set[str]], households: set[int]
) -> Iterable[tuple[str | None, int, datetime, EarlierCase]]:
    every = {address for some in addresses.values() for address in some}
    same = ContactPoint.objects.filter(normalised__in=every).values("household")
    rows = (
        Case.objects.filter(Q(household__in=households) | Q(household__in=same))
        .filter(household__is_protected=False, merged_into__isnull=True)
        .values_list(
            *("household__contact_points__normalised", "household_id", "opened_at"),
            *("pk", "owner_id", "team_id"),
        )
    )
    for address, household, at, pk, owner, team in rows:
        yield address, household, at, EarlierCase(pk, owner, team)
