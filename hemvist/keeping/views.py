"""A keeper's page by link, and the editors' pages about keepers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor
from hemvist.core.dates import today
from hemvist.directory.actions import check_service, set_capacity, usual_unit
from hemvist.directory.models import ChangeProposal, Keeper, Service, ServiceCapacity
from hemvist.directory.place_parts import PlaceParts
from hemvist.keeping import actions
from hemvist.keeping.forms import CapacityForm, DecisionForm, KeeperForm, ProposalForm
from hemvist.keeping.links import LinkIsBroken, keeper_from
from hemvist.keeping.proposals import LABELS, in_words, standing
from hemvist.keeping.queries import MOST_LETTERS, open_proposals, overdue
from hemvist.keeping.rules import can_look_after_places

PAGE_SIZE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, token: str) -> HttpResponse:
    """What a keeper sees and does with the link from their letter; no account.

    Looking changes nothing. It is in the keeper's language until they choose another.
    """
    try:
        keeper = keeper_from(token)
    except LinkIsBroken:
        return render(request, "keeping/broken_link.html", status=404)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return _keepers_page(request, keeper)
    with translation.override(keeper.language):
        return _keepers_page(request, keeper)


def _keepers_page(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    service, act = keeper.service, request.POST.get("act", "")
    parts = PlaceParts(service, service.at)
    room = next(iter(parts.capacities), None)
    known = _known(room)
    asked = {name: request.POST if act == name else None for name in ("room", "change")}
    forms = {
        "room_form": CapacityForm(asked["room"], on=today(), initial=known),
        "form": ProposalForm(asked["change"], service=service),
    }
    if request.method == "POST" and _do(request, act, keeper, forms, room):
        return redirect(request.path)
    context = {
        "keeper": keeper,
        "place": service,
        "location": parts.location,
        "parts": parts,
        "times": parts.opening_times(at=timezone.now()),
        "standing": [
            (LABELS[name], in_words(name, value))
            for name, value in standing(service).items()
            if value
        ],
        "room": room,
        "proposal": service.proposals.first(),
        "without_call": True,
        "is_due": service.review_due_on is None or service.review_due_on <= today(),
        **forms,
    }
    status = 200 if request.method != "POST" else 422
    return render(request, "keeping/place.html", context, status=status)


def _known(room: ServiceCapacity | None) -> dict[str, Any]:
    if room is None:
        return {}
    return {"status": room.status, "available": room.available, "maximum": room.maximum}


def _do(
    request: HttpRequest,
    act: str,
    keeper: Keeper,
    forms: dict[str, Any],
    room: ServiceCapacity | None,
) -> bool:
    """Do what the keeper's button says; whether it could be done."""
    if act == "right":
        actions.confirm_place(keeper, on=today())
        messages.success(request, _("Thank you. Readers see that it was checked today."))
        return True
    if act == "room" and forms["room_form"].is_valid():
        set_capacity(
            keeper.service,
            unit=room.unit if room else usual_unit(),
            **forms["room_form"].cleaned_data,
            by=Actor.RECEIVER,
            at=timezone.now(),
        )
        messages.success(request, _("Thank you. Readers see it now."))
        return True
    if act == "change" and forms["form"].is_valid():
        form = forms["form"]
        actions.propose_changes(
            keeper,
            changes=form.changes(),
            words=form.cleaned_data["words"],
            at=timezone.now(),
        )
        messages.success(request, _("Thank you. An editor looks at it, and then it is changed."))
        return True
    return False


def _editor(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not can_look_after_places(user):
        raise PermissionDenied
    return user


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for an editor: changes that were asked for, then places to look at again."""
    _editor(request)
    page = Paginator(overdue(on=today()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"proposals": open_proposals(), "page": page, "most": MOST_LETTERS}
    return render(request, "keeping/overview.html", context)


@login_required
@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """An editor has looked at a place, and all is right."""
    editor = _editor(request)
    service = get_object_or_404(Service.objects.public(), slug=slug)
    check_service(service, on=today(), by=editor)
    messages.success(request, _("%(name)s is checked today.") % {"name": service.name})
    return redirect("keeping:overview")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keeper(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who answers for a place, make their links void, or let nobody answer for it."""
    editor = _editor(request)
    service = get_object_or_404(Service.objects.public(), slug=slug)
    known = Keeper.objects.filter(service=service).select_related("user", "service").first()
    act = request.POST.get("act", "")
    if known and act in _KEEPER_DEEDS:
        deed, said = _KEEPER_DEEDS[act]
        deed(known, by=editor)
        messages.success(request, said)
        return redirect("keeping:keeper", slug)
    asked = request.POST if request.method == "POST" else None
    # A copy, because a form writes what is asked for into its row even when it is refused.
    form = KeeperForm(asked, instance=Keeper.objects.filter(service=service).first())
    if form.is_valid():
        actions.appoint_keeper(service, **form.cleaned_data, by=editor)
        messages.success(request, _("It is written down who answers for the place."))
        return redirect("keeping:overview")
    context = {"place": service, "keeper": known, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "keeping/keeper.html", context, status=status)


_KEEPER_DEEDS: dict[str, Any] = {
    "void": (actions.void_links, gettext_lazy("Every link that was sent has stopped working.")),
    "dismiss": (actions.dismiss_keeper, gettext_lazy("Nobody answers for the place now.")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What a keeper wants changed, old beside new; accept it or say why not."""
    editor = _editor(request)
    found = get_object_or_404(
        ChangeProposal.objects.select_related("service__organization", "decided_by"), pk=pk
    )
    form = DecisionForm(request.POST if request.method == "POST" else None)
    deed = {"accept": actions.accept_proposal, "decline": actions.decline_proposal}.get(
        request.POST.get("act", "")
    )
    if deed and form.is_valid():
        try:
            deed(found, **form.cleaned_data, by=editor, at=timezone.now())
        except actions.ProposalIsDecided:
            messages.warning(request, _("Somebody has already decided on this."))
        else:
            messages.success(request, _("It is done, and the one who asked can see it."))
        return redirect("keeping:overview")
    rows = [
        (LABELS[name], in_words(name, change["old"]), in_words(name, change["new"]))
        for name, change in found.changes.items()
    ]
    context = {"proposal": found, "rows": rows, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "keeping/proposal.html", context, status=status)
