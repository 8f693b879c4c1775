"""Keeping filters, and the tags of one case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hemvist.accounts.models import User
from hemvist.bulk import keeping, rules
from hemvist.bulk.forms import SavedFilterForm, TagsForm
from hemvist.bulk.models import SavedFilter
from hemvist.bulk.tagging import make_tag, tag_case, untag_case
from hemvist.casework.models import Case


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not rules.can_keep_filters(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_GET
def saved_filters(request: HttpRequest) -> HttpResponse:
    """All filters one has kept, and those of one's teams."""
    user = _staff(request)
    saved = SavedFilter.objects.visible_to(user).select_related("owner", "team").distinct()
    rows = [(one, rules.can_remove_filter(user, one)) for one in saved]
    return render(request, "bulk/saved_filters.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def save_filter(request: HttpRequest) -> HttpResponse:
    """Give the filters of a list a name."""
    user = _staff(request)
    first = {"page": request.GET.get("page", ""), "query": request.GET.get("query", "")}
    form = SavedFilterForm(request.POST or None, user=user, initial=first)
    if form.is_valid():
        kept = form.cleaned_data
        keeping.save_filter(
            name=kept["name"], page=kept["page"], filters=kept["query"], team=kept["team"], by=user
        )
        messages.success(request, _("The filter is kept. You find it above the list."))
        return redirect("bulk:saved_filters")
    status = 422 if form.is_bound else 200
    return render(request, "bulk/save_filter.html", {"form": form}, status=status)


@login_required
@require_POST
def remove_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a kept filter."""
    user = _staff(request)
    saved = get_object_or_404(SavedFilter.objects.visible_to(user).distinct(), pk=pk)
    if not rules.can_remove_filter(user, saved):
        raise PermissionDenied
    keeping.remove_filter(saved, by=user)
    messages.success(request, _("The filter is removed. No case has changed."))
    return redirect("bulk:saved_filters")


@login_required
@require_http_methods(["GET", "POST"])
def tags(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which tags a case has."""
    user = request.user
    if not isinstance(user, User) or "\0" in reference:
        raise Http404
    case = get_object_or_404(Case.objects.visible_to(user), reference=reference)
    if not rules.can_tag(user):
        raise PermissionDenied
    form = TagsForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        _set_tags(case, form, user)
        messages.success(request, _("The tags are changed."))
        return redirect("desk:case", case.reference)
    status = 422 if form.is_bound else 200
    return render(request, "bulk/tags.html", {"form": form, "case": case}, status=status)


def _set_tags(case: Case, form: TagsForm, user: User) -> None:
    at = timezone.now()
    wanted = set(form.cleaned_data.get("tags", []))
    if form.cleaned_data["new"]:
        wanted.add(make_tag(form.cleaned_data["new"], by=user))
    had = {row.tag for row in case.tags.select_related("tag")}
    for tag in wanted - had:
        tag_case(case, tag=tag, by=user, at=at)
    for tag in had - wanted:
        untag_case(case, tag=tag, by=user, at=at)
