"""The glossary: words that stay as they are, and what some may be called in other languages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hemvist.accounts.models import User
from hemvist.upkeep.actions import remove_term, save_term
from hemvist.upkeep.forms import GlossaryTermForm
from hemvist.upkeep.models import GlossaryTerm
from hemvist.upkeep.rules import can_keep_up

PAGE_SIZE = 50


@login_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """All words with their translations."""
    _keeper(request)
    page = Paginator(GlossaryTerm.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "upkeep/glossary.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a word or change it. The hint at a translation leads here with the word filled in."""
    by = _keeper(request)
    term = get_object_or_404(GlossaryTerm, pk=pk) if pk else None
    first = {"term": request.GET.get("term", "")[:100]}
    form = GlossaryTermForm(request.POST or None, instance=term, initial={} if term else first)
    if form.is_valid():
        saved = save_term(form.filled(), by=by)
        messages.success(request, _("%(word)s is in the glossary.") % {"word": saved})
        return redirect("upkeep:glossary")
    status = 422 if form.is_bound else 200
    context = {"form": form, "term": term}
    return render(request, "upkeep/glossary_term.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take a word out."""
    by = _keeper(request)
    term = get_object_or_404(GlossaryTerm, pk=pk)
    if request.method == "POST":
        remove_term(term, by=by)
        messages.success(request, _("%(word)s is no longer in the glossary.") % {"word": term})
        return redirect("upkeep:glossary")
    return render(request, "upkeep/glossary_remove.html", {"term": term})


def _keeper(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_keep_up(request.user):
        raise PermissionDenied
    return request.user
