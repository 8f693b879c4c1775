"""How alike two households are, in points and in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from hemvist.merging.names import Parts, are_near, are_same, tokens_of

ENOUGH = 45
# An address that many gave is an office's or a helper's, and says little.
MANY = 5

POINTS = {
    "household": 100,
    "email": 70,
    "phone": 60,
    "email_of_many": 20,
    "phone_of_many": 20,
    "name": 40,
    "near_name": 25,
    "month": 20,
    "near_month": 10,
    "no_month": 5,
}
REASONS = {
    "household": _("the same household"),
    "email": _("the same e-mail address"),
    "phone": _("the same telephone number"),
    "email_of_many": _("an e-mail address that several gave"),
    "phone_of_many": _("a telephone number that several gave"),
    "name": _("the same name"),
    "near_name": _("nearly the same name"),
    "month": _("the same moving month"),
    "near_month": _("nearly the same moving month"),
}


@dataclass(frozen=True)
class Traits:
    """What a household is compared by."""

    household: int | None = None
    names: tuple[str, ...] = ()
    addresses: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    moving_on: date | None = None

    @cached_property
    def parts(self) -> tuple[Parts, ...]:
        """The parts of each name; one household is compared with hundreds."""
        return tuple(tokens_of(name) for name in self.names)


def compare(one: Traits, other: Traits, *, of_many: Iterable[tuple[str, str]] = ()) -> list[str]:
    """The codes of all that is alike, the strongest first; `of_many` are addresses many gave."""
    shared = one.addresses & other.addresses
    many = set(of_many)
    found = {kind if (kind, value) not in many else f"{kind}_of_many" for kind, value in shared}
    if one.household is not None and one.household == other.household:
        found.add("household")
    if name := _by_name(one.parts, other.parts):
        found |= {name, _by_month(one.moving_on, other.moving_on)} - {""}
    return sorted(found, key=lambda code: -POINTS[code])


def score(reasons: Iterable[str]) -> int:
    """The sum of what speaks for it, 100 at most."""
    return min(sum(POINTS[code] for code in reasons), 100)


def in_words(reasons: Iterable[str]) -> list[str]:
    """What speaks for it, said; an unknown month is no reason, only no hindrance."""
    return [str(REASONS[code]) for code in reasons if code in REASONS]


def _by_name(ones: Iterable[Parts], others: Iterable[Parts]) -> str:
    pairs = [(one, other) for one in ones for other in others]
    if any(are_same(one, other) for one, other in pairs):
        return "name"
    return "near_name" if any(are_near(one, other) for one, other in pairs) else ""


def _by_month(one: date | None, other: date | None) -> str:
    if one is None or other is None:
        return "no_month"
    apart = abs((one.year - other.year) * 12 + one.month - other.month)
    return "month" if apart == 0 else "near_month" if apart == 1 else ""
