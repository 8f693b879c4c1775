"""The page where one asks for the letter of the morning, and sees what would stand in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hemvist.casework.rules import ANSWERING
from hemvist.core.dates import today
from hemvist.desk.counts import counts_of
from hemvist.desk.digest import choose_digest, in_words
from hemvist.desk.guarding import staff


@login_required
@require_http_methods(["GET", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    """Ask for the letter of the morning, or for it no more."""
    user = staff(request)
    if user.role not in ANSWERING:
        raise PermissionDenied
    if request.method == "POST":
        wants = request.POST.get("wants") == "1"
        choose_digest(user, wants=wants)
        comes, ends = _("The letter comes each working morning."), _("The letter comes no more.")
        messages.success(request, comes if wants else ends)
        return redirect("desk:digest")
    counts = counts_of(user, on=today())
    return render(request, "desk/digest.html", {"counts": counts, "paragraphs": in_words(counts)})
