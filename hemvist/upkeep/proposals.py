"""An association proposes something for the calendar; an editor decides.

The public form needs no cookie and no token, as the other forms for readers: see `views`.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.core.limits import count_tries, network_of
from hemvist.intake.question import readable_post
from hemvist.upkeep.models import HappeningProposal, ProposalOutcome
from hemvist.upkeep.proposal_forms import DeclineForm, ProposalForm
from hemvist.upkeep.proposing import (
    AlreadyDecided,
    decline_proposal,
    propose_happening,
    publish_proposal,
)
from hemvist.upkeep.rules import can_keep_up

PROPOSALS_AN_HOUR = 20
PAGE_SIZE = 30


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The public form."""
    form = ProposalForm(readable_post(request.POST) if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "upkeep/propose.html", {"form": form}, status=status)
    if count_tries("proposal", network_of(request)) > PROPOSALS_AN_HOUR:
        return render(request, "upkeep/too_many.html", status=429)
    if not form.is_by_machine:
        propose_happening(form.said(), language=get_language() or "sv", at=timezone.now())
    return redirect("proposal:proposed")


@never_cache
@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """Say that it has come, and what happens next."""
    return render(request, "upkeep/proposed.html")


@login_required
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits to be decided, the oldest first; or what has been."""
    _keeper(request)
    is_handled = request.GET.get("state") == "handled"
    found = HappeningProposal.objects.filter(outcome=ProposalOutcome.WAITING)
    if is_handled:
        found = HappeningProposal.objects.exclude(outcome=ProposalOutcome.WAITING)
        found = found.order_by("-handled_at")
    page = Paginator(found.select_related("area"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "upkeep/proposals.html", {"page": page, "is_handled": is_handled})


@login_required
@require_safe
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal, with the two ways to decide."""
    _keeper(request)
    found = get_object_or_404(HappeningProposal.objects.select_related("happening"), pk=pk)
    return render(request, "upkeep/proposal.html", {"proposal": found, "form": DeclineForm()})


@login_required
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it into the calendar."""
    by = _keeper(request)
    found = get_object_or_404(HappeningProposal, pk=pk)
    try:
        happening = publish_proposal(found, by=by, at=timezone.now())
    except AlreadyDecided:
        messages.info(request, _("A colleague has decided already."))
        return redirect("upkeep:proposal", pk)
    messages.success(
        request, _("%(title)s is in the calendar, and its proposer is told.") % {"title": happening}
    )
    return redirect("upkeep:proposals")


@login_required
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no, with words."""
    by = _keeper(request)
    found = get_object_or_404(HappeningProposal, pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        context = {"proposal": found, "form": form}
        return render(request, "upkeep/proposal.html", context, status=422)
    try:
        decline_proposal(found, words=form.cleaned_data["words"], by=by, at=timezone.now())
    except AlreadyDecided:
        messages.info(request, _("A colleague has decided already."))
        return redirect("upkeep:proposal", pk)
    messages.success(request, _("Declined, and its proposer is told."))
    return redirect("upkeep:proposals")


def _keeper(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_keep_up(request.user):
        raise PermissionDenied
    return request.user
