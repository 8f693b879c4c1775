"""Finding the cases that may be the same as one, with indexed questions however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
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
AT_ONCE = 25  # households whose cases are looked up together


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
    return _gathered({household.pk: household.moving_on for household in households})


def _traits_by_number(pks: Iterable[int]) -> dict[int, Traits]:
    """The same for households of which nothing else is known; three queries."""
    homes = Household.objects.filter(pk__in=list(pks), is_protected=False, erased_at=None)
    return _gathered(dict(homes.values_list("pk", "moving_on")))


def _gathered(moving_on: dict[int, date | None]) -> dict[int, Traits]:
    names: dict[int, list[str]] = {pk: [] for pk in moving_on}
    addresses: dict[int, set[tuple[str, str]]] = {pk: set() for pk in moving_on}
    named = Person.objects.present().filter(household__in=moving_on).exclude(name="")
    for pk, name in named.values_list("household", "name"):
        names[pk].append(name)
    points = ContactPoint.objects.filter(household__in=moving_on)
    for pk, kind, value in points.values_list("household", "kind", "normalised"):
        addresses[pk].add((kind, value))
    return {
        pk: Traits(pk, tuple(names[pk]), frozenset(addresses[pk]), day)
        for pk, day in moving_on.items()
    }


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
    alike = _alike(traits)
    cases = (
        _known(reader).exclude(pk__in=list(besides)).select_related("household", "owner", "team")
    )
    found: list[Candidate] = []
    # The most alike are nearly always enough; what the reader may not know of makes room for more.
    numbers = iter(alike)
    while some := list(islice(numbers, AT_ONCE)):
        for row in cases.filter(household__in=some):
            codes = alike[row.household_id]
            found.append(Candidate(row, score(codes), codes))
        if len(found) >= most:
            break
    return sorted(found, key=lambda one: (-one.score, -one.case.pk))[:most]


def _alike(traits: Traits) -> dict[int, list[str]]:
    """Households that are alike enough, the most alike first, and in what."""
    by_address = _by_address(traits)
    found = {household for households in by_address.values() for household in households}
    found |= _by_name(traits)
    if traits.household is not None:
        found.add(traits.household)
    of_many = [address for address, households in by_address.items() if len(households) > MANY]
    codes = {
        pk: compare(traits, other, of_many=of_many)
        for pk, other in (_traits_by_number(found) if found else {}).items()
    }
    enough = [pk for pk in codes if score(codes[pk]) >= ENOUGH]
    return {pk: codes[pk] for pk in sorted(enough, key=lambda pk: (-score(codes[pk]), -pk))}


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


def written_down(case: Case, *, reader: User) -> list[Candidate]:
    """The same as a worker found them: it compares every household when something has changed."""
    pairs = Resemblance.objects.filter(Q(first=case.pk) | Q(second=case.pk), is_different=False)
    pairs = pairs.order_by("-score", "-pk")[:AT_ONCE]
    alike = {
        second if first == case.pk else first: (points, reasons)
        for first, second, points, reasons in pairs.values_list(
            "first", "second", "score", "reasons"
        )
    }
    if not alike:
        return []
    cases = _known(reader).filter(pk__in=alike).select_related("household", "owner", "team")
    found = [Candidate(row, *alike[row.pk]) for row in cases]
    return sorted(found, key=lambda one: (-one.score, -one.case.pk))[:SHOWN]


@dataclass(frozen=True)
class Same:
    """What the case page says about other cases: which may be the same, which are a part."""

    found: list[Candidate]
    joined: list[Regrouping]
    may_merge: bool


def same_as(
    case: Case,
    *,
    reader: User,
    may_merge: bool,
    is_compared: bool,
    has_pairs: bool = True,
    is_joined: bool = True,
) -> Same:
    """The cases that may be the same as one, and what was put together or divided before.

    One that no worker has compared yet is compared now. Whoever knows that nothing was found, or
    nothing put together, says so and saves a question.
    """
    if case.household.is_protected or case.merged_into_id:
        found = []
    elif not is_compared:
        found = candidates(case, reader=reader)
    else:
        found = written_down(case, reader=reader) if has_pairs else []
    about = Regrouping.objects.about(case).standing().select_related("case", "other")
    return Same(found, list(about) if is_joined else [], may_merge)


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
