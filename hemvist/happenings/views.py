"""The public calendar. None of its pages writes anything."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hemvist.core.addresses import page_at
from hemvist.core.context import our_municipality
from hemvist.core.dates import month_in_words, today
from hemvist.core.kept import kept_for
from hemvist.core.translated import spoken
from hemvist.happenings.calendar_files import write_calendar
from hemvist.happenings.forms import CalendarFilter
from hemvist.happenings.linked_data import of_happening
from hemvist.happenings.models import Happening
from hemvist.happenings.queries import (
    by_day,
    by_week,
    for_feed,
    occurrences_between,
    times_ahead,
)

WEEKS_SHOWN = 4
ABOUT = frozenset({"core", "directory", "happenings"})
FURTHEST_DAYS = 396
QUARTER = 15 * 60
FILE = "text/calendar; charset=utf-8"


@require_safe
@kept_for(300, about=ABOUT)
def calendar(request: HttpRequest) -> HttpResponse:
    """What goes on in the next weeks, by week and day; filters in plain view."""
    form = CalendarFilter(request.GET if {"welcome", "area"} & set(request.GET) else None)
    is_mistaken = form.is_bound and not form.is_valid()
    filters = form.cleaned_data if form.is_bound and not is_mistaken else {}
    first = _from(request.GET.get("from", ""))
    last = first + timedelta(days=7 * WEEKS_SHOWN - 1 - first.weekday())
    weeks = by_week(occurrences_between(first, last, **filters))
    context = {
        "form": form,
        "weeks": weeks,
        "is_filtered": any(filters.values()),
        "later": _later(request, last),
        "first": first,
        "this_month": today().replace(day=1),
        "trail": [_home(), (_("Calendar"), None)],
    }
    return _render(request, "happenings/calendar.html", context, status=422 if is_mistaken else 200)


@require_safe
@kept_for(300, about=ABOUT)
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month as a grid; only months that the times reach."""
    first = _month(year, month)
    after = (first + timedelta(days=32)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    sunday = after + timedelta(days=(7 - after.weekday()) % 7 - 1)
    found = occurrences_between(monday, sunday)
    context = {
        "grid": by_day(found, first=monday, last=sunday),
        "weeks": by_week(one for one in found if one.day.month == month),
        "first": first,
        "name": month_in_words(first),
        "before": _reached((first - timedelta(days=1)).replace(day=1)),
        "after": _reached(after),
        "today": today(),
        "trail": [
            _home(),
            (_("Calendar"), reverse("happenings:calendar")),
            (month_in_words(first), None),
        ],
    }
    return _render(request, "happenings/month.html", context)


@require_safe
@kept_for(300, about=ABOUT)
def happening(request: HttpRequest, slug: str) -> HttpResponse:
    """One happening: when, where, for whom, and where we know it from."""
    found = _found(slug)
    page = page_at(request)
    times = list(times_ahead(found, at=timezone.now()))
    context = {
        "page": page,
        "happening": found,
        "times": times,
        "linked_data": of_happening(found, times[0] if times else None, url=page.canonical),
        "trail": [
            _home(),
            (_("Calendar"), reverse("happenings:calendar")),
            (spoken(found.titles)[0], None),
        ],
    }
    return _render(request, "happenings/happening.html", context)


@require_safe
@cache_control(public=True, max_age=QUARTER)
def one_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One happening for one's own calendar."""
    found = _found(slug)
    content = write_calendar([found], name=spoken(found.titles)[0], method="PUBLISH")
    response = HttpResponse(content, content_type=FILE)
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response


@require_safe
@cache_control(public=True, max_age=QUARTER)
def feed(request: HttpRequest) -> HttpResponse:
    """All happenings, for a calendar that follows ours."""
    municipality = our_municipality()
    name = _("Calendar, %(place)s") % {"place": municipality.name if municipality else ""}
    return HttpResponse(write_calendar(for_feed(on=today()), name=name), content_type=FILE)


def _found(slug: str) -> Happening:
    public = Happening.objects.public().select_related("place", "area", "organizer", "source")
    return get_object_or_404(public, slug=slug)


def _from(text: str) -> date:
    """The day the list begins: the one asked for if the times reach it, else today."""
    on = today()
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return on
    return asked if on <= asked <= on + timedelta(days=FURTHEST_DAYS) else on


def _later(request: HttpRequest, last: date) -> str:
    """The query of the weeks after these, with the filters; nothing when the times end."""
    begins = last + timedelta(days=1)
    if begins > today() + timedelta(days=FURTHEST_DAYS):
        return ""
    query = request.GET.copy()
    query["from"] = begins.isoformat()
    return query.urlencode()


def _month(year: int, number: int) -> date:
    try:
        first = date(year, number, 1)
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    if _reached(first) is None:
        raise Http404
    return first


def _reached(first: date) -> date | None:
    """The month, if the times that are written down reach it."""
    this = today().replace(day=1)
    is_reached = this - timedelta(days=32) <= first <= (this + timedelta(days=FURTHEST_DAYS))
    return first if is_reached else None


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    municipality = our_municipality()
    context = {"page": page_at(request), "municipality": municipality, **context}
    return render(request, template, context, status=status)


def _home() -> tuple[str, str]:
    return _("Home"), reverse("guide:start")
