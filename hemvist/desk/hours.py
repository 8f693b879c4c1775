"""The coordinator's page of working hours, promises and days that differ."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.accounts.models import User
from hemvist.casework import hours as deeds
from hemvist.casework.models import Case
from hemvist.core.dates import today
from hemvist.core.models import CalendarDay, Municipality
from hemvist.core.working_time import Calendar
from hemvist.desk.hours_forms import CalendarDayForm, PromiseForm, WeekForm
from hemvist.routing.guarding import READ, for_those_who, signed_in

YEARS_AHEAD = 15


def can_set_hours(user: User) -> bool:
    """Whether somebody may change when we work and what we promise."""
    return user.is_coordinator


def _page(
    request: HttpRequest, *, week: WeekForm | None = None, promises: PromiseForm | None = None
) -> HttpResponse:
    on = today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else on.year
    year = min(max(year, on.year - 1), on.year + YEARS_AHEAD)
    days = CalendarDay.objects.filter(day__year=year)
    last = CalendarDay.objects.order_by("-day").first()
    context = {
        "week": week or WeekForm(),
        "promises": promises or PromiseForm(),
        "days": days,
        "year": year,
        "years": range(on.year, on.year + 6),
        "is_short": last is None or (last.day - on).days < 330,
    }
    is_wrong = bool((week and week.errors) or (promises and promises.errors))
    return render(request, "desk/hours.html", context, status=422 if is_wrong else 200)


@for_those_who(can_set_hours, *READ)
def hours(request: HttpRequest) -> HttpResponse:
    """When we work, what we promise, and the days of a year that differ."""
    return _page(request)


@for_those_who(can_set_hours, "POST")
def save_week(request: HttpRequest) -> HttpResponse:
    """First what would change; with `confirmed` it is done."""
    form = WeekForm(request.POST)
    if not form.is_valid():
        return _page(request, week=form)
    if "confirmed" not in request.POST:
        usual = Municipality.objects.get(pk=1).first_contact_hours
        new = deeds.calendar_with(form.week)
        return _sure(request, form, (Calendar.current(), usual), (new, usual), "desk:save_week")
    deeds.save_week(form.week, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The working hours are changed. Promises already given stay."))
    return redirect("desk:hours")


@for_those_who(can_set_hours, "POST")
def save_promises(request: HttpRequest) -> HttpResponse:
    """First what would change; with `confirmed` it is done."""
    form = PromiseForm(request.POST)
    if not form.is_valid():
        return _page(request, promises=form)
    if "confirmed" not in request.POST:
        usual, calendar = Municipality.objects.get(pk=1), Calendar.current()
        before = (calendar, usual.first_contact_hours)
        after = (calendar, form.promises[""][0])
        return _sure(request, form, before, after, "desk:save_promises")
    deeds.save_promises(form.promises, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Saved. Promises already given stay."))
    return redirect("desk:hours")


def _sure(
    request: HttpRequest,
    form: Any,
    before: tuple[Calendar, int],
    after: tuple[Calendar, int],
    address: str,
) -> HttpResponse:
    rows = deeds.examples(before, after, now=timezone.now())
    return render(request, "desk/hours_sure.html", {"form": form, "rows": rows, "address": address})


@for_those_who(can_set_hours, *READ, "POST")
def day(request: HttpRequest) -> HttpResponse:
    """Add a day that differs, or change one; the address names it."""
    known = _day_in(request.GET.get("day", ""))
    start = CalendarDayForm.values_of(known) if known else {}
    sent = request.POST if request.method == "POST" else None
    form = CalendarDayForm(sent, initial=start)
    if sent is not None and form.is_valid():
        opens, closes = form.cleaned_data["hours"] or (None, None)
        told = {"name": form.cleaned_data["name"], "opens": opens, "closes": closes}
        kept = deeds.save_day(
            form.cleaned_data["day"], **told, by=signed_in(request), at=timezone.now()
        )
        messages.success(request, _saved(kept, signed_in(request)))
        return redirect("desk:hours")
    status = 422 if form.errors else 200
    return render(request, "desk/hours_day.html", {"form": form, "known": known}, status=status)


def _day_in(text: str) -> CalendarDay | None:
    try:
        return CalendarDay.objects.filter(day=date.fromisoformat(text)).first()
    except ValueError:
        return None


def _saved(kept: CalendarDay, user: User) -> str:
    steps = Case.objects.visible_to(user).open().filter(next_step_on=kept.day)
    count = 0 if kept.opens else steps.count()
    if not count:
        return _("The day is saved.")
    return ngettext(
        "The day is saved. %(n)d case has its next step then; look at it in good time.",
        "The day is saved. %(n)d cases have their next step then; look at them in good time.",
        count,
    ) % {"n": count}


@for_those_who(can_set_hours, "POST")
def remove_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a day be like its weekday again."""
    one = get_object_or_404(CalendarDay, pk=pk)
    deeds.remove_day(one, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The day is like every other of its kind again."))
    return redirect("desk:hours")


@for_those_who(can_set_hours, "POST")
def fill(request: HttpRequest) -> HttpResponse:
    """Write the holidays, eves and half days of a year."""
    text = request.POST.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if not today().year - 1 <= year <= today().year + YEARS_AHEAD:
        messages.error(request, _("Choose one of the years shown."))
        return redirect("desk:hours")
    count = deeds.fill_year(year, by=signed_in(request), at=timezone.now())
    added = ngettext("%(n)d day was added.", "%(n)d days were added.", count) % {"n": count}
    messages.success(request, added)
    return redirect(f"{request.path.removesuffix('fill/')}?year={year}")
