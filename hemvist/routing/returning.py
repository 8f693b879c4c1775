"""Who has been here before: the same e-mail or telephone, or another case of the household."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    """For each who asks the latest case before; three queries, however many ask.

    Protected households are left out: nobody learns from a rule that they have been here.
    """
    askers = list(askers)
    addresses: dict[int, set[str]] = {}
    households = {household for _case, household, _at in askers}
    points = ContactPoint.objects.filter(household__in=households)
    for household, address in points.values_list("household_id", "normalised"):
        addresses.setdefault(household, set()).add(address)
    by_key: dict[str | int, list[tuple[datetime, EarlierCase]]] = {}
    for keys, opened_at, earlier in _cases(addresses, households):
        for key in keys:
            by_key.setdefault(key, []).append((opened_at, earlier))
    found = {}
    for asker in askers:
        case, household, at = asker
        known: list[str | int] = [household, *addresses.get(household, ())]
        before = [
            (opened_at, one.case, one)
            for key in known
            for opened_at, one in by_key.get(key, ())
            if one.case != case and opened_at < at
        ]
        if before:
            found[asker] = max(before, key=lambda one: one[:2])[2]
    return found


def _cases(
    addresses: dict[int, set[str]], households: set[int]
) -> Iterable[tuple[list[str | int], datetime, EarlierCase]]:
    """Every case of these households or of others with their addresses, by which it is found."""
    every = {address for some in addresses.values() for address in some}
    keys: dict[int, list[str | int]] = {household: [household] for household in households}
    same = ContactPoint.objects.filter(normalised__in=every)
    for household, address in same.values_list("household_id", "normalised"):
        keys.setdefault(household, [household]).append(address)
    rows = Case.objects.filter(household__in=keys, household__is_protected=False, merged_into=None)
    told = rows.values_list("household_id", "opened_at", "pk", "owner_id", "team_id")
    for household, at, pk, owner, team in told:
        yield keys[household], at, EarlierCase(pk, owner, team)
