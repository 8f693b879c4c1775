"""The pages on which a rule is made by choosing, and moved or taken away with a button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemvist.routing import actions, building
from hemvist.routing.building_forms import RuleForm
from hemvist.routing.guarding import READ, for_those_who, signed_in
from hemvist.routing.help import conditions_help, example_set
from hemvist.routing.models import RuleSet
from hemvist.routing.queries import vocabulary_now
from hemvist.routing.rules import can_write_rules


@for_those_who(can_write_rules, *READ, "POST")
def rule(request: HttpRequest) -> HttpResponse:
    """Choose what shall hold and where it leads; it becomes a line of the draft."""
    kept = RuleSet.objects.draft().first()
    begin = kept or RuleSet.objects.in_force().first()
    text = begin.text if begin else example_set()
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial={"version": kept.version if kept else None},
        lines=text.rstrip().splitlines(),
        vocabulary=vocabulary_now(),
    )
    if form.is_valid() and _is_added(request, form, text, kept):
        return redirect("routing:draft")
    values = sorted({str(value) for one in conditions_help() for value in one.values})
    context = {"form": form, "values": values}
    return render(request, "routing/rule.html", context, status=422 if form.is_bound else 200)


def _is_added(request: HttpRequest, form: RuleForm, text: str, kept: RuleSet | None) -> bool:
    chosen: dict[str, Any] = form.cleaned_data
    line = building.line_text(form.conditions, chosen["target"])
    try:
        whole = building.with_line(text, line, before=chosen["before"])
        _keep(request, whole, kept, version=chosen["version"])
    except building.TextIsFull:
        form.add_error(None, _("These are more rules than anybody can oversee."))
    except actions.RulesHaveChanged:
        form.add_error(
            None,
            _("Somebody has written on the draft since. Open the page again and choose anew."),
        )
    else:
        messages.success(request, _("Added: %(line)s") % {"line": line})
        return True
    return False


@for_those_who(can_write_rules, "POST")
def line(request: HttpRequest) -> HttpResponse:
    """Move a line of the draft up or down, or take it away."""
    kept = get_object_or_404(RuleSet.objects.draft())
    number, deed = _number(request.POST.get("line", "")), request.POST.get("deed", "")
    try:
        text = building.changed(kept.text, number, deed)
        _keep(request, text, kept, version=_number(request.POST.get("version", "")))
    except building.NoSuchLine:
        messages.warning(request, _("The line cannot go further that way."))
    except actions.RulesHaveChanged:
        messages.error(request, _("The draft has changed since. Read it again first."))
    else:
        if deed == building.REMOVE:
            gone = kept.text.rstrip().splitlines()[number - 1]
            messages.success(request, _("Taken away: %(line)s") % {"line": gone})
    return redirect("routing:draft")


def _keep(request: HttpRequest, text: str, kept: RuleSet | None, *, version: int | None) -> None:
    note = kept.note if kept else ""
    by, at = signed_in(request), timezone.now()
    actions.save_draft(text=text, note=note, by=by, at=at, version=version)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
