"""Whether somebody has a case already, and how much of that may be shown."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from hemvist.accounts.models import Role, Team, User
from hemvist.casework.models import Case
from hemvist.casework.rules import can_read_all
from hemvist.merging.likeness import Traits
from hemvist.merging.queries import Candidate, like
from hemvist.people.models import ContactKind, ContactPoint, Household
from hemvist.people.phone import NotAPhoneNumber, normalise

SHORTEST = 3


@dataclass(frozen=True)
class Known:
    """Cases of somebody like this: those one may see, and how many more there are."""

    seen: list[Candidate] = field(default_factory=list)
    hidden: list[Case] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.seen or self.hidden)


def traits(*, name: str, email: str, phone: str, moving_on: date | None) -> Traits:
    """What somebody is known by, as far as it has been typed; nonsense counts for nothing."""
    addresses = set()
    if "@" in email:
        addresses.add((str(ContactKind.EMAIL), email.strip().lower()[:254]))
    with suppress(NotAPhoneNumber):
        addresses.add((str(ContactKind.PHONE), normalise(phone)))
    names = (name[:200],) if len(name.strip()) >= SHORTEST else ()
    return Traits(None, names, frozenset(addresses), moving_on)


def known(person: Traits, *, reader: User) -> Known:
    """The cases of somebody like this. Of those one may not see there is only that they are.

    Never a household with protected identity: not even that there is one.
    """
    seen = like(person, reader=reader)
    may = {one.case.pk for one in seen if can_read_all(reader, one.case)}
    everything = like(person, most=20)
    return Known(
        [one for one in seen if one.case.pk in may],
        [one.case for one in everything if one.case.pk not in may],
    )


def protected_twin(person: Traits) -> Household | None:
    """A household with protected identity that gave exactly this address, for no eye to see."""
    values = [value for _kind, value in person.addresses]
    points = ContactPoint.objects.filter(normalised__in=values, household__is_protected=True)
    found = points.select_related("household").first()
    return found.household if found else None


def own_team(user: User) -> Team | None:
    """The team of somebody who sees only its cases; the rules choose for everybody else."""
    return user.teams.order_by("pk").first() if user.role == Role.SERVICE_POINT else None
