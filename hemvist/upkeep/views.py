"""A reader says what they think of a page; an editor reads it.

The reader's two pages need no cookie and no token: they give nothing away and harm nobody, and
they stand on pages that are kept for everybody.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
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
from hemvist.core.dates import today
from hemvist.core.limits import count_tries, network_of
from hemvist.intake.question import readable_post
from hemvist.upkeep import actions
from hemvist.upkeep.forms import AnswerForm, BarrierForm, UsefulForm, WordsForm
from hemvist.upkeep.models import Feedback, LinkState, OutsideLink
from hemvist.upkeep.queries import least_useful_pages
from hemvist.upkeep.rules import can_keep_up

ANSWERS_AN_HOUR = 60
PAGE_SIZE = 30
LEFT_FOR = timedelta(days=90)


@csrf_exempt
@require_POST
def useful(request: HttpRequest) -> HttpResponse:
    """Count a yes or no and lead to where the reader can say more."""
    form = UsefulForm(readable_post(request.POST))
    if not form.is_valid():
        raise BadRequest
    if count_tries("useful", network_of(request)) > ANSWERS_AN_HOUR:
        return render(request, "upkeep/too_many.html", status=429)
    path, title = form.cleaned_data["page"]
    feedback = actions.give_feedback(
        path=path,
        title=title,
        language=get_language() or "sv",
        was_useful=form.cleaned_data["useful"] == "yes",
        at=timezone.now(),
    )
    return redirect("useful:tell", feedback.pk)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Thank the reader, and let them write what was missing."""
    feedback = get_object_or_404(Feedback.objects.filter(handled_at__isnull=True), pk=pk)
    form = WordsForm(readable_post(request.POST) if request.method == "POST" else None)
    if form.is_valid():
        if not form.is_by_machine:
            actions.add_words(feedback, **form.words_and_address())
        return redirect("useful:told", pk)
    status = 422 if form.is_bound else 200
    return render(request, "upkeep/tell.html", {"feedback": feedback, "form": form}, status=status)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Let somebody tell what keeps them out of a page."""
    asked = {"where": request.GET.get("page", "")[:300]}
    typed = readable_post(request.POST) if request.method == "POST" else None
    form = BarrierForm(typed, initial=asked)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "upkeep/report.html", {"form": form}, status=status)
    if count_tries("barrier", network_of(request)) > ANSWERS_AN_HOUR:
        return render(request, "upkeep/too_many.html", status=429)
    if form.is_by_machine:
        return redirect("guide:accessibility")
    feedback = actions.report_barrier(
        path="accessibility/",
        title=_("Accessibility"),
        language=get_language() or "sv",
        words=form.told(),
        email=form.cleaned_data["email"],
        at=timezone.now(),
    )
    return redirect("useful:told", feedback.pk)


@never_cache
@require_safe
def told(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it has come, and lead back to the page."""
    feedback = get_object_or_404(Feedback, pk=pk)
    return render(request, "upkeep/told.html", {"feedback": feedback})


def _keeper(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_keep_up(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """What readers wrote: what is to be read, or what has been dealt with."""
    _keeper(request)
    is_handled = request.GET.get("state") == "handled"
    found = Feedback.objects.to_read()
    if is_handled:
        found = Feedback.objects.filter(handled_at__isnull=False).order_by("-handled_at")
    page = Paginator(found.select_related("handled_by"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "is_handled": is_handled,
        "verdicts": least_useful_pages(at=timezone.now()),
    }
    return render(request, "upkeep/feedback_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One reader's words; a POST answers them by mail."""
    by = _keeper(request)
    found = get_object_or_404(Feedback.objects.exclude(words=""), pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer_feedback(
                found, answer=form.cleaned_data["answer"], by=by, at=timezone.now()
            )
        except actions.AlreadyHandled:
            form.add_error(None, _("A colleague has dealt with this while you were writing."))
        except actions.NobodyToAnswer:
            form.add_error(None, _("The reader left no address to answer to."))
        else:
            messages.success(request, _("Your answer is on its way."))
            return redirect("upkeep:feedback_list")
    status = 422 if form.is_bound else 200
    return render(request, "upkeep/feedback.html", {"feedback": found, "form": form}, status=status)


@login_required
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Be done with a reader's words without answering."""
    by = _keeper(request)
    found = get_object_or_404(Feedback.objects.exclude(words=""), pk=pk)
    try:
        actions.close_feedback(found, by=by, at=timezone.now())
    except actions.AlreadyHandled:
        messages.info(request, _("A colleague has dealt with this already."))
    else:
        messages.success(request, _("Done. You find it among those that are dealt with."))
    return redirect("upkeep:feedback_list")


@login_required
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a reader's words back among those to be read."""
    by = _keeper(request)
    found = get_object_or_404(Feedback.objects.exclude(words=""), pk=pk)
    actions.reopen_feedback(found, by=by)
    return redirect("upkeep:feedback", pk)


@login_required
@require_safe
def link_list(request: HttpRequest) -> HttpResponse:
    """The addresses outside that do not work or have moved, or all of them."""
    _keeper(request)
    shows_all = request.GET.get("state") == "all"
    links = OutsideLink.objects.all() if shows_all else OutsideLink.objects.to_mend(on=today())
    page = Paginator(links, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shows_all": shows_all,
        "unseen": OutsideLink.objects.filter(state=LinkState.UNKNOWN).count(),
        "is_off": not settings.LOOK_AT_LINKS,
        "today": today(),
    }
    return render(request, "upkeep/link_list.html", context)


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave an address as it is for some months, or show it again."""
    by = _keeper(request)
    link = get_object_or_404(OutsideLink, pk=pk)
    until = None if "show" in request.POST else today() + LEFT_FOR
    actions.leave_link(link, until=until, by=by)
    messages.success(
        request,
        _("The link is not shown here for 90 days.") if until else _("The link is shown again."),
    )
    return redirect("upkeep:link_list")


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have an address looked at next."""
    _keeper(request)
    actions.look_again(get_object_or_404(OutsideLink, pk=pk), at=timezone.now())
    messages.success(request, _("The address is looked at within ten minutes."))
    return redirect("upkeep:link_list")
