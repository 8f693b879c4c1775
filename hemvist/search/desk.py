"""The editors' side: what is asked for in vain, and the words that lead to each concept."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.core.dates import today
from hemvist.search import actions
from hemvist.search.counting import asked_in_vain, most_asked
from hemvist.search.forms import NewTerm
from hemvist.search.models import Concept, Term
from hemvist.search.rules import can_keep_words

LOOKING_BACK = timedelta(days=90)
MOST_SHOWN = 50


@login_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What readers looked for and did not find, and what most look for."""
    _keeper(request)
    since = today() - LOOKING_BACK
    context = {
        "in_vain": asked_in_vain(since=since)[:MOST_SHOWN],
        "most": most_asked(since=since)[:MOST_SHOWN],
        "concepts": Concept.objects.all(),
    }
    return render(request, "search/asked.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def concept(request: HttpRequest, code: str) -> HttpResponse:
    """The words that lead to a concept, and room for one more."""
    user = _keeper(request)
    found = get_object_or_404(Concept, pk=code)
    first = {"text": request.GET.get("text", "")[:80], "language": request.GET.get("language", "")}
    form = NewTerm(request.POST) if request.method == "POST" else NewTerm(initial=first)
    if form.is_valid():
        actions.add_term(found, by=user, **form.cleaned_data)
        messages.success(request, _("The word is used from now on."))
        return redirect("search_desk:concept", found.pk)
    context = {"concept": found, "form": form, "terms": found.terms.order_by("language", "text")}
    return render(request, "search/concept.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def switch_off(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let a word no longer lead to the concept."""
    user = _keeper(request)
    term = get_object_or_404(Term, pk=pk, concept=code)
    actions.switch_off_term(term, by=user)
    messages.success(request, _("The word is not used any more."))
    return redirect("search_desk:concept", code)


def _keeper(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not can_keep_words(user):
        raise PermissionDenied
    return user
