"""The public register: its pages for staff, what is kept out, and extracts to hand out."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hemvist.audit.actions import record
from hemvist.casework import rules
from hemvist.casework.models import Case, RegisterEntry
from hemvist.casework.register import keep_out
from hemvist.core.dates import day_in_words
from hemvist.core.models import Municipality
from hemvist.core.paper import MOST_ROWS, PaperTable, TooLongForPaper, pdf_of
from hemvist.desk import register as public_register
from hemvist.desk.forms import KeepOutForm, RegisterForm
from hemvist.desk.guarding import for_those_who, number_in, query_without, staff


@for_those_who(rules.can_read_register)
def register(request: HttpRequest) -> HttpResponse:
    """Every document in and out, by number, the newest first."""
    form, found = _asked_for(request)
    before = number_in(request.GET.get("before", ""))
    context = {
        "form": form,
        "page": public_register.register_page(found, before=before),
        "before": before,
        "query": query_without(request, "before"),
        "links_to_cases": rules.can_use_desk(staff(request)),
    }
    return render(request, "desk/register.html", context, status=200 if form.is_valid() else 422)


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One line as staff and as the public see it, and what of it is kept out."""
    user = staff(request)
    if not rules.can_read_register(user):
        raise PermissionDenied
    found = get_object_or_404(
        RegisterEntry.objects.select_related("case", "case__household"), number=number
    )
    if request.method == "POST" and not rules.can_keep_out(user):
        raise PermissionDenied
    form = KeepOutForm(request.POST if request.method == "POST" else None, entry=found)
    if form.is_bound and form.is_valid():
        keep_out(found, **form.cleaned_data, by=user)
        messages.success(request, _("Saved. This is how the public sees the line now."))
        return redirect("desk:register_entry", number)
    context = {
        "form": form,
        "may_change": rules.can_keep_out(user),
        "staff_line": public_register.line_for_staff(found),
        "public_line": public_register.line_for_public(found),
        "links_to_cases": rules.can_use_desk(user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/register_entry.html", context, status=status)


@for_those_who(rules.can_read_register)
def extract(request: HttpRequest) -> HttpResponse:
    """A period of the register as the public may see it, to look through and to print."""
    form, found = _asked_for(request)
    return _preview(request, form, found)


def _preview(
    request: HttpRequest, form: RegisterForm, found: Any, *, trouble: str = ""
) -> HttpResponse:
    limit = public_register.PREVIEW
    oldest = found.order_by("registered_at", "pk")[: limit + 1]
    lines = [public_register.line_for_public(each) for each in oldest]
    context = {
        "form": form,
        "lines": lines[:limit],
        "limit": limit,
        "is_cut": len(lines) > limit,
        "kept_out": sum(line.has_secrets for line in lines[:limit]),
        "query": query_without(request, "before"),
        "trouble": trouble,
    }
    status = 422 if trouble or not form.is_valid() else 200
    return render(request, "desk/extract.html", context, status=status)


@for_those_who(rules.can_read_register)
def extract_csv(request: HttpRequest) -> HttpResponseBase:
    """The whole extract for a spreadsheet; that it was taken out is written in the log."""
    form, found = _asked_for(request)
    if not form.is_valid():
        return _preview(request, form, found)
    _record(request, form)
    rows = public_register.csv_rows(public_register.extract(found))
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(form)}.csv"'
    return response


@for_those_who(rules.can_read_register)
def extract_pdf(request: HttpRequest) -> HttpResponseBase:
    """The whole extract on paper; that it was taken out is written in the log."""
    form, found = _asked_for(request)
    if not form.is_valid():
        return _preview(request, form, found)
    rows = public_register.rows_of(public_register.extract(found))
    table = PaperTable(
        title=_("Extract of the public register"),
        author=str(Municipality.objects.get(pk=1).authority),
        language=get_language() or "sv",
        about=[_about(form)],
        head=next(rows),
        widths=(0, 0, 0, 0, 2, 3),
        is_wide=True,
    )
    try:
        paper = pdf_of(table, rows)
    except TooLongForPaper:
        too_long = _(
            "These are more than %(most)s lines, too many for paper. Choose a shorter period, or "
            "take the spreadsheet."
        ) % {"most": f"{MOST_ROWS:,}".replace(",", "\u00a0")}
        return _preview(request, form, found, trouble=too_long)
    _record(request, form)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(form)}.pdf"'
    return response


def _about(form: RegisterForm) -> str:
    if case := form.cleaned_data["case"]:
        return _("Case %(reference)s") % {"reference": case}
    days = {
        "since": day_in_words(form.cleaned_data["since"]),
        "until": day_in_words(form.cleaned_data["until"]),
    }
    return _("%(since)s to %(until)s") % days


def _file_name(form: RegisterForm) -> str:
    asked = form.cleaned_data
    return f"register-{asked['case'] or '-'.join([str(asked['since']), str(asked['until'])])}"


def _record(request: HttpRequest, form: RegisterForm) -> None:
    asked = form.cleaned_data
    detail = {"since": asked["since"].isoformat(), "until": asked["until"].isoformat()}
    if asked["case"]:
        detail["case"] = asked["case"]
    record("register.extracted", Municipality(pk=1), by=staff(request), detail=detail)


def _asked_for(request: HttpRequest) -> tuple[RegisterForm, Any]:
    """The form and its lines; a case that one may not know of is a case that is not there."""
    visible = Case.objects.visible_to(staff(request))
    form = RegisterForm(request.GET, cases=visible)
    if not form.is_valid():
        return form, public_register.nothing()
    return form, public_register.entries(**form.cleaned_data)


class _Echo:
    """What csv writes to, when each line is to be sent on at once."""

    def write(self, line: str) -> str:
        """Give the line back."""
        return line


def _csv(rows: Iterator[list[str]]) -> Iterator[str]:
    """Lines that Excel opens right: a byte order mark, and semicolons as in Swedish settings."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield from (writer.writerow(row) for row in rows)
