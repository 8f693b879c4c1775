"""Areas of life, with what is good to know in them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemvist.core.prepared import Prepared
from hemvist.directory.models import LifeArea
from hemvist.guide.models import LifeAreaPage
from hemvist.search.drafts import Draft, Keys, Source
from hemvist.search.sources.page import state, text_of, texts_about
from hemvist.search.still_public import ANY_TEXTS, is_among


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Every area of life in each language it has a name in."""
    pages = texts_about((LifeAreaPage,), "life_area_id")
    found = LifeArea.objects.prefetch_related("advice", "categories")
    for area in found if keys is None else found.filter(pk__in=keys):
        advice = list(area.advice.all())
        kinds = list(area.categories.all())
        for language, name in area.names.items():
            page = pages.get((area.pk, language))
            texts = [area.help_texts, *(one.texts for one in advice)]
            yield Draft(
                kind="life_area",
                key=area.pk,
                language=language,
                title=name,
                summary=area.summaries.get(language, ""),
                body="\n".join(
                    [
                        *(text[language] for text in texts if language in text),
                        f"{page.summary} {text_of(page)}" if page else "",
                    ]
                ),
                keywords=tuple(k.names[language] for k in kinds if language in k.names),
                about=(f"life:{area.pk}", *(f"category:{kind.pk}" for kind in kinds)),
                about_is_all=True,
                url_name="guide:life_area",
                url_args=(area.pk,),
                weight=1.3,
            )


_public: Any = Prepared(
    lambda keys: (
        LifeArea.objects.filter(is_among("pk", keys)).values_list("pk", flat=True).order_by()
    ),
    keys=ANY_TEXTS,
)


def public(keys: Keys) -> set[str]:
    """All areas of life are public."""
    return set(_public.first_column(keys=list(keys)))


SOURCE = Source(
    kind="life_area",
    label=_("Area of life"),
    label_many=_("Areas of life"),
    icon="star",
    drafts=drafts,
    public=public,
    rows=("lifearea", "advice", "category"),
    state=state,
)
