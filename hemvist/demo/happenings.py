"""The demo's invented happenings at real public places; each says that it is invented."""

import re
import tomllib
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from hemvist.audit.actions import Actor
from hemvist.core.working_time import ZONE
from hemvist.demo.municipality import BODEN, NAMESPACE
from hemvist.directory.models import Area, Service
from hemvist.happenings.actions import save_happenings
from hemvist.happenings.models import Happening


def load_happenings(*, on: date) -> None:
    """Write the invented happenings around a day; running it again on that day changes nothing."""
    texts = tomllib.loads((BODEN / "happenings.toml").read_text(encoding="utf-8"))
    places = dict(Service.objects.values_list("slug", "pk"))
    areas = set(Area.objects.values_list("pk", flat=True))
    rows = [_happening(row, places, areas, on=on) for row in texts["happenings"]]
    save_happenings(rows, by=Actor.SYSTEM)


def _happening(
    row: dict[str, Any], places: dict[str, Any], areas: set[str], *, on: date
) -> Happening:
    key = row.pop("key")
    day = _next(row.pop("weekday"), on) + timedelta(weeks=row.pop("in_weeks", 0))
    day = _as_the_rule_says(day, row.get("rule", ""))
    begins, ends = row.pop("begins", None), row.pop("ends", None)
    skipped = [day + timedelta(weeks=number) for number in row.pop("not_in_weeks", [])]
    area = row.pop("area", "")
    return Happening(
        id=uuid.uuid5(NAMESPACE, f"happening/{key}"),
        slug=key,
        place_id=places.get(row.pop("place", "")),
        area_id=area if area in areas else None,
        starts_at=datetime.combine(day, begins or time(), ZONE),
        ends_at=_end(day, ends),
        is_all_day=begins is None,
        exceptions=skipped,
        source_url="https://hemvist.example/demo",
        checked_on=on,
        is_demo=True,
        **row,
    )


def _next(weekday: int, on: date) -> date:
    """The first such weekday from a day on; Monday is 0."""
    return on + timedelta(days=(weekday - on.weekday()) % 7)


def _as_the_rule_says(day: date, rule: str) -> date:
    """The first such weekday that is, say, the second of its month."""
    which = re.search(r"BYDAY=(\d)", rule)
    while which and (day.day - 1) // 7 + 1 != int(which[1]):
        day += timedelta(weeks=1)
    return day


def _end(day: date, ends: time | None) -> datetime:
    if ends is None:
        return datetime.combine(day + timedelta(days=1), time(), ZONE)
    return datetime.combine(day, ends, ZONE)
