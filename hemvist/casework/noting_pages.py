"""The pages of what colleagues tell each other: facts on top, tasks, mentions, who is there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hemvist.casework import rules
from hemvist.casework.doing import Refusals, Words, case_for, on_page, posted, staff_of
from hemvist.casework.models import Case, Doing, Mention, StickyFact, Task
from hemvist.casework.noting import (
    CannotSeeCase,
    DoneAlready,
    add_task,
    finish_task,
    pin_fact,
    read_mention,
    take_down_fact,
    undo_task,
)
from hemvist.casework.noting_forms import FactForm, NewTaskForm, TaskForm
from hemvist.casework.presence import others_here, say_here
from hemvist.casework.together import merge_task, task_now

REFUSALS: Refusals = {
    CannotSeeCase: (
        "assignee",
        lambda _refusal: _("That colleague may not see the case. Choose another."),
    ),
    DoneAlready: (None, lambda _refusal: _("A colleague has done this a moment ago.")),
}


@login_required
@require_http_methods(["GET", "POST"])
def new_fact(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a fact on top of the case."""
    case, user = case_for(request, reference, rules.can_pin), staff_of(request)

    def pin(words: Words) -> object:
        return pin_fact(case, body=words["body"], by=user, at=timezone.now())

    return on_page(
        request,
        case,
        FactForm(posted(request), case=case),
        act=pin,
        said=_("It stands on top of the case now."),
        template="casework/new_fact.html",
    )


@login_required
@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One fact: take it down, and see those that were taken down before."""
    case, user = case_for(request, reference, rules.can_pin), staff_of(request)
    one = get_object_or_404(StickyFact.objects.select_related("author"), case=case, pk=pk)
    if request.method == "POST":
        try:
            take_down_fact(one, by=user, at=timezone.now())
        except DoneAlready:
            messages.warning(request, _("A colleague has taken it down a moment ago."))
        else:
            messages.success(request, _("It is taken down."))
        return redirect("desk:case", case.reference)
    earlier = case.sticky_facts.filter(removed_at__isnull=False).order_by("-removed_at", "-pk")
    context = {
        "case": case,
        "fact": one,
        "earlier": earlier.select_related("author", "removed_by")[:50],
    }
    return render(request, "casework/fact.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_task(request: HttpRequest, reference: str) -> HttpResponse:
    """Give somebody something to do."""
    case, user = case_for(request, reference, rules.can_note), staff_of(request)

    def add(words: Words) -> object:
        given = {name: words[name] for name in ("what", "on", "assignee")}
        return add_task(case, **given, by=user, at=timezone.now())

    return on_page(
        request,
        case,
        NewTaskForm(posted(request), case=case),
        act=add,
        said=_("The task is added."),
        template="casework/new_task.html",
        refusals=REFUSALS,
    )


@login_required
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change a task."""
    case, user = case_for(request, reference, rules.can_note), staff_of(request)
    one = _task(case, pk)
    form = TaskForm(posted(request), case=case, now=task_now(one))

    def change(_words: Words) -> object:
        return merge_task(one, merge=form.merged, by=user, at=timezone.now())

    return on_page(
        request,
        case,
        form,
        act=change,
        said=_("The task is changed."),
        template="casework/task.html",
        refusals=REFUSALS,
        more={"task": one},
    )


@login_required
@require_POST
def done(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say that a task is done; the sentence that says so can undo it."""
    case, user = case_for(request, reference, rules.can_note), staff_of(request)
    try:
        finish_task(_task(case, pk), by=user, at=timezone.now())
    except DoneAlready:
        messages.info(request, _("A colleague has done this a moment ago."))
    else:
        messages.success(request, _("Done. You find it among the finished tasks of the case."))
    return redirect(_back(request, case))


@login_required
@require_POST
def undo(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Put a task back among those to be done."""
    case, user = case_for(request, reference, rules.can_note), staff_of(request)
    undo_task(_task(case, pk), by=user, at=timezone.now())
    messages.success(request, _("The task is to be done again."))
    return redirect(_back(request, case))


@login_required
@require_POST
def read(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say that one has read where one was mentioned."""
    case, user = case_for(request, reference, rules.can_read_all), staff_of(request)
    mentions = Mention.objects.select_related("note__case")
    one = get_object_or_404(mentions, note__case=case, colleague=user, pk=pk)
    read_mention(one, by=user, at=timezone.now())
    return redirect(_back(request, case))


@login_required
@require_POST
def presence(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one is on a page of the case, and hear who else is."""
    case, user = case_for(request, reference, rules.can_read), staff_of(request)
    doing, now = request.POST.get("doing", ""), timezone.now()
    if doing in Doing.values:
        say_here(case, doing=Doing(doing), by=user, at=now)
    others = others_here(case, besides=user, at=now)
    return render(request, "casework/others.html#others", {"case": case, "others": others})


def _task(case: Case, pk: int) -> Task:
    tasks: Any = Task.objects.select_related("case__household", "assignee")
    return get_object_or_404(tasks, case=case, pk=pk)


def _back(request: HttpRequest, case: Case) -> str:
    """Where the button was pressed, if that is a page of ours; else the case."""
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        return there
    return reverse("desk:case", args=[case.reference])
