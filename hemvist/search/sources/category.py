"""Kinds of places: each leads to the list of all of its kind."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemvist.core.prepared import Prepared
from hemvist.directory.queries import categories_in_use
from hemvist.search.drafts import Draft, Keys, Source
from hemvist.search.still_public import ANY_TEXTS, is_among


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Every kind that there is a place of, in each language it has a word in."""
    found = categories_in_use().select_related("life_area")
    for category in found if keys is None else found.filter(pk__in=keys):
        for language, name in category.names.items():
            yield Draft(
                kind="category",
                key=category.pk,
                language=language,
                title=category.plural_names.get(language, name),
                summary="",
                keywords=(name, category.life_area.names.get(language, "")),
                about=(f"category:{category.pk}",),
                about_is_all=True,
                url_name="guide:places",
                url_query=f"category={category.pk}",
                weight=1.35,
            )


_public: Any = Prepared(
    lambda keys: (
        categories_in_use().filter(is_among("pk", keys)).values_list("pk", flat=True).order_by()
    ),
    keys=ANY_TEXTS,
)


def public(keys: Keys) -> set[str]:
    """Those that there is a public place of."""
    return set(_public.first_column(keys=list(keys)))


SOURCE = Source(
    kind="category",
    label=_("Kind of place"),
    label_many=_("Kinds of places"),
    icon="list",
    drafts=drafts,
    public=public,
    rows=("category", "service"),
)
