"""How a wave goes, in numbers and over days."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.bulk.models import BulkLine, BulkLineState, DeedKind
from hemvist.casework.models import Case, CaseQuerySet, Need, NeedState
from hemvist.core.dates import local_day
from hemvist.core.working_time import ZONE
from hemvist.messaging.models import DeliveryState, Direction, Message
from hemvist.waves.models import Wave

MOST_DAYS = 60
WIDTH, HEIGHT = 600, 200
FAILED = [DeliveryState.FAILED, DeliveryState.BOUNCED]


@dataclass(frozen=True)
class Number:
    """One number of the wave, in words, and where it leads."""

    count: int
    words: str
    query: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the picture."""

    code: str
    words: str
    points: str
    last: int
    end: int


@dataclass(frozen=True)
class Days:
    """What had happened by the end of each day."""

    days: list[tuple[date, list[int]]]
    headings: list[str]
    lines: list[Line]
    top: int


def cases_of(wave: Wave, reader: User) -> CaseQuerySet:
    """The households of a wave that its reader may know of."""
    return Case.objects.visible_to(reader).filter(tags__tag=wave.tag_id)


def numbers_of(wave: Wave, reader: User) -> list[Number]:
    """Reached, answered, waiting, helped; the same few queries however many there are."""
    cases = cases_of(wave, reader)
    tagged = f"tag={wave.tag_id}"
    found = cases.aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=Q(first_unanswered_at__isnull=False)),
        nobody=Count("pk", filter=Q(owner__isnull=True) & ~Q(state="closed")),
    )
    told = _told(wave, cases)
    answered = cases.filter(Exists(_answers(wave))).count()
    needs = _needs(wave, cases)
    met = needs[NeedState.MET]
    return [
        Number(found["all"], _("households"), tagged),
        Number(told["reached"], _("have been written to")),
        Number(told["failed"], _("letters did not arrive; a host sees to it")),
        Number(told["by_hand"], _("cannot be written to; a host sees to it")),
        Number(answered, _("have answered")),
        Number(found["waiting"], _("wait for an answer from us"), f"{tagged}&waiting=any"),
        Number(found["nobody"], _("have no host yet"), f"{tagged}&owner=nobody&state=open"),
        Number(met, _("needs met, of %(all)d") % {"all": sum(needs.values())}),
    ]


def _told(wave: Wave, cases: CaseQuerySet) -> dict[str, int]:
    lines = BulkLine.objects.filter(
        deed__waves=wave, deed__kind=DeedKind.MESSAGE, case__in=cases.order_by().values("pk")
    )
    failed = Q(message__deliveries__state__in=FAILED)
    counted: dict[str, int] = lines.aggregate(
        reached=Count("case", filter=Q(state=BulkLineState.DONE) & ~failed, distinct=True),
        failed=Count("case", filter=failed, distinct=True),
        by_hand=Count("case", filter=Q(state=BulkLineState.BY_HAND), distinct=True),
    )
    return counted


def _answers(wave: Wave) -> QuerySet[Message]:
    """What came from a household while the wave went on."""
    said = Message.objects.filter(
        conversation=OuterRef("conversation"), direction=Direction.IN, created_at__gte=wave.began_at
    )
    return said.filter(created_at__lte=wave.ended_at) if wave.ended_at else said


def _areas(wave: Wave) -> list[str]:
    """The areas of life in which the wave has added needs."""
    details = wave.deeds.filter(kind=DeedKind.NEED).values_list("detail", flat=True)
    return [detail["life_area"] for detail in details if detail]


def _needs(wave: Wave, cases: CaseQuerySet) -> Counter[str]:
    needs = Need.objects.filter(
        case__in=cases.order_by().values("pk"), life_area__in=_areas(wave)
    ).exclude(state=NeedState.NOT_NEEDED)
    return Counter(dict(needs.order_by().values_list("state").annotate(n=Count("pk"))))


def days_of(wave: Wave, reader: User, *, now: datetime) -> Days:
    """Written to, answered and met by the end of each day, at most the last sixty."""
    cases = cases_of(wave, reader)
    ours = cases.order_by().values("pk")
    written = BulkLine.objects.filter(
        deed__waves=wave, state=BulkLineState.DONE, message__isnull=False, case__in=ours
    )
    first_answers = (
        Message.objects.filter(
            conversation__case__in=ours, direction=Direction.IN, created_at__gte=wave.began_at
        )
        .order_by()
        .values("conversation")
        .annotate(day=TruncDate(Min("created_at"), tzinfo=ZONE, output_field=DateField()))
    )
    met = Need.objects.filter(
        case__in=ours,
        life_area__in=_areas(wave),
        state=NeedState.MET,
        changed_at__gte=wave.began_at,
    )
    by_day = [
        _by_day(written, "message__created_at"),
        Counter(row["day"] for row in first_answers),
        _by_day(met, "changed_at"),
    ]
    return _drawn(_summed(by_day, wave, now=now))


def _by_day(rows: QuerySet[Any], moment: str) -> Counter[date]:
    day = TruncDate(moment, tzinfo=ZONE, output_field=DateField())
    counted = rows.order_by().annotate(day=day).values_list("day").annotate(n=Count("pk"))
    return Counter(dict(counted))


def _summed(
    by_day: list[Counter[date]], wave: Wave, *, now: datetime
) -> list[tuple[date, list[int]]]:
    last = local_day(min(now, wave.ended_at or now))
    first = local_day(wave.began_at)
    days = [first + timedelta(days=n) for n in range(max((last - first).days, 0) + 1)]
    sums = [0] * len(by_day)
    rows = []
    for day in days:
        sums = [total + counted[day] for total, counted in zip(sums, by_day, strict=True)]
        rows.append((day, sums))
    return rows[-MOST_DAYS:]


def _drawn(days: list[tuple[date, list[int]]]) -> Days:
    headings = [_("Written to"), _("Answered"), _("Needs met")]
    top = max([1, *(max(sums) for _day, sums in days)])
    across = WIDTH / max(len(days) - 1, 1)
    lines = []
    for number, (code, words) in enumerate(zip(["told", "answered", "met"], headings, strict=True)):
        heights = [HEIGHT - HEIGHT * sums[number] / top for _day, sums in days]
        points = [f"{round(x * across, 1)},{round(y, 1)}" for x, y in enumerate(heights)]
        if len(points) == 1:
            points.append(f"{WIDTH},{round(heights[0], 1)}")
        lines.append(Line(code, words, " ".join(points), days[-1][1][number], round(heights[-1])))
    return Days(days, headings, lines, top)
