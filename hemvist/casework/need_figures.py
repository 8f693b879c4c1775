"""How many needs there are in each area of life, how they stand, and why some could not be met.

Nobody with protected identity is counted. Numbers are for those who work here: outside, those
under five are not shown.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from hemvist.casework.models import Need, NeedState, UnmetReason
from hemvist.core.translated import spoken
from hemvist.directory.models import LifeArea


@dataclass(frozen=True)
class AreaNeeds:
    """The needs in one area of life, by how they stand and by why they could not be met."""

    slug: str
    name: str
    by_state: dict[str, int]
    by_reason: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


def need_figures(
    *, since: datetime | None = None, until: datetime | None = None
) -> list[AreaNeeds]:
    """The needs of cases opened in a period, area by area, most first; three queries.

    Every state and every reason has its number, also none. A need that could not be met and says
    no reason counts among other reasons.
    """
    needs = Need.objects.order_by()
    if since:
        needs = needs.filter(case__opened_at__gte=since)
    if until:
        needs = needs.filter(case__opened_at__lt=until)
    names = dict(LifeArea.objects.values_list("slug", "names"))
    areas: dict[str, AreaNeeds] = {}
    for (slug, state, reason), count in _counted(needs).items():
        area = areas.setdefault(slug, _none_yet(slug, spoken(names.get(slug) or {})[0]))
        area.by_state[state] += count
        if state == NeedState.NOT_POSSIBLE:
            area.by_reason[reason or UnmetReason.OTHER.value] += count
    return sorted(areas.values(), key=lambda area: (-area.total, area.name))


def _counted(needs: QuerySet[Need]) -> Counter[tuple[str, str, str]]:
    """How many of each kind. The protected are few, and taken off: so the many need no join."""
    kinds = "life_area", "state", "unmet_reason"
    hidden = needs.filter(case__household__is_protected=True)
    every, taken_off = (
        Counter({tuple(kind): n for *kind, n in some.values_list(*kinds).annotate(n=Count("pk"))})
        for some in (needs, hidden)
    )
    return every - taken_off


def _none_yet(slug: str, name: str) -> AreaNeeds:
    return AreaNeeds(
        slug,
        name or slug,
        dict.fromkeys(NeedState.values, 0),
        dict.fromkeys(UnmetReason.values, 0),
    )
