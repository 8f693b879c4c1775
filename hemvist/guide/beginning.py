"""The editor's page on which a text to begin with is chosen; it makes the draft."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from hemvist.core.dates import today
from hemvist.guide.starting import Start, starts_for


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, parent_pk: int, kind: str) -> HttpResponse:
    """Show the texts there are; a button makes a draft with the one that was chosen."""
    parent = get_object_or_404(Page, pk=parent_pk).specific
    page_type = next(
        (model for model in parent.allowed_subpage_models() if model._meta.model_name == kind), None
    )
    starts = starts_for(page_type)
    if page_type is None or not starts:
        raise Http404
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    chosen = next((start for start in starts if start.code == request.POST.get("start")), None)
    if chosen is not None:
        page = make_draft(parent, page_type, chosen, by=request.user)
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "parent": parent,
        "kind": kind,
        "app": apps.get_model("guide", kind)._meta.app_label,
        "name": page_type.get_verbose_name(),
        "starts": starts,
    }
    return render(request, "guide/editor/begin.html", context)


def make_draft(parent: Any, kind: Any, start: Start, *, by: Any) -> Page:
    """A page that nobody sees yet, below its parent, with a text that is to be written over."""
    with override(parent.locale.language_code):
        page: Page = kind(
            title=_("New page"),
            slug=f"new-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}",
            locale=parent.locale,
            owner=by,
            live=False,
            checked_on=today(),  # so that its owner is asked about it when its time has come
            **start.fields(),
        )
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    return page
