"""The pages of those who are away and of those who stand in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.accounts.models import User
from hemvist.core.dates import today
from hemvist.routing.absences import CannotBeAway, check_absence, end_absence, say_away
from hemvist.routing.away_queries import (
    LIMIT,
    absence_to_change,
    absences_for,
    handed_to,
    to_take_back,
)
from hemvist.routing.forms import AwayForm
from hemvist.routing.guarding import READ, for_those_who, signed_in
from hemvist.routing.handing_over import cannot_wait, give_back, keep_where_they_are
from hemvist.routing.rules import can_be_away
from hemvist.routing.summaries import summaries_of


@for_those_who(can_be_away, *READ)
def home(request: HttpRequest) -> HttpResponse:
    """Say that one is away or sick, see who is, and what one has for others."""
    user = signed_in(request)
    return render(
        request, "routing/away.html", _home(user, AwayForm(reader=user, initial=_start(user)))
    )


def _start(user: User) -> dict[str, Any]:
    return {"user": user.pk, "first_on": today(), "last_on": today()}


def _home(user: User, form: AwayForm) -> dict[str, Any]:
    return {
        "form": form,
        "absences": absences_for(user, on=today()),
        "today": today(),
        "handed": handed_to(user).count(),
    }


@for_those_who(can_be_away, "POST")
def say(request: HttpRequest) -> HttpResponse:
    """First what would go to whom; with `confirmed` it is done."""
    user = signed_in(request)
    form = AwayForm(request.POST, reader=user)
    if form.is_valid():
        told = form.cleaned_data
        try:
            check_absence(on=today(), **told)
            if "confirmed" not in request.POST:
                return render(request, "routing/away_sure.html", _preview(user, form))
            _absence, handed = say_away(**told, by=user, at=timezone.now())
        except CannotBeAway as why:
            form.refuse(why)
        else:
            messages.success(request, _done(len(handed.moved)))
            return redirect("away:home")
    return render(request, "routing/away.html", _home(user, form), status=422)


def _preview(user: User, form: AwayForm) -> dict[str, Any]:
    told = form.cleaned_data
    begins_now = told["first_on"] <= today()
    cases = cannot_wait(told["user"], told["last_on"])
    known = cases.visible_to(user)
    return {
        "form": form,
        "told": told,
        "begins_now": begins_now,
        "is_oneself": told["user"] == user,
        "count": known.count(),
        "summaries": summaries_of(
            known.order_by("first_unanswered_at", "next_step_on", "pk")[:50],
            reader=user,
            now=timezone.now(),
        ),
    }


def _done(count: int) -> str:
    if not count:
        return _("Written down. Nothing had to be handed over today.")
    return ngettext(
        "Written down. %(n)d case is in other hands now.",
        "Written down. %(n)d cases are in other hands now.",
        count,
    ) % {"n": count}


@for_those_who(can_be_away, "POST")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is back, or does not go after all."""
    absence = get_object_or_404(absence_to_change(signed_in(request), pk))
    kept = end_absence(absence, by=signed_in(request), at=timezone.now())
    if kept and kept.hand_overs.filter(ended_at=None).exists():
        messages.success(request, _("Welcome back. Choose which cases to take back."))
        return redirect("away:back", pk)
    messages.success(request, _("Taken away. New cases and messages come as usual."))
    return redirect("away:home")


@for_those_who(can_be_away, *READ, "POST")
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which cases come back; the others stay where they are."""
    user = signed_in(request)
    absence = get_object_or_404(absence_to_change(user, pk))
    waiting = list(to_take_back(absence, user)[:LIMIT])
    if request.method == "POST":
        chosen = set(request.POST.getlist("case"))
        taken = [one for one in waiting if str(one.pk) in chosen]
        count = give_back(taken, to=absence.user, by=user, at=timezone.now())
        if "keep" in request.POST:
            rest = [one for one in waiting if str(one.pk) not in chosen]
            keep_where_they_are(rest, by=user, at=timezone.now())
        messages.success(
            request,
            ngettext("%(n)d case is back.", "%(n)d cases are back.", count) % {"n": count},
        )
        return redirect("away:home")
    summaries = summaries_of([one.case for one in waiting], reader=user, now=timezone.now())
    context = {
        "absence": absence,
        "rows": list(zip(waiting, summaries, strict=True)),
        "is_oneself": absence.user == user,
    }
    return render(request, "routing/back.html", context)


@for_those_who(can_be_away, *READ)
def handed(request: HttpRequest) -> HttpResponse:
    """What one has for colleagues who are away, each case with what one has to know."""
    user = signed_in(request)
    rows = list(handed_to(user)[:LIMIT])
    summaries = summaries_of([one.case for one in rows], reader=user, now=timezone.now())
    context = {"rows": list(zip(rows, summaries, strict=True))}
    return render(request, "routing/handed.html", context)
