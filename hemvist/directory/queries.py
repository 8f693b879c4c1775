"""What the guide and the desk read of the directory, always in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Window,
)
from django.db.models.functions import RowNumber

from hemvist.core.editions import every_part
from hemvist.core.read_once import read_once
from hemvist.directory.finding import is_open, lies_near, meets_need
from hemvist.directory.models import (
    Accessibility,
    Area,
    Category,
    Figure,
    LifeArea,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceStatus,
)
from hemvist.directory.swedish_order import folded, in_swedish_order
from hemvist.directory.whole_places import places_numbered

MOST_OF_A_KIND = 8


@dataclass(frozen=True)
class OfOneKind:
    """The first places of a kind, and how many there are in all."""

    category: Category
    places: list[Service]
    total: int

    @property
    def are_more(self) -> bool:
        """Whether some are not among them."""
        return self.total > len(self.places)


def places(
    *,
    category: Category | None = None,
    area: Area | None = None,
    life_area: LifeArea | None = None,
    text: str = "",
    within: int | None = None,
    need: str = "",
    open_at: datetime | None = None,
) -> QuerySet[Service]:
    """The public services that fit every filter given, each with where it is.

    With `within`, those up to so many kilometres from the area count as well.
    """
    found = Service.objects.public()
    if category:
        found = found.filter(category=category)
    if life_area:
        found = found.filter(category__life_area=life_area)
    if area and within and area.has_position:
        found = found.filter(lies_near(area, kilometres=within))
    elif area:
        here = ServiceAtLocation.objects.filter(service=OuterRef("pk"), location__area=area)
        found = found.filter(Exists(here))
    if text:
        found = found.alias(folded=in_swedish_order()).filter(folded__contains=folded(text))
    if need:
        found = found.filter(meets_need(need))
    if open_at:
        found = found.filter(is_open(at=open_at), status=ServiceStatus.ACTIVE)
    return with_whereabouts(found).order_by(in_swedish_order())


@dataclass(frozen=True)
class Located:
    """As much of a place as a map needs."""

    slug: str
    name: str
    area_id: str | None
    latitude: Decimal | None
    longitude: Decimal | None


def located(*, category: Category | None = None) -> list[Located]:
    """The public places at their first location, in one query that reads no more than that."""
    at = ServiceAtLocation.objects.exclude(service__status=ServiceStatus.DEFUNCT).order_by("pk")
    if category:
        at = at.filter(service__category=category)
    where = ("location__area_id", "location__latitude", "location__longitude")
    first: dict[str, Located] = {}
    for slug, *rest in at.values_list("service__slug", "service__name", *where):
        first.setdefault(slug, Located(slug, *rest))
    return list(first.values())


def by_kind(found: QuerySet[Service], *, most: int = MOST_OF_A_KIND) -> list[OfOneKind]:
    """The places under their kinds, in the order of the areas of life; the first of each kind.

    The database looks through all of them and gives no more than are shown, in three queries.
    """
    numbered = found.order_by().annotate(
        rank=Window(RowNumber(), partition_by=F("category"), order_by=in_swedish_order()),
        among=Window(Count("pk"), partition_by=F("category")),
    )
    order = ("category__life_area__position", "category__position", "category", "rank")
    first = numbered.filter(rank__lte=most).order_by(*order)
    among = dict(first.values_list("pk", "among"))
    groups: dict[Category, list[Service]] = {}
    for service in places_numbered(among):
        groups.setdefault(service.category, []).append(service)
    return [OfOneKind(kind, some, among[some[0].pk]) for kind, some in groups.items()]


def with_whereabouts(services: QuerySet[Service]) -> QuerySet[Service]:
    """Bring category, organisation, locations and areas along in one more query, however many."""
    at = ServiceAtLocation.objects.select_related("location__area")
    return services.select_related("category__life_area", "organization").prefetch_related(
        Prefetch("at_locations", at)
    )


def areas_by_distance() -> QuerySet[Area]:
    """Every area, nearest to the centre first; those whose distance is not known come last."""
    return Area.objects.order_by("kilometres_to_centre", in_swedish_order())


@read_once()
def every_area() -> list[Area]:
    """The same, for pages that only name them."""
    return list(areas_by_distance())


@read_once()
def life_areas() -> list[LifeArea]:
    """The areas of life in their order."""
    return list(LifeArea.objects.all())


@read_once()
def figures() -> list[Figure]:
    """The figures of the first page in their order."""
    return list(Figure.objects.all())


def neighbours(area: Area, *, limit: int = 4) -> QuerySet[Area]:
    """The areas that belong together with this one."""
    if not area.part_of:
        return Area.objects.none()
    return areas_by_distance().filter(part_of=area.part_of).exclude(pk=area.pk)[:limit]


def categories_in_use() -> QuerySet[Category]:
    """The kinds of places there is at least one of, in the order of the areas of life."""
    public = Service.objects.public().filter(category=OuterRef("pk"))
    return Category.objects.filter(Exists(public)).order_by("life_area__position", "position")


@read_once()
def is_any_need_answered() -> bool:
    """Whether anybody has written down for any place how accessible it is."""
    return Accessibility.objects.exists()


@read_once(about=every_part("directory"))
def are_any_hours_known() -> bool:
    """Whether the hours of any place are known."""
    return Schedule.objects.exists()
