"""Areas of the municipality."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from hemvist.directory.models import Area
from hemvist.search.drafts import Draft, Keys, Source


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Every area in each language it is described in; its name is never translated."""
    found = Area.objects.all()
    for area in found if keys is None else found.filter(pk__in=keys):
        for language in area.summaries or {"sv": ""}:
            yield Draft(
                kind="area",
                key=area.pk,
                language=language,
                title=area.name,
                title_is_name=True,
                summary=area.summaries.get(language, ""),
                keywords=(area.part_of,) if area.part_of else (),
                about=("area",),
                url_name="guide:area",
                url_args=(area.pk,),
                area=area.pk,
                kilometres=area.kilometres_to_centre,
                weight=1.2,
            )


def public(keys: Keys) -> set[str]:
    """All areas are public."""
    return set(Area.objects.filter(pk__in=keys).values_list("pk", flat=True))


SOURCE = Source(
    kind="area",
    label=_("Area of the municipality"),
    label_many=_("Areas of the municipality"),
    icon="home",
    drafts=drafts,
    public=public,
    own_row="area",
)
