"""What goes on, as long as some of it is still to come."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.core.prepared import Prepared
from hemvist.happenings.models import Happening, Occurrence
from hemvist.search.drafts import Draft, Keys, Source
from hemvist.search.still_public import ANY_UUIDS, is_among, uuids


def coming(*, at: datetime) -> QuerySet[Happening]:
    """The published ones with a time ahead, unless they are cancelled."""
    ahead = Occurrence.objects.coming(at=at).filter(happening=OuterRef("pk"))
    return Happening.objects.public().filter(Exists(ahead), is_cancelled=False)


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Every coming one in each language it has a title in."""
    found = coming(at=timezone.now()).select_related("area", "place", "organizer")
    for happening in found if keys is None else found.filter(pk__in=keys):
        area = happening.area
        names = [happening.whereabouts, area.name if area else ""]
        names += [str(row) for row in (happening.place, happening.organizer) if row]
        for language, title in happening.titles.items():
            yield Draft(
                kind="happening",
                key=str(happening.pk),
                language=language,
                title=title,
                summary=happening.texts.get(language, ""),
                keywords=tuple(dict.fromkeys(name for name in names if name)),
                about=("happening",),
                url_name="happenings:happening",
                url_args=(happening.slug,),
                area=area.pk if area else "",
                kilometres=area.kilometres_to_centre if area else None,
            )


_public: Any = Prepared(
    lambda keys, at: coming(at=at).filter(is_among("pk", keys)).values_list("pk", flat=True),
    keys=ANY_UUIDS,
    at=datetime(2000, 1, 1, tzinfo=UTC),
)


def public(keys: Keys) -> set[str]:
    """Those that are still to come, and published."""
    found = _public.first_column(keys=uuids(keys), at=timezone.now())
    return {str(pk) for pk in found}


SOURCE = Source(
    kind="happening",
    label=_("Happening"),
    label_many=_("Happenings"),
    icon="calendar",
    drafts=drafts,
    public=public,
    rows=("area",),
    own_row="happening",
)
