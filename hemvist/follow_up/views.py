"""The three buttons that a household gets, and the year after the move as hosts see it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor
from hemvist.casework.actions import CaseHasChanged, CaseIsClosed, receive_message
from hemvist.casework.models import Case
from hemvist.casework.rules import can_plan
from hemvist.casework.views import case_for
from hemvist.core.dates import today
from hemvist.follow_up import actions, queries
from hemvist.follow_up.forms import MoodForm, MovedInForm, SaidForm, SkipForm, WordsForm
from hemvist.follow_up.links import LinkIsBroken, check_in_from
from hemvist.follow_up.models import CheckIn, Mood
from hemvist.follow_up.rules import can_read_follow_up
from hemvist.messaging.models import MessageChannel

ASK = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(ASK)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Three buttons; then room for words. Looking at it changes nothing."""
    try:
        check_in = check_in_from(token)
    except LinkIsBroken:
        return render(request, "follow_up/broken_link.html", status=404)
    if not check_in.can_be_answered:
        return render(request, "follow_up/broken_link.html", status=404)
    words = WordsForm(request.POST if "words" in request.POST else None)
    if request.method == "POST" and words.is_bound and words.is_valid():
        _take_words(check_in, words)
        messages.success(request, _("Thank you. Your host reads it."))
        return redirect(request.path)
    status = 422 if words.is_bound else 200
    if request.method == "POST" and not words.is_bound:
        mood = MoodForm(request.POST)
        if mood.is_valid():
            said = Mood(mood.cleaned_data["mood"])
            actions.answer(check_in, mood=said, by=Actor.RESIDENT, at=timezone.now())
            return redirect(request.path)
        status = 422
    context = {"check_in": check_in, "form": words, "moods": Mood.choices}
    return render(request, "follow_up/answer.html", context, status=status)


def _take_words(check_in: CheckIn, form: WordsForm) -> None:
    receive_message(
        check_in.case,
        body=form.cleaned_data["words"],
        channel=MessageChannel.WEB,
        at=timezone.now(),
        key=form.cleaned_data["key"],
    )


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Whom to call, who is asked next, and what people have said."""
    user = request.user
    if not isinstance(user, User) or not can_read_follow_up(user):
        raise PermissionDenied
    context = {
        "worries": queries.worries(user),
        "coming": queries.coming(user, on=today()),
        "results": queries.results(user),
    }
    return render(request, "follow_up/overview.html", context)


@login_required
@require_http_methods(ASK)
def moved_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which day a household moved in; the year begins."""
    case = case_for(request, reference, can_plan)
    assert isinstance(request.user, User)  # noqa: S101  told by case_for
    initial = {"on": today()}
    posted = request.POST if request.method == "POST" else None
    form = MovedInForm(posted, case=case, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            on, seen = form.cleaned_data["on"], form.seen
            actions.move_in(case, on=on, seen=seen, by=request.user, at=timezone.now())
        except CaseIsClosed:
            form.add_error(None, _("The case is closed. Open it again first."))
        except CaseHasChanged:
            case.refresh_from_db()
            form.show_as_now()
            form.add_error(
                None, _("Somebody changed the case meanwhile. Press the button again if it holds.")
            )
        else:
            messages.success(request, _("They are asked how it goes, five times in a year."))
            return redirect("follow_up:case", reference)
    context = {"case": case, "form": form, "changes": []}
    status = 422 if form.is_bound else 200
    return render(request, "follow_up/moved_in.html", context, status=status)


@login_required
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The check-ins of one case, and what can be done with each."""
    return _case_page(request, case_for(request, reference, can_plan))


def _case_page(
    request: HttpRequest, found: Case, *, form: SkipForm | SaidForm | None = None, about: int = 0
) -> HttpResponse:
    check_ins = queries.check_ins_of(found)
    context = {
        "case": found,
        "check_ins": check_ins,
        "moods": Mood.choices,
        "form": form,
        "about": about,
        "some_planned": any(each.state == "planned" for each in check_ins),
        "some_paused": any(each.state == "paused" for each in check_ins),
    }
    return render(request, "follow_up/case.html", context, status=422 if form else 200)


@login_required
@require_POST
def skip(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Leave one question out."""
    found, by, check_in = _one(request, reference, pk)
    form = SkipForm(request.POST)
    if not form.is_valid():
        return _case_page(request, found, form=form, about=pk)
    try:
        actions.skip(check_in, because=form.cleaned_data["because"], by=by, at=timezone.now())
    except actions.CannotBeSkipped:
        messages.warning(request, _("It has been asked already, so it cannot be left out."))
    return redirect("follow_up:case", reference)


@login_required
@require_POST
def plan_again(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take back that a question was left out."""
    _found, by, check_in = _one(request, reference, pk)
    actions.plan_again(check_in, by=by, at=timezone.now())
    return redirect("follow_up:case", reference)


@login_required
@require_POST
def said(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Write down what they said on the telephone or at the desk."""
    found, by, check_in = _one(request, reference, pk)
    form = SaidForm(request.POST)
    if not form.is_valid():
        return _case_page(request, found, form=form, about=pk)
    mood = Mood(form.cleaned_data["mood"])
    actions.answer(check_in, mood=mood, by=by, at=timezone.now())
    messages.success(request, _("Written down."))
    return redirect("follow_up:case", reference)


def _one(request: HttpRequest, reference: str, pk: int) -> tuple[Case, User, CheckIn]:
    found = case_for(request, reference, can_plan)
    assert isinstance(request.user, User)  # noqa: S101  told by case_for
    return found, request.user, get_object_or_404(found.check_ins, pk=pk)


def _with_case(request: HttpRequest, reference: str, act: Callable[..., int]) -> HttpResponse:
    found = case_for(request, reference, can_plan)
    try:
        act(found, by=request.user, at=timezone.now())
    except CaseIsClosed:
        messages.warning(request, _("The case is closed. Open it again first."))
    return redirect("follow_up:case", reference)


@login_required
@require_POST
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask nothing for now."""
    return _with_case(request, reference, actions.pause)


@login_required
@require_POST
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on asking."""
    return _with_case(request, reference, actions.resume)
