"""Places with what a list or a page says of them: their kind, who runs them, and where they are.

What `queries.with_whereabouts` brings along, for a page that knows which places it shows.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q, QuerySet, UUIDField, Value

from hemvist.core.prepared import Prepared
from hemvist.core.read_once import read_once
from hemvist.directory.finding import IsOneOf
from hemvist.directory.models import Category, Service, ServiceAtLocation


def _one_of(name: str, keys: list[UUID]) -> Q:
    return Q(IsOneOf(F(name), Value(keys, output_field=ArrayField(UUIDField()))))


def _whole(services: QuerySet[Service]) -> QuerySet[Service]:
    return services.select_related("category__life_area", "organization").order_by()


_at = Prepared(
    lambda keys: ServiceAtLocation.objects.select_related("location__area").filter(
        _one_of("service_id", keys)
    ),
    keys=[UUID(int=1)],
)
_numbered = Prepared(
    lambda keys: _whole(Service.objects.filter(_one_of("pk", keys))), keys=[UUID(int=1)]
)
_named = Prepared(
    lambda keys: (
        Service.objects.filter(_one_of("pk", keys))
        .only("slug", "name", "descriptions", "category")
        .order_by()
    ),
    keys=[UUID(int=1)],
)
_called = Prepared(
    lambda slug: _whole(Service.objects.public().filter(slug=slug)), slug="any place"
)


def place_called(slug: str) -> Service | None:
    """The public place with a name in its address, in two queries."""
    return next(iter(_with_where(_called(slug=slug))), None)


def places_numbered(keys: Iterable[UUID]) -> list[Service]:
    """The places with these numbers, in that order, in two queries; what is gone is left out."""
    wanted = list(keys)
    found = {place.pk: place for place in _with_where(_numbered(keys=wanted))} if wanted else {}
    return [found[key] for key in wanted if key in found]


def places_named(keys: Iterable[UUID]) -> list[Service]:
    """As much of these places as a line of a list says, in one query and what is read once."""
    wanted, kinds = list(keys), _kinds()
    found = {place.pk: place for place in _named(keys=wanted)} if wanted else {}
    for place in found.values():
        place.category = kinds[place.category_id]
    return [found[key] for key in wanted if key in found]


@read_once()
def _kinds() -> dict[str, Category]:
    return {kind.pk: kind for kind in Category.objects.all()}


def _with_where(places: list[Service]) -> list[Service]:
    there: dict[UUID, list[ServiceAtLocation]] = {}
    for at in _at(keys=[place.pk for place in places]) if places else []:
        there.setdefault(at.service_id, []).append(at)
    for place in places:
        _bring_along(place, "at_locations", there.get(place.pk, []))
    return places


def _bring_along(place: Service, name: str, rows: list[Any]) -> None:
    """Let a place know its rows, as `prefetch_related` does."""
    known: Any = getattr(place, name).all()
    known._result_cache = rows
    known._prefetch_done = True
    vars(place).setdefault("_prefetched_objects_cache", {})[name] = known
