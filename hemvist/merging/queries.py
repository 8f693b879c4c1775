"""Finding the cases that may be the same as one, with indexed questions however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.merging.likeness import ENOUGH, MANY, Traits, compare, in_words, score
from hemvist.merging.models import NameKey, Regrouping, RegroupingKind, Resemblance
from hemvist.merging.names import keys_of
from hemvist.people.models import ContactPoint, Household, Person

SHOWN = 5
# A key under which more are found than this is too common to say anything.
MOST_OF_A_KIND = 300
A_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Candidate:
    """A case that may be the same, and why."""

    case: Case
    score: int
    codes: list[str]

    @property
    def reasons(self) -> list[str]:
        """Why, in words."""
        return in_words(self.codes)


def traits_of(households: Iterable[Household]) -> dict[int, Traits]:
    """What each of these households is compared by; two queries for all of them."""
    households = list(households)
    pks = [household.pk for household in households]
    names: dict[int, list[str]] = {pk: [] for pk in pks}
    addresses: dict[int, set[tuple[str, str]]] = {pk: set() for pk in pks}
    for pk, name in _names(pks):
        names[pk].append(name)
    points = ContactPoint.objects.filter(household__in=pks)
    for pk, kind, value in points.values_list("household", "kind", "normalised"):
        addresses[pk].add((kind, value))
    return {
        one.pk: Traits(one.pk, tuple(names[one.pk]), frozenset(addresses[one.pk]), one.moving_on)
        for one in households
    }


def _names(households: Iterable[int]) -> Any:
    named = Person.objects.present().filter(household__in=households).exclude(name="")
    return named.values_list("household", "name")


def candidates(case: Case, *, reader: User | None = None, most: int = SHOWN) -> list[Candidate]:
    """The cases that may be the same as one, the most alike first.

    Only those the reader may know of; never a household with protected identity, nor a pair of
    which somebody has said that they are two.
    """
    if case.household.is_protected or case.merged_into_id:
        return []
    traits = traits_of([case.household])[case.household_id]
    told_apart = Resemblance.objects.filter(
        Q(first=case.pk) | Q(second=case.pk), is_different=True
    ).values_list("first", "second")
    apart = {pk for pair in told_apart for pk in pair}
    return like(traits, reader=reader, besides=apart | {case.pk}, most=most)


def like(
    traits: Traits, *, reader: User | None = None, besides: Iterable[int] = (), most: int = SHOWN
) -> list[Candidate]:
    """The cases of households like this one, whether it has been written down or not."""
    by_address = _by_address(traits)
    found = {household for households in by_address.values() for household in households}
    found |= _by_name(traits)
    if traits.household is not None:
        found.add(traits.household)
    if not found:
        return []
    of_many = [address for address, households in by_address.items() if len(households) > MANY]
    cases = _known(reader).filter(household__in=found).exclude(pk__in=list(besides))
    rows = list(cases.select_related("household", "owner", "team"))
    others = traits_of({row.household_id: row.household for row in rows}.values())
    scored = []
    for row in rows:
        codes = compare(traits, others[row.household_id], of_many=of_many)
        if score(codes) >= ENOUGH:
            scored.append(Candidate(row, score(codes), codes))
    return sorted(scored, key=lambda one: (-one.score, -one.case.pk))[:most]


def _known(reader: User | None) -> Any:
    cases = Case.objects.visible_to(reader) if reader else Case.objects.all()
    return cases.filter(household__is_protected=False, household__erased_at=None, merged_into=None)


def _by_address(traits: Traits) -> dict[tuple[str, str], set[int]]:
    """The households that gave each of these addresses."""
    found: dict[tuple[str, str], set[int]] = {address: set() for address in traits.addresses}
    if found:
        values = [value for _kind, value in found]
        points = ContactPoint.objects.filter(normalised__in=values)
        rows = points.values_list("household", "kind", "normalised")
        for household, kind, value in rows[: MOST_OF_A_KIND * len(values)]:
            found.setdefault((kind, value), set()).add(household)
    return found


def _by_name(traits: Traits) -> set[int]:
    keys = keys_of(traits.names, moving_on=traits.moving_on)
    if not keys:
        return set()
    rows = NameKey.objects.filter(key__in=keys)
    if traits.moving_on is not None:  # the same name in quite another month is not enough
        near = traits.moving_on - A_MONTH, traits.moving_on + A_MONTH
        rows = rows.filter(Q(household__moving_on=None) | Q(household__moving_on__range=near))
    return set(rows.values_list("household", flat=True)[: MOST_OF_A_KIND * 4])


@dataclass(frozen=True)
class Same:
    """What the case page says about other cases: which may be the same, which are a part."""

    found: list[Candidate]
    joined: list[Regrouping]
    may_merge: bool


def same_as(case: Case, *, reader: User, may_merge: bool) -> Same:
    """The cases that may be the same as one, and what was put together or divided before."""
    about = Regrouping.objects.about(case).standing().select_related("case", "other")
    return Same(candidates(case, reader=reader), list(about), may_merge)


def undecided_pairs(reader: User) -> Any:
    """The pairs somebody has to look at, the most alike first."""
    parts = [f"{one}__{part}" for one in ("first", "second") for part in ("household", "owner")]
    return Resemblance.objects.visible_to(reader).undecided().select_related(*parts)


def without_keys(*, most: int) -> list[int]:
    """Households with a name under which they cannot be found yet."""
    named = Person.objects.exclude(name="").values("household")
    missing = Household.objects.filter(erased_at=None, pk__in=named, name_keys=None)
    return list(missing.order_by("pk").values_list("pk", flat=True)[:most])


def how_many_undecided(reader: User) -> int:
    """For the number beside the heading."""
    return undecided_pairs(reader).aggregate(count=Count("pk"))["count"] or 0


def joined() -> QuerySet[Regrouping]:
    """What made one household of two and still does: a merge, or a division that was undone."""
    made_one = Q(kind=RegroupingKind.MERGE, undone_at=None)
    made_one |= Q(kind=RegroupingKind.SPLIT, undone_at__isnull=False)
    return Regrouping.objects.filter(made_one).exclude(other_household=F("household"))


def parts_of(household: Household) -> list[Household]:
    """The households that have become a part of this one, and of those."""
    parts: list[Household] = []
    newest = [household.pk]
    while newest:
        known = {household.pk, *(part.pk for part in parts)}
        others = joined().filter(household__in=newest).values("other_household")
        found = Household.objects.filter(pk__in=others)
        new = list(found.exclude(pk__in=known))
        parts += new
        newest = [part.pk for part in new]
    return parts
