"""Texts of which nobody knows yet whose they are."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.people.actions import HouseholdIsErased
from hemvist.texts.actions import (
    AnsweredSince,
    DecidedAlready,
    give_to_case,
    put_aside,
    undo_decision,
)
from hemvist.texts.forms import WhoseForm
from hemvist.texts.models import IncomingText
from hemvist.texts.queries import lately_decided, waiting_texts
from hemvist.texts.rules import can_sort_texts


def _sorter(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_sort_texts(request.user):
        raise PermissionDenied
    return request.user


def _text(user: User, pk: int) -> IncomingText:
    return get_object_or_404(IncomingText.objects.visible_to(user), pk=pk)


@login_required
@require_safe
def unsorted(request: HttpRequest) -> HttpResponse:
    """The texts that wait, and what was decided lately."""
    return _page(request, _sorter(request))


def _page(request: HttpRequest, user: User, **more: Any) -> HttpResponse:
    context = {
        "waiting": waiting_texts(user),
        "decided": lately_decided(user),
        "form": None,
        **more,
    }
    return render(request, "texts/unsorted.html", context, status=422 if more else 200)


@login_required
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose a text is."""
    user = _sorter(request)
    text = _text(user, pk)
    form = WhoseForm(request.POST, by=user, auto_id=f"text{pk}_%s")
    if not form.is_valid() or form.case is None:
        return _page(request, user, form=form, at=pk)
    try:
        give_to_case(text, case=form.case, by=user, at=timezone.now())
    except DecidedAlready:
        messages.info(request, _("A colleague has said whose it is a moment ago."))
    except HouseholdIsErased:
        messages.warning(request, _("All about this household has been erased. Choose another."))
    else:
        told = {"reference": form.case.reference}
        messages.success(request, _("The text stands in %(reference)s now.") % told)
    return redirect("texts:unsorted")


@login_required
@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a text is nobody's."""
    user = _sorter(request)
    try:
        put_aside(_text(user, pk), by=user, at=timezone.now())
    except DecidedAlready:
        messages.info(request, _("A colleague has said whose it is a moment ago."))
    else:
        messages.success(request, _("The text is put aside."))
    return redirect("texts:unsorted")


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a text wait again."""
    user = _sorter(request)
    try:
        undo_decision(_text(user, pk), by=user, at=timezone.now())
    except DecidedAlready:
        messages.info(request, _("A colleague has undone it a moment ago."))
    except AnsweredSince:
        messages.warning(
            request,
            _("Somebody has worked with the case since. Divide the case if the text is another's."),
        )
    else:
        messages.success(request, _("The text waits again."))
    return redirect("texts:unsorted")
