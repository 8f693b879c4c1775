"""Which cases may be the same, and the pages that merge, divide and undo."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.actions import CaseIsClosed
from hemvist.casework.models import Case
from hemvist.casework.waiting import waiting_of
from hemvist.core.working_time import Calendar
from hemvist.merging.actions import (
    CannotMerge,
    confirm_same,
    merge_cases,
    shared_addresses,
    tell_apart,
)
from hemvist.merging.deciding import earliest
from hemvist.merging.forms import ConfirmForm, MergeForm, OtherForm, member_in_words
from hemvist.merging.models import Regrouping
from hemvist.merging.queries import candidates, how_many_undecided, undecided_pairs
from hemvist.merging.rules import can_regroup
from hemvist.merging.showing import choices_of, moved_in_words, told_in_words
from hemvist.merging.split_form import SplitForm
from hemvist.merging.splitting import CannotSplit, split_case, undo_split
from hemvist.merging.undoing import CannotUndo, later_one, undo_merge
from hemvist.merging.words import why_not
from hemvist.people.models import ContactPoint

PAGE_SIZE = 30
shown_and_sent = require_http_methods(["GET", "HEAD", "POST"])


def for_deciders(view: Any) -> Any:
    """A page for those who decide whose a case is: others get 403, strangers the login."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_regroup(request.user):
            if "reference" in kwargs:  # who may not know of the case learns nothing by asking
                _case(request, kwargs["reference"])
            raise PermissionDenied
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _case(request: HttpRequest, reference: str) -> Case:
    if "\0" in reference:
        raise Http404
    known = Case.objects.visible_to(_user(request)).select_related(
        "household", "household__contact_choice", "conversation", "owner", "team", "area"
    )
    return get_object_or_404(known, reference=reference)


@require_safe
@for_deciders
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of open cases that may be the same, the most alike first."""
    user = _user(request)
    page = Paginator(undecided_pairs(user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "count": how_many_undecided(user)}
    return render(request, "merging/duplicates.html", context)


@shown_and_sent
@for_deciders
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Which case is the same: one that was found, or one whose number somebody knows."""
    case = _case(request, reference)
    cases = Case.objects.visible_to(_user(request))
    form = OtherForm(request.POST or None, cases=cases, case=case)
    if form.is_valid():
        return redirect("merging:merge", case.reference, form.cleaned_data["reference"].reference)
    found = candidates(case, reader=_user(request))
    context = {"case": case, "form": form, "found": found}
    return render(request, "merging/choose.html", context, status=422 if form.is_bound else 200)


@shown_and_sent
@for_deciders
def merge(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Both cases side by side, what shall be kept of each, and the button."""
    case, twin = _case(request, reference), _case(request, other)
    shared = shared_addresses(case.household, twin.household)
    form = MergeForm(request.POST or None, case=case, other=twin, shares=bool(shared))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            done = merge_cases(
                case,
                other=twin,
                kept=form.kept(),
                by=_user(request),
                at=timezone.now(),
                asked_how=form.cleaned_data.get("asked_how", ""),
                versions=(form.cleaned_data["version"], form.cleaned_data["other_version"]),
            )
        except CannotMerge as refused:
            form.add_error(None, why_not(refused.why))
            status = 409 if refused.why == "changed" else 422
        else:
            messages.success(
                request,
                _("%(other)s has become a part of %(case)s.")
                % {"other": twin.reference, "case": case.reference},
            )
            return redirect("merging:regrouping", done.pk)
    for one in (case, twin):
        record("case.viewed", one, by=_user(request))
    context = {
        **{"case": case, "other": twin, "form": form, "shared": sorted(v for _k, v in shared)},
        **_side_by_side(case, twin),
    }
    return render(request, "merging/merge.html", context, status=status)


def _side_by_side(case: Case, other: Case) -> dict[str, Any]:
    calendar, now = Calendar.current(), timezone.now()
    clock = earliest(case, other, at=timezone.now())
    points: dict[int, list[str]] = {case.household_id: [], other.household_id: []}
    rows = ContactPoint.objects.filter(household__in=points).order_by("kind", "pk")
    for home, value in rows.values_list("household", "value"):
        points[home].append(value)
    waits = next(
        (one for one in (case, other) if one.first_unanswered_at == clock.first_unanswered_at), case
    )
    return {
        "my_points": points[case.household_id],
        "their_points": points[other.household_id],
        "my_members": [member_in_words(one) for one in case.household.people.present()],
        "my_waiting": waiting_of(case, calendar=calendar, now=now),
        "their_waiting": waiting_of(other, calendar=calendar, now=now),
        "waiting": waiting_of(waits, calendar=calendar, now=now),
    }


@login_required
@require_POST
@for_deciders
def apart(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Say that two cases are not the same; nobody is asked about them again."""
    case, twin = _case(request, reference), _case(request, other)
    if case != twin:
        tell_apart(case, other=twin, by=_user(request), at=timezone.now())
        messages.success(request, _("Noted: these are two. Nobody is asked about them again."))
    if request.POST.get("back") == "list":
        return redirect("merging:duplicates")
    return redirect("desk:case", case.reference)


@shown_and_sent
@for_deciders
def divide(request: HttpRequest, reference: str) -> HttpResponse:
    """Who and what goes along to a case of its own."""
    case = _case(request, reference)
    form = SplitForm(request.POST or None, case=case)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            done = split_case(case, taken=form.taken(), by=_user(request), at=timezone.now())
        except CaseIsClosed:
            form.add_error(None, why_not("closed"))
        except CannotSplit as refused:
            form.add_error(None, why_not(refused.why))
        else:
            messages.success(
                request,
                _("%(other)s is a case of its own now.") % {"other": done.other.reference},
            )
            return redirect("merging:regrouping", done.pk)
    else:
        record("case.viewed", case, by=_user(request))
    return render(request, "merging/divide.html", {"case": case, "form": form}, status=status)


def _regrouping(request: HttpRequest, pk: int) -> Regrouping:
    parts = ("case__household", "other", "by", "undone_by", "household", "other_household")
    known = Regrouping.objects.visible_to(_user(request)).select_related(*parts)
    return get_object_or_404(known, pk=pk)


@require_safe
@for_deciders
def regrouping(request: HttpRequest, pk: int) -> HttpResponse:
    """What one merge or division moved, and what came of undoing it."""
    one = _regrouping(request, pk)
    context = {
        "regrouping": one,
        "case": one.case,
        "moved": moved_in_words(one),
        "told": told_in_words(one),
        "later": later_one(one) if one.is_standing else None,
        "form": ConfirmForm() if one.waits_for_proof else None,
    }
    return render(request, "merging/regrouping.html", context)


@login_required
@require_POST
@for_deciders
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The household has said that both cases are theirs."""
    one, form = _regrouping(request, pk), ConfirmForm(request.POST)
    if form.is_valid():
        how = form.cleaned_data["how"]
        confirm_same(one, how=how, by=_user(request), at=timezone.now())
        messages.success(request, _("Noted. All their addresses lead to their page again."))
    else:
        messages.error(request, _("Choose how they said so."))
    return redirect("merging:regrouping", one.pk)


@shown_and_sent
@for_deciders
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it back, with a choice for everything that has come since."""
    one = _regrouping(request, pk)
    why = ""
    if request.method == "POST":
        goes = request.POST.getlist("goes")
        try:
            if one.is_merge:
                undo_merge(one, by=_user(request), at=timezone.now(), goes=goes)
            else:
                undo_split(one, by=_user(request), at=timezone.now())
        except CannotUndo as refused:
            why = why_not(refused.why)
        else:
            messages.success(request, _("Undone. Each case has again what it had."))
            return redirect("merging:regrouping", one.pk)
    added = choices_of(one) if one.is_merge and one.is_standing else []
    context = {
        **{"regrouping": one, "case": one.case, "added": added, "why": why},
        "later": later_one(one) if one.is_standing else None,
    }
    return render(request, "merging/undo.html", context, status=409 if why else 200)
