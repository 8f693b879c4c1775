"""Areas of the municipality."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemvist.core.prepared import Prepared
from hemvist.directory.models import Area
from hemvist.guide.models import AreaPage, VillagePage
from hemvist.search.drafts import Draft, Keys, Source
from hemvist.search.sources.page import state, text_of, texts_about
from hemvist.search.still_public import ANY_TEXTS, is_among


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Every area in each language it is described in; its name is never translated."""
    pages = texts_about((AreaPage, VillagePage), "area_id")
    found = Area.objects.all()
    for area in found if keys is None else found.filter(pk__in=keys):
        written = {language for pk, language in pages if pk == area.pk}
        for language in sorted({*area.summaries, *written} or {"sv"}):
            page = pages.get((area.pk, language))
            yield Draft(
                kind="area",
                key=area.pk,
                language=language,
                title=area.name,
                title_is_name=True,
                summary=area.summaries.get(language) or (page.summary if page else ""),
                body=f"{page.summary} {text_of(page)}" if page else "",
                keywords=(area.part_of,) if area.part_of else (),
                about=("area",),
                url_name="guide:area",
                url_args=(area.pk,),
                area=area.pk,
                kilometres=area.kilometres_to_centre,
                weight=1.2,
            )


_public: Any = Prepared(
    lambda keys: Area.objects.filter(is_among("pk", keys)).values_list("pk", flat=True).order_by(),
    keys=ANY_TEXTS,
)


def public(keys: Keys) -> set[str]:
    """All areas are public."""
    return set(_public.first_column(keys=list(keys)))


SOURCE = Source(
    kind="area",
    label=_("Area of the municipality"),
    label_many=_("Areas of the municipality"),
    icon="home",
    drafts=drafts,
    public=public,
    own_row="area",
    state=state,
)
