"""Places: what the directory calls a service at a location."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemvist.core.prepared import Prepared
from hemvist.directory.models import Service
from hemvist.directory.queries import with_whereabouts
from hemvist.search.drafts import Draft, Keys, Source
from hemvist.search.still_public import ANY_UUIDS, is_among, uuids

AT_A_TIME = 500


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Every public place in each language it is described in; its name is never translated."""
    found = with_whereabouts(Service.objects.public()).order_by("pk")
    found = found if keys is None else found.filter(pk__in=keys)
    for place in found.iterator(chunk_size=AT_A_TIME):
        for language in place.descriptions or {"sv": ""}:
            yield _draft(place, language)


_public: Any = Prepared(
    lambda keys: Service.objects.public().filter(is_among("pk", keys)).values_list("pk", flat=True),
    keys=ANY_UUIDS,
)


def public(keys: Keys) -> set[str]:
    """Those that have not closed for good."""
    return {str(pk) for pk in _public.first_column(keys=uuids(keys))}


def _draft(place: Service, language: str) -> Draft:
    location, category = place.whereabouts, place.category
    area = location.area if location else None
    where = [area.name if area else "", location.locality if location else ""]
    names = [category.names.get(language, ""), category.names.get("sv", "")]
    return Draft(
        kind="place",
        key=str(place.pk),
        language=language,
        title=place.name,
        title_is_name=True,
        summary=place.descriptions.get(language, ""),
        keywords=tuple(dict.fromkeys(word for word in [*names, *where] if word)),
        body=place.organization.name if place.organization.name != place.name else "",
        about=(f"category:{category.pk}",),
        url_name="guide:place",
        url_args=(place.slug,),
        area=area.pk if area else "",
        kilometres=area.kilometres_to_centre if area else None,
    )


SOURCE = Source(
    kind="place",
    label=_("Place"),
    label_many=_("Places"),
    icon="pin",
    drafts=drafts,
    public=public,
    rows=("serviceatlocation", "location", "organization", "category", "area"),
    own_row="service",
)
