"""Where a link leads that was sent before two households became one.

A link never opens a page by itself: on a device that is not known a code is asked for, and the
code goes only to an address that is proven. So an old link may lead to the household that goes
on, and whoever holds it still has to hold an address that both households gave, or that they
have said is theirs. See docs/decisions/0024-old-links-after-a-merge.md.
"""

import uuid

from django.core import signing
from django.db.models import Q

from hemvist.merging.models import Regrouping, RegroupingKind
from hemvist.people.links import LINK_DAYS, SALT
from hemvist.people.models import Household

MOST_STEPS = 10
Versions = dict[str, dict[str, int]]


def household_of_old_link(token: str) -> Household | None:
    """The household that goes on for the one a link was made for; none if there is no such."""
    try:
        public_id, version = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86_400)
        home = Household.objects.filter(public_id=uuid.UUID(public_id)).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    for _step in range(MOST_STEPS):
        if home is None or home.erased_at is not None:
            return None
        following = _next(home, version)
        if following is None:
            return None
        home, version = following
        if home.link_version == version and home.erased_at is None:
            return home
    return None


def _next(home: Household, version: int) -> tuple[Household, int] | None:
    """The household and the version that took the place of these, if regrouping did it."""
    about = Regrouping.objects.filter(Q(household=home) | Q(other_household=home))
    for one in about.exclude(versions={}).select_related("household", "other_household"):
        part = "household" if one.household_id == home.pk else "other"
        following = (_after_merge if one.is_merge else _after_split)(one.versions, part, version)
        if following is not None:
            target, its_version = following
            return (one.household if target == "household" else one.other_household), its_version
    return None


def _after_merge(versions: Versions, part: str, version: int) -> tuple[str, int] | None:
    """Both lead to the one kept; parted again, each leads to its own.

    A link sent while the two were one is void for ever: nobody can tell whom it reached.
    """
    if versions["before"][part] != version:
        return None
    if "undone" in versions:
        return part, versions["undone"][part]
    return "household", versions["after"]["household"]


def _after_split(versions: Versions, part: str, version: int) -> tuple[str, int] | None:
    """Each leads to its own; made one again, both lead to the one that was divided."""
    if version not in (versions["before"][part], versions["after"][part]):
        return None
    if "undone" in versions:
        return "household", versions["undone"]["household"]
    return (part, versions["after"][part]) if versions["after"][part] != version else None


def household_now(home: Household) -> Household:
    """The household that goes on for one that became part of another; itself if none did."""
    for _step in range(MOST_STEPS):
        merged = Regrouping.objects.filter(
            kind=RegroupingKind.MERGE, other_household=home, undone_at=None
        ).select_related("household")
        following = merged.first()
        if following is None:
            return home
        home = following.household
    return home
