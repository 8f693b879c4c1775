"""Offers of help at the desk: what waits, one of them, and erasing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hemvist.accounts.models import Role, User
from hemvist.core.forms import DayField
from hemvist.intake.models import FormKind, Offer, OfferState
from hemvist.intake.offers import OfferHasChanged, OfferIsErased, change_offer, erase_offer
from hemvist.intake.queries import definition_of
from hemvist.intake.question import readable_post
from hemvist.intake.rules import can_work_offers
from hemvist.intake.summary import answers_in_words
from hemvist.people.models import Channel

PAGE_SIZE = 40
LONGEST_NOTE = 3_000


class OfferForm(forms.Form):
    """What became of an offer, who sees to it, and when."""

    state = forms.ChoiceField(
        label=gettext_lazy("How it stands"), choices=OfferState.choices, widget=forms.RadioSelect
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet; it waits in the queue"),
    )
    next_step_on = DayField(
        label=gettext_lazy("When is the next step?"),
        help_text=gettext_lazy("Empty, it is in five working days."),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for colleagues"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, offer: Offer, typed: Any = None) -> None:
        super().__init__(
            typed,
            initial={
                "state": offer.state,
                "owner": offer.owner_id,
                "next_step_on": offer.next_step_on,
                "note": offer.note,
                "version": offer.version,
            },
        )
        hosts = User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])
        self.fields["owner"].queryset = hosts  # type: ignore[attr-defined]


@login_required
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """Offers that somebody has to do something about, the next day first; or those closed."""
    user = _worker(request)
    shown = request.GET.get("state", "open")
    offers = Offer.objects.visible_to(user).select_related("form_version__form", "area", "owner")
    offers = offers.defer("form_version__document")
    kind = request.GET.get("kind", "")
    if kind in FormKind.values:
        offers = offers.filter(form_version__form__kind=kind)
    is_closed = shown == "closed"
    if is_closed:
        offers = offers.exclude(state__in=[OfferState.NEW, OfferState.CONTACTED])
        offers = offers.order_by("-closed_at", "-pk")
    else:
        offers = offers.open()
    page = Paginator(offers, PAGE_SIZE).get_page(request.GET.get("page"))
    kinds = [(one.value, one.label) for one in (FormKind.ASSOCIATION, FormKind.LANDLORD)]
    context = {"page": page, "is_closed": is_closed, "kind": kind, "kinds": kinds}
    return render(request, "intake/offers.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What is offered, by whom, and what became of it."""
    user = _worker(request)
    found = get_object_or_404(_of(user), pk=pk)
    typed = readable_post(request.POST) if request.method == "POST" else None
    form = OfferForm(found, typed)
    if form.is_valid():
        try:
            change_offer(found, by=user, at=timezone.now(), **form.cleaned_data)
        except OfferHasChanged:
            form.add_error(
                None,
                _("A colleague has changed this offer meanwhile. Yours stands below; look again."),
            )
            found = get_object_or_404(_of(user), pk=pk)
        except OfferIsErased:
            return redirect("offers:offer", pk)
        else:
            messages.success(request, _("Saved."))
            return redirect("offers:offer", pk)
    context = {
        "offer": found,
        "form": form,
        "rows": answers_in_words(definition_of(found.form_version_id), found.answers),
        "channels": [Channel(way).label for way in found.channels],
    }
    status = 422 if form.is_bound else 200
    return render(request, "intake/offer.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to erase an offer, and do it."""
    user = _worker(request)
    found = get_object_or_404(_of(user), pk=pk)
    if request.method == "POST":
        erase_offer(found, by=user, at=timezone.now())
        messages.success(request, _("The offer is erased."))
        return redirect("offers:offer_list")
    return render(request, "intake/offer_erase.html", {"offer": found})


def _worker(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not can_work_offers(user):
        raise PermissionDenied
    return user


def _of(user: User) -> Any:
    return (
        Offer.objects.visible_to(user)
        .select_related("form_version__form", "area", "owner", "register_entry")
        .defer("form_version__document")
    )
