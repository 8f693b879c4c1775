"""The editors' pages of the calendar: what goes on, and the calendars of others."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.core.jobs import enqueue
from hemvist.core.uploads import takes_file
from hemvist.happenings import actions
from hemvist.happenings.calendar_files import LONGEST_FILE, FileIsNoCalendar
from hemvist.happenings.forms import HappeningForm, PasteForm, SourceForm
from hemvist.happenings.models import CalendarSource, Happening
from hemvist.happenings.queries import by_next_time
from hemvist.happenings.rules import can_edit_happenings

ON_A_PAGE = 50
ASK = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def happenings(request: HttpRequest) -> HttpResponse:
    """All happenings, what comes next first, and the calendars we follow."""
    _editor(request)
    rows = by_next_time(at=timezone.now())
    context = {
        "happenings": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "sources": CalendarSource.objects.all(),
    }
    return render(request, "happenings/editing/list.html", context)


@login_required
@require_http_methods(ASK)
def edit(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a happening or change it."""
    user = _editor(request)
    row = get_object_or_404(Happening, pk=pk) if pk else Happening()
    form = HappeningForm(request.POST or None, happening=row)
    if form.is_valid():
        saved = actions.save_happening(form.filled(), by=user)
        messages.success(request, _("%(title)s is saved.") % {"title": saved})
        return redirect("calendar_editing:happenings")
    context = {"form": form, "happening": row if pk else None}
    status = 422 if form.is_bound else 200
    return render(request, "happenings/editing/edit.html", context, status=status)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it does not happen."""
    user = _editor(request)
    row = actions.cancel_happening(get_object_or_404(Happening, pk=pk), by=user)
    messages.success(request, _("%(title)s is cancelled.") % {"title": row})
    return redirect("calendar_editing:happenings")


@login_required
@require_http_methods(ASK)
def source(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Another's calendar: its name and address. With an address it is fetched at once."""
    user = _editor(request)
    row = get_object_or_404(CalendarSource, pk=pk) if pk else None
    form = SourceForm(request.POST or None, instance=row)
    if form.is_valid():
        saved = actions.save_source(form.save(commit=False), by=user)
        if saved.address:
            enqueue("happenings.fetch", source=saved.pk)
            messages.success(request, _("The calendar is being fetched. Look again in a minute."))
            return redirect("calendar_editing:happenings")
        return redirect("calendar_editing:paste", saved.pk)
    context = {"form": form, "source": row}
    status = 422 if form.is_bound else 200
    return render(request, "happenings/editing/source.html", context, status=status)


@takes_file(at_most=LONGEST_FILE, may=can_edit_happenings)
@login_required
@require_http_methods(ASK)
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a calendar file, sent or pasted, and say what came of it."""
    user = _editor(request)
    row = get_object_or_404(CalendarSource, pk=pk)
    form = PasteForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            taken = actions.take_in(row, form.content(), by=user, at=timezone.now())
        except FileIsNoCalendar:
            where = "file" if form.cleaned_data["file"] else "text"
            form.add_error(where, _("This is no calendar file. It begins with BEGIN:VCALENDAR."))
        else:
            messages.success(request, _taken_in_words(taken))
            return redirect("calendar_editing:happenings")
    context = {"form": form, "source": row}
    status = 422 if form.is_bound else 200
    return render(request, "happenings/editing/paste.html", context, status=status)


def _editor(request: HttpRequest) -> Any:
    if not can_edit_happenings(request.user):
        raise PermissionDenied
    return request.user


def _taken_in_words(taken: actions.Taken) -> str:
    return _(
        "New: %(added)d. Changed: %(changed)d. No longer there: %(gone)d. "
        "Not understood: %(passed_over)d."
    ) % vars(taken)
