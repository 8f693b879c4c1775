"""Doing one thing to many cases: choose, describe, look, begin, watch, undo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hemvist.accounts.models import User
from hemvist.bulk import actions, preview, rules
from hemvist.bulk.deed_forms import FORMS
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import BulkDeed, BulkLineState, DeedKind
from hemvist.bulk.starting import beginning, starts_for, template_called
from hemvist.bulk.texts import blanks_for
from hemvist.casework.models import Case, CaseQuerySet
from hemvist.replies.actions import count_use

LINES = 50


def _doer(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not rules.can_do_many(request.user):
        raise PermissionDenied
    return request.user


def _deed(request: HttpRequest, pk: int) -> BulkDeed:
    user = _doer(request)
    return get_object_or_404(BulkDeed.objects.visible_to(user).select_related("by"), pk=pk)


@login_required
@require_GET
def deeds(request: HttpRequest) -> HttpResponse:
    """What was done to many cases, the newest first."""
    user = _doer(request)
    rows = BulkDeed.objects.visible_to(user).select_related("by")
    page = Paginator(preview.with_counts(rows), 30).get_page(request.GET.get("page"))
    return render(request, "bulk/deeds.html", {"page": page})


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Hold on to the chosen cases, or to all that fit a filter, and go on to what shall be done."""
    user, kind = _doer(request), request.POST.get("kind", "")
    if kind not in DeedKind:
        messages.warning(request, _("Choose what shall be done."))
        return redirect(_back(request))
    query = request.POST.get("query", "")[:500]
    try:
        deed = actions.choose_cases(
            _chosen(request.POST, user, query),
            kind=DeedKind(kind),
            by=user,
            at=timezone.now(),
            query=query,
        )
    except actions.NothingChosen:
        messages.warning(request, _("Choose some cases first, or all that fit."))
        return redirect(_back(request))
    except actions.TooMany:
        words = _("More than %(most)d cases fit. Narrow the filter, and do it in parts.")
        messages.warning(request, words % {"most": actions.MOST})
        return redirect(_back(request))
    return redirect("bulk:deed", deed.pk)


def _chosen(posted: QueryDict, user: User, query: str) -> CaseQuerySet:
    cases = Case.objects.visible_to(user)
    if posted.get("all"):
        return Filters.from_text(query).narrow(cases)
    numbers = [text for text in posted.getlist("case") if text.isascii() and text.isdigit()]
    return cases.filter(pk__in=[int(text) for text in numbers if len(text) < 16])


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours and back.startswith("/desk/") else "desk:cases"


@login_required
@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, pk: int) -> HttpResponse:
    """One deed: describe it, see whom it is for, watch it, see what became of each case."""
    row = _deed(request, pk)
    user = _doer(request)
    form = None
    if row.is_prepared:
        posted = request.POST if request.method == "POST" else None
        template = template_called(request.GET.get("template", "")) if row.is_message else None
        start = beginning(template) if template else None
        form = FORMS[row.kind](posted, deed=row, by=user, start=start)
        if form.is_valid():
            try:
                actions.describe_deed(row, detail=form.detail())
            except actions.NotReady:
                messages.warning(request, _("It has begun already."))
            else:
                if template:
                    count_use(template)
            return redirect("bulk:deed", row.pk)
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "bulk/deed.html", _context(request, row, user, form), status=status)


def _context(request: HttpRequest, row: BulkDeed, user: User, form: Any) -> dict[str, Any]:
    state = request.GET.get("state", "")
    lines = preview.lines_of(row, user, state=state)
    shares = preview.shares(row)
    return {
        "deed": row,
        "form": form,
        "total": sum(share.count for share in shares),
        "to_do": sum(share.count for share in shares if share.state == BulkLineState.WAITING),
        "over": sum(share.count for share in shares if share.state != BulkLineState.WAITING),
        "shares": shares,
        "words": preview.in_words(row),
        "samples": preview.samples(row, user),
        "starts": starts_for(row) if form is not None and row.is_message else [],
        "chosen_start": request.GET.get("template", ""),
        "blanks": blanks_for(get_language() or "sv"),
        "page": Paginator(lines, LINES).get_page(request.GET.get("page")),
        "state": state if state in BulkLineState.values else "",
        "can_be_undone": actions.can_be_undone(row, at=timezone.now()),
    }


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a worker do it."""
    row = _deed(request, pk)
    try:
        actions.begin_deed(row, by=_doer(request), at=timezone.now())
    except actions.NotReady:
        messages.warning(request, _("Say first what shall be done."))
    return redirect("bulk:deed", row.pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it taken back, while there is time."""
    row = _deed(request, pk)
    try:
        actions.undo_deed(row, by=_doer(request), at=timezone.now())
    except actions.TooLateToUndo:
        messages.warning(request, _("It is too late to undo this. Change the cases one by one."))
    return redirect("bulk:deed", row.pk)
