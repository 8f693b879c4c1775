"""The coordinator's pages about who gets new cases: the rules, the draft, the trial."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemvist.core.dates import today
from hemvist.routing import actions
from hemvist.routing.forms import RulesForm
from hemvist.routing.guarding import READ, for_those_who, signed_in
from hemvist.routing.help import conditions_help, example_set, targets_help
from hemvist.routing.models import RuleSet
from hemvist.routing.queries import capacity_of, history, reading_of, staff_now
from hemvist.routing.rules import can_write_rules
from hemvist.routing.showing import shown
from hemvist.routing.trying import COUNT, try_rules


@for_those_who(can_write_rules, *READ)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force, what is wrong with them by now, who can have cases, and the history."""
    staff = staff_now(today())
    context = {
        "in_force": shown(RuleSet.objects.in_force().select_related("published_by").first(), staff),
        "draft": RuleSet.objects.draft().select_related("changed_by").first(),
        "people": capacity_of(staff, on=today()),
        "history": history()[:30],
    }
    return render(request, "routing/rules.html", context)


@for_those_who(can_write_rules, *READ)
def rule_set(request: HttpRequest, number: int) -> HttpResponse:
    """One set as it was, to read or to begin from."""
    one = get_object_or_404(history(), number=number)
    context = {"shown": shown(one, staff_now(today())), "one": one}
    return render(request, "routing/rule_set.html", context)


@for_those_who(can_write_rules, *READ, "POST")
def draft(request: HttpRequest) -> HttpResponse:
    """Write the next set; what is wrong stands beside its line as soon as it is saved."""
    kept = RuleSet.objects.draft().select_related("changed_by").first()
    sent = request.POST if request.method == "POST" else None
    form = RulesForm(sent, initial=_start(request, kept))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _is_saved(request, form):
            return redirect("routing:draft")
    context = {
        "form": form,
        "draft": kept,
        "shown": None if form.is_bound else shown(kept, staff_now(today())),
        "conditions": conditions_help(),
        "targets": targets_help(),
    }
    return render(request, "routing/draft.html", context, status=status)


def _start(request: HttpRequest, kept: RuleSet | None) -> dict[str, Any]:
    """The draft; without one the set that was asked for, that in force, or an example."""
    if kept:
        return {"text": kept.text, "note": kept.note, "version": kept.version}
    number = request.GET.get("from", "")
    asked = history().filter(number=int(number)) if number.isdecimal() and len(number) < 9 else None
    begin = (asked.first() if asked is not None else None) or RuleSet.objects.in_force().first()
    return {"text": begin.text if begin else example_set()}


def _is_saved(request: HttpRequest, form: RulesForm) -> bool:
    try:
        actions.save_draft(by=signed_in(request), at=timezone.now(), **form.cleaned_data)
    except actions.RulesHaveChanged:
        form.add_error(
            None,
            _(
                "Somebody has written on the draft since you opened this page. Your text is still "
                "here. Open the page in another window, and put the two together."
            ),
        )
        return False
    messages.success(request, _("Saved. It decides nothing until you publish it."))
    return True


@for_those_who(can_write_rules, *READ)
def trial(request: HttpRequest) -> HttpResponse:
    """The draft on the latest enquiries: who would have gone where; writes nothing."""
    kept = get_object_or_404(RuleSet.objects.draft())
    before, after = reading_of(RuleSet.objects.in_force().first()), reading_of(kept)
    found = try_rules(before.rules, after.rules, user=signed_in(request))
    context = {
        "draft": kept,
        "trial": found,
        "changes": found.changes[:100],
        "most": COUNT,
        "shown": shown(kept, staff_now(today()), reached=found.lines),
    }
    return render(request, "routing/trial.html", context)


@for_those_who(can_write_rules, "POST")
def publish(request: HttpRequest) -> HttpResponse:
    """Put the draft in force."""
    version = request.POST.get("version", "")
    try:
        actions.publish_draft(by=signed_in(request), at=timezone.now(), version=_number(version))
    except actions.RulesHaveChanged:
        messages.error(request, _("The draft has changed since. Read it again before publishing."))
        return redirect("routing:draft")
    except actions.RulesHaveMistakes:
        messages.error(request, _("Put right what is marked first; then it can be published."))
        return redirect("routing:draft")
    messages.success(request, _("Published. The next enquiry goes by these rules."))
    return redirect("routing:rules")


@for_those_who(can_write_rules, *READ, "POST")
def drop(request: HttpRequest) -> HttpResponse:
    """Confirm and throw the draft away."""
    kept = get_object_or_404(RuleSet.objects.draft())
    if request.method == "POST":
        try:
            actions.drop_draft(
                by=signed_in(request),
                at=timezone.now(),
                version=_number(request.POST.get("version", "")),
            )
        except actions.RulesHaveChanged:
            messages.error(request, _("The draft has changed since. Read it again first."))
            return redirect("routing:draft")
        messages.success(request, _("The draft is gone. The rules in force stay."))
        return redirect("routing:rules")
    return render(request, "routing/drop.html", {"draft": kept})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
