"""What the guide and the desk read of the directory, always in a fixed number of queries."""

from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from hemvist.directory.finding import is_open, lies_near, meets_need
from hemvist.directory.models import (
    Area,
    Category,
    LifeArea,
    Service,
    ServiceAtLocation,
    ServiceStatus,
)

# The three last letters of the Swedish alphabet stand where the characters after z are.
LETTERS, PLACES_OF_LETTERS = "åäöÅÄÖéÉ", "{|}{|}ee"


def in_swedish_order(name: str = "name") -> Func:
    """Sort by a name as a Swedish reader expects: å, ä and ö last, capitals as small letters.

    The database sorts by bytes, because it must do the same on every machine.
    """
    letters = [Value(LETTERS), Value(PLACES_OF_LETTERS)]
    lowered = Func(F(name), function="lower", output_field=CharField())
    return Func(lowered, *letters, function="translate", output_field=CharField())


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
        found = found.alias(folded=in_swedish_order()).filter(folded__contains=_folded(text))
    if need:
        found = found.filter(meets_need(need))
    if open_at:
        found = found.filter(is_open(at=open_at), status=ServiceStatus.ACTIVE)
    return with_whereabouts(found).order_by(in_swedish_order())


def with_whereabouts(services: QuerySet[Service]) -> QuerySet[Service]:
    """Bring category, organisation, locations and areas along in one more query, however many."""
    at = ServiceAtLocation.objects.select_related("location__area")
    return services.select_related("category__life_area", "organization").prefetch_related(
        Prefetch("at_locations", at)
    )


def places_near(service: Service, *, area: Area, limit: int = 6) -> QuerySet[Service]:
    """Other places in the same area, then in the areas that belong together with it.

    Within each, those of the same kind come first.
    """
    at = ServiceAtLocation.objects.filter(service=OuterRef("pk"))
    here = Exists(at.filter(location__area=area))
    around = Exists(at.filter(location__area__part_of=area.part_of))
    nearness = Case(When(here, then=Value(0)), default=Value(1), output_field=IntegerField())
    same_kind = Case(When(category=service.category_id, then=Value(0)), default=Value(1))
    near = Service.objects.public().filter(Q(here) | Q(around) if area.part_of else here)
    others = near.exclude(pk=service.pk).annotate(nearness=nearness)
    return with_whereabouts(others.order_by("nearness", same_kind, in_swedish_order()))[:limit]


def areas_by_distance() -> QuerySet[Area]:
    """Every area, nearest to the centre first; those whose distance is not known come last."""
    return Area.objects.order_by("kilometres_to_centre", in_swedish_order())


def neighbours(area: Area, *, limit: int = 4) -> QuerySet[Area]:
    """The areas that belong together with this one."""
    if not area.part_of:
        return Area.objects.none()
    return areas_by_distance().filter(part_of=area.part_of).exclude(pk=area.pk)[:limit]


def categories_in_use() -> QuerySet[Category]:
    """The kinds of places there is at least one of, in the order of the areas of life."""
    public = Service.objects.public().filter(category=OuterRef("pk"))
    return Category.objects.filter(Exists(public)).order_by("life_area__position", "position")


def _folded(text: str) -> str:
    return text.lower().translate(str.maketrans(LETTERS, PLACES_OF_LETTERS))
