"""What the calendar shows, always in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from hemvist.core.prepared import Prepared
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Area, ServiceAtLocation
from hemvist.happenings.models import Happening, Occurrence

NAMED_ON_START = 4
MOST_SHOWN = 400
FEED_DAYS_BACK = 31
MOST_IN_FEED = 1_000


@dataclass(frozen=True)
class Day:
    """A day and what goes on."""

    on: date
    occurrences: list[Occurrence]


@dataclass(frozen=True)
class Week:
    """A week of the list, without its empty days."""

    number: int
    first: date
    days: list[Day]


def by_next_time(*, at: datetime) -> QuerySet[Happening]:
    """All happenings for an editor: what comes next first, what is over last, the newest first."""
    coming = Q(occurrences__ends_at__gt=at) | Q(
        occurrences__ends_at__isnull=True, occurrences__starts_at__gte=at
    )
    return (
        Happening.objects.select_related("place", "area", "source")
        .annotate(next_at=Min("occurrences__starts_at", filter=coming))
        .order_by(F("next_at").asc(nulls_last=True), "-starts_at", "pk")
    )


def occurrences_between(
    first: date, last: date, *, welcome: bool = False, area: Area | None = None
) -> QuerySet[Occurrence]:
    """What goes on from one day to another, both with, in the order of time."""
    found = Occurrence.objects.public().filter(
        starts_at__gte=start_of(first), starts_at__lt=start_of(last + timedelta(days=1))
    )
    if welcome:
        found = found.filter(happening__welcomes_newcomers=True)
    if area:
        here = ServiceAtLocation.objects.filter(
            service=OuterRef("happening__place"), location__area=area
        )
        found = found.filter(Q(happening__area=area) | Exists(here))
    return found[:MOST_SHOWN]


def coming_occurrences(*, at: datetime, limit: int, place_slug: str = "") -> QuerySet[Occurrence]:
    """What comes next: each happening once, at its next time."""
    later = Occurrence.objects.coming(at=at)
    earlier_too = later.filter(happening=OuterRef("happening"), starts_at__lt=OuterRef("starts_at"))
    found = Occurrence.objects.public().coming(at=at)
    found = found.filter(~Exists(earlier_too), happening__is_cancelled=False)
    if place_slug:
        found = found.filter(happening__place__slug=place_slug)
    return found[:limit]


def next_occurrences(*, at: datetime) -> list[Occurrence]:
    """The few that the first page names."""
    return _next(at=at)


_next = Prepared[Occurrence](
    lambda at: coming_occurrences(at=at, limit=NAMED_ON_START), at=datetime(1900, 1, 1, tzinfo=ZONE)
)


def times_ahead(happening: Happening, *, at: datetime, limit: int = 8) -> QuerySet[Occurrence]:
    """The next times of one happening."""
    return happening.occurrences.coming(at=at)[:limit]


def for_feed(*, on: date) -> QuerySet[Happening]:
    """What a calendar that follows ours should hold: the last month and a year ahead."""
    recent = Occurrence.objects.filter(
        happening=OuterRef("pk"), starts_at__gte=start_of(on - timedelta(days=FEED_DAYS_BACK))
    )
    found = Happening.objects.public().filter(Exists(recent))
    return found.select_related("place", "area")[:MOST_IN_FEED]


def by_week(occurrences: Iterable[Occurrence]) -> list[Week]:
    """The same, under their weeks and days."""
    days = [Day(on, list(some)) for on, some in groupby(occurrences, key=lambda one: one.day)]
    weeks = []
    for first, some in groupby(days, key=lambda day: day.on - timedelta(days=day.on.weekday())):
        weeks.append(Week(first.isocalendar().week, first, list(some)))
    return weeks


def by_day(occurrences: Iterable[Occurrence], *, first: date, last: date) -> list[list[Day]]:
    """The weeks of a month as a grid from Monday to Sunday, with empty days."""
    found: dict[date, list[Occurrence]] = {}
    for one in occurrences:
        found.setdefault(one.day, []).append(one)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    cells = [Day(day, found.get(day, [])) for day in days]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def start_of(day: date) -> datetime:
    """The first moment of a day in Sweden."""
    return datetime.combine(day, time(), ZONE)
