"""Beginning a wave, acting in it, and watching it on one page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hemvist.accounts.models import User
from hemvist.bulk.actions import MOST, NothingChosen, TooMany
from hemvist.bulk.models import DeedKind
from hemvist.waves import actions, rules, watching
from hemvist.waves.forms import WaveForm
from hemvist.waves.models import Wave
from hemvist.waves.playbook import step_called, steps_for


def _watcher(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not rules.can_watch_waves(request.user):
        raise PermissionDenied
    return request.user


def _leader(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not rules.can_lead_waves(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_GET
def waves(request: HttpRequest) -> HttpResponse:
    """All waves, those that go on first."""
    user = _watcher(request)
    context = {
        "waves": Wave.objects.select_related("by", "employer"),
        "may_lead": rules.can_lead_waves(user),
    }
    return render(request, "waves/waves.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Something has happened: say what, and whom it concerns."""
    by = _leader(request)
    posted = request.POST if request.method == "POST" else None
    form = WaveForm(posted, initial={"query": request.GET.get("query", "")[:500]})
    if form.is_valid():
        wave = actions.begin_wave(**form.cleaned_data, by=by, at=timezone.now())
        return _find(request, wave, by)
    status = 422 if form.is_bound else 200
    return render(request, "waves/new.html", {"form": form}, status=status)


@login_required
@require_GET
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """How it goes, and what can be done next."""
    user = _watcher(request)
    one = get_object_or_404(Wave.objects.select_related("by", "employer", "tag"), pk=pk)
    context = {
        "wave": one,
        "numbers": watching.numbers_of(one, user),
        "days": watching.days_of(one, user, now=timezone.now()),
        "deeds": one.deeds.select_related("by").order_by("made_at"),
        "steps": steps_for(one.kind),
        "kinds": DeedKind.choices,
        "may_lead": rules.can_lead_waves(user),
        "width": watching.WIDTH,
        "height": watching.HEIGHT,
    }
    return render(request, "waves/wave.html", context)


@login_required
@require_POST
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for households that it concerns and that are not marked yet."""
    by = _leader(request)
    return _find(request, get_object_or_404(Wave, pk=pk), by)


def _find(request: HttpRequest, one: Wave, by: User) -> HttpResponse:
    try:
        deed = actions.find_households(one, by=by, at=timezone.now())
    except NothingChosen:
        messages.warning(request, _("There is no household that is not marked already."))
    except TooMany:
        words = _("More than %(most)d cases fit. Narrow the filter, and do it in parts.")
        messages.warning(request, words % {"most": MOST})
    else:
        return redirect("bulk:deed", deed.pk)
    return redirect("waves:wave", one.pk)


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare something for all households of the wave; it is looked at before it is done."""
    by = _leader(request)
    one = get_object_or_404(Wave, pk=pk)
    step = step_called(one.kind, request.POST.get("step", ""))
    kind = step.kind if step else request.POST.get("kind", "")
    if kind not in DeedKind:
        messages.warning(request, _("Choose what shall be done."))
        return redirect("waves:wave", one.pk)
    try:
        deed = actions.prepare_step(one, kind=DeedKind(kind), step=step, by=by, at=timezone.now())
    except actions.WaveIsOver:
        messages.warning(request, _("This is over. Begin anew if it has come back."))
    except (NothingChosen, TooMany):
        messages.warning(request, _("Mark its households first."))
    else:
        return redirect("bulk:deed", deed.pk)
    return redirect("waves:wave", one.pk)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is over."""
    by = _leader(request)
    actions.end_wave(get_object_or_404(Wave, pk=pk), by=by, at=timezone.now())
    messages.success(request, _("It is over. The cases keep its tag."))
    return redirect("waves:wave", pk)
