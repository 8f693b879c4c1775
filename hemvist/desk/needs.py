"""What is looked for in all cases together, and what came of it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemvist.casework import rules
from hemvist.casework.models import NeedState, UnmetReason
from hemvist.casework.need_figures import need_figures
from hemvist.core.dates import today
from hemvist.core.working_time import ZONE
from hemvist.desk.guarding import for_those_who

YEARS = 5


@for_those_who(rules.can_count_needs)
def needs(request: HttpRequest) -> HttpResponse:
    """Needs by area of life: how they stand, and why some could not be met; of a year or of all."""
    years = [today().year - back for back in range(YEARS)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(one) for one in years} else None
    context: dict[str, Any] = {
        "areas": need_figures(**_period(year)),
        "states": NeedState.labels,
        "reasons": UnmetReason.labels,
        "years": years,
        "year": year,
    }
    return render(request, "desk/needs.html", context)


def _period(year: int | None) -> dict[str, datetime]:
    if year is None:
        return {}
    first = datetime(year, 1, 1, tzinfo=ZONE)
    return {"since": first, "until": first.replace(year=year + 1)}
