"""The demo's invented jobs, with days left that are counted from the day of the demo."""

import tomllib
import uuid
from datetime import date, timedelta
from typing import Any

from hemvist.audit.actions import Actor
from hemvist.demo.municipality import BODEN, NAMESPACE
from hemvist.directory.models import Area
from hemvist.vacancies.actions import save_vacancies
from hemvist.vacancies.models import Vacancy

SOURCE = "demo"


def load_vacancies(*, on: date) -> None:
    """Write the invented jobs; running it again on the same day changes nothing."""
    texts = tomllib.loads((BODEN / "vacancies.toml").read_text(encoding="utf-8"))
    areas = set(Area.objects.values_list("pk", flat=True))
    rows = [
        _vacancy(row, source_name=texts["source_name"], areas=areas, on=on)
        for row in texts["vacancies"]
    ]
    save_vacancies(rows, by=Actor.SYSTEM)


def _vacancy(row: dict[str, Any], *, source_name: str, areas: set[str], on: date) -> Vacancy:
    key, area = row.pop("key"), row.pop("area", "")
    published_on = on - timedelta(days=row.pop("published"))
    return Vacancy(
        id=uuid.uuid5(NAMESPACE, f"vacancy/{key}"),
        source=SOURCE,
        external_id=key,
        source_name=source_name,
        area_id=area if area in areas else None,
        published_on=published_on,
        deadline=on + timedelta(days=row.pop("days")),
        is_demo=True,
        **row,
    )
