"""Sending a referral, and answering it with a link or a login."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hemvist.accounts.models import Role, User
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.actions import CaseIsClosed
from hemvist.casework.models import Case
from hemvist.referrals import actions
from hemvist.referrals.forms import AnswerForm, DeclineForm, FunctionForm, ReferralForm
from hemvist.referrals.links import LinkIsBroken, referral_from
from hemvist.referrals.models import Function, Referral, SharedField
from hemvist.referrals.queries import functions_for, shared_texts
from hemvist.referrals.rules import can_answer, can_manage_functions, can_refer

PAGE_SIZE = 50


def _case_to_refer(request: HttpRequest, reference: str) -> Case:
    case = get_object_or_404(
        Case.objects.visible_to(_user(request)).select_related("household", "area"),
        reference=reference,
    )
    if not can_refer(_user(request), case):
        raise PermissionDenied
    if "confirmed" not in request.POST:  # the preview shows addresses
        record("case.viewed", case, by=_user(request))
    return case


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@login_required
@require_safe
def choose_function(request: HttpRequest, reference: str) -> HttpResponse:
    """Which function could help; those that serve an open need come first."""
    case = _case_to_refer(request, reference)
    context = {"case": case, "functions": functions_for(case).prefetch_related("life_areas")}
    return render(request, "referrals/choose_function.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, reference: str, function_pk: int) -> HttpResponse:
    """Write the referral, see exactly what will be shared, then send it.

    The first POST shows the preview; the one with `confirmed` sends.
    """
    case = _case_to_refer(request, reference)
    function = get_object_or_404(Function.objects.active(), pk=function_pk)
    form = ReferralForm(request.POST or None, case=case, function=function)
    context = {"case": case, "function": function, "form": form}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "referrals/refer.html", context, status=status)
    if "confirmed" not in request.POST:
        return render(request, "referrals/preview.html", context | _preview(case, function, form))
    try:
        _send(case, function, form, by=_user(request))
    except CaseIsClosed:
        form.add_error(None, _("This case was closed while you were writing. Open it again first."))
    except actions.HouseholdIsProtected:
        form.add_error(
            None,
            _(
                "This household has protected identity and is never referred in writing. "
                "Telephone the function instead."
            ),
        )
    else:
        messages.success(
            request, _("The referral is on its way to %(name)s.") % {"name": function.name}
        )
        return redirect("desk:case", case.reference)
    return render(request, "referrals/refer.html", context, status=422)


def _preview(case: Case, function: Function, form: ReferralForm) -> dict[str, Any]:
    shared = shared_texts(case, form.cleaned_data["fields_shared"], language=function.language)
    return {
        "shared": [(SharedField(name).label, text) for name, text in shared.items()],
        "need": form.cleaned_data["need"],
        "wording": _wording(function, shared),
    }


def _wording(function: Function, shared: dict[str, str]) -> str:
    labels = ", ".join(str(SharedField(name).label) for name in shared)
    return _("%(function)s may know: %(fields)s.") % {
        "function": function.name,
        "fields": labels or _("nothing about who you are"),
    }


def _send(case: Case, function: Function, form: ReferralForm, *, by: User) -> Referral:
    chosen = form.cleaned_data
    shared = shared_texts(case, chosen["fields_shared"], language=case.household.language)
    return actions.make_referral(
        case,
        function=function,
        need=chosen["need"],
        question=chosen["question"],
        fields=chosen["fields_shared"],
        agreement=actions.Agreement(_wording(function, shared), chosen["agreed_how"]),
        by=by,
        at=timezone.now(),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a referral back, on a page of its own because the function is told at once."""
    referral = get_object_or_404(Referral.objects.visible_to(_user(request)), pk=pk)
    if not can_refer(_user(request), referral.case):
        raise PermissionDenied
    if request.method == "POST":
        try:
            actions.withdraw_referral(referral, by=_user(request), at=timezone.now())
        except actions.ReferralIsEnded:
            messages.warning(request, _("The referral had already been answered or ended."))
        else:
            messages.success(request, _("The referral is taken back, and the function is told."))
        return redirect("desk:case", referral.case.reference)
    return render(request, "referrals/withdraw.html", {"referral": referral, "case": referral.case})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What a function sees and answers with the link from its letter; no account."""
    try:
        referral = referral_from(token)
    except LinkIsBroken:
        return render(request, "referrals/broken_link.html", status=404)
    return _answer_page(request, referral, by=Actor.RECEIVER)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page for somebody who works in the function and has a login."""
    referral = get_object_or_404(Referral.objects.visible_to(_user(request)), pk=pk)
    if not can_answer(_user(request), referral):
        raise PermissionDenied
    return _answer_page(request, referral, by=_user(request))


def _answer_page(request: HttpRequest, referral: Referral, *, by: By) -> HttpResponse:
    chosen = request.POST.get("act", "")
    declining = chosen == "decline"
    forms = {
        "form": AnswerForm(request.POST if request.method == "POST" and not declining else None),
        "decline_form": DeclineForm(
            request.POST if declining else None,
            auto_id="decline_%s",  # both forms have an answer; an id stands once on a page
        ),
    }
    status = 200
    if request.method == "POST":
        form = forms["decline_form" if declining else "form"]
        if form.is_valid() and (act := _ACTS.get(chosen)):
            _do(request, act, referral, form, by)
            return redirect(request.path)
        status = 422
    record("referral.viewed", referral.case, by=by, detail={"referral": referral.pk})
    shared = [(SharedField(name).label, text) for name, text in referral.shared.items()]
    context = {"referral": referral, "shared": shared, **forms}
    return render(request, "referrals/answer.html", context, status=status)


Act = Callable[[Referral, AnswerForm, By], Referral]


def _accept(referral: Referral, form: AnswerForm, by: By) -> Referral:
    return actions.accept_referral(
        referral, answer=form.cleaned_data["answer"], by=by, at=timezone.now()
    )


def _decline(referral: Referral, form: AnswerForm, by: By) -> Referral:
    return actions.decline_referral(referral, **form.cleaned_data, by=by, at=timezone.now())


def _finish(referral: Referral, form: AnswerForm, by: By) -> Referral:
    return actions.finish_referral(
        referral, answer=form.cleaned_data["answer"], by=by, at=timezone.now()
    )


_ACTS: dict[str, Act] = {"accept": _accept, "decline": _decline, "done": _finish}


def _do(request: HttpRequest, act: Act, referral: Referral, form: AnswerForm, by: By) -> None:
    try:
        act(referral, form, by)
    except actions.ReferralIsEnded:
        messages.warning(
            request, _("This referral was answered or taken back before. Here is how it stands.")
        )
    else:
        messages.success(request, _("Thank you. Your answer is with the host now."))


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """All that was sent to the functions one works in; the unanswered first."""
    if _user(request).role != Role.RECEIVER:
        raise PermissionDenied
    rows = Referral.objects.visible_to(_user(request)).select_related(
        "function", "need__life_area", "case"
    )
    page = Paginator(rows.most_urgent_first(), PAGE_SIZE)
    return render(request, "referrals/inbox.html", {"page": page.get_page(request.GET.get("page"))})


def _manager(request: HttpRequest) -> None:
    if not can_manage_functions(_user(request)):
        raise PermissionDenied


@login_required
@require_safe
def functions(request: HttpRequest) -> HttpResponse:
    """The receiving functions, for the coordinator."""
    _manager(request)
    rows = Function.objects.prefetch_related("life_areas")
    return render(request, "referrals/functions.html", {"functions": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_function(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a receiving function."""
    _manager(request)
    function = get_object_or_404(Function, pk=pk) if pk else None
    form = FunctionForm(request.POST or None, instance=function)
    if form.is_valid():
        life_areas = form.cleaned_data["life_areas"]
        saved = actions.save_function(
            form.save(commit=False), life_areas=life_areas, by=_user(request)
        )
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        return redirect("referrals:functions")
    status = 422 if form.is_bound else 200
    context = {"form": form, "function": function}
    return render(request, "referrals/edit_function.html", context, status=status)
