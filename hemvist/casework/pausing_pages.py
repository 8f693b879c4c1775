"""The pages on which the promise waits for the person, and goes on."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hemvist.casework import rules
from hemvist.casework.actions import CaseIsClosed
from hemvist.casework.doing import Refusals, Words, case_for, on_page, posted, staff_of
from hemvist.casework.forms import CaseForm
from hemvist.casework.pausing import DayIsNotAhead, let_clock_go_on, pause_clock
from hemvist.casework.promised import NobodyWaits, PromiseHasPassed
from hemvist.core.dates import today
from hemvist.core.forms import CalendarField
from hemvist.core.working_time import Calendar

WORKING_DAYS = 5
REFUSALS: Refusals = {
    DayIsNotAhead: ("on", lambda _refusal: _("Choose a day after today.")),
    NobodyWaits: (
        None,
        lambda _refusal: _("Nobody waits for us here. Set the next step instead."),
    ),
    PromiseHasPassed: (
        None,
        lambda _refusal: _("What we promised has passed already. Answer first, if only in brief."),
    ),
}


class PauseForm(CaseForm):
    """What we wait for, and until when at most."""

    hide_optional = True

    note = forms.CharField(
        label=gettext_lazy("What do we wait for?"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    on = CalendarField(
        label=gettext_lazy("Until when at most?"),
        help_text=gettext_lazy("On that day it is our turn again, and the clock goes on."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    """Wait for the person: the promise is paused until they say something, or until a day."""
    case, user = case_for(request, reference, rules.can_plan), staff_of(request)
    on = Calendar.current().next_working_day(today(), days=WORKING_DAYS)
    form = PauseForm(posted(request), case=case, initial={"on": on})

    def wait(words: Words) -> object:
        return pause_clock(
            case,
            on=words["on"],
            note=words["note"],
            seen=form.seen,
            by=user,
            at=timezone.now(),
        )

    return on_page(
        request,
        case,
        form,
        act=wait,
        said=_("The clock waits with us. It goes on when they write, or on that day."),
        template="casework/pause.html",
        refusals=REFUSALS,
    )


@login_required
@require_POST
def go_on(request: HttpRequest, reference: str) -> HttpResponse:
    """It is our turn again."""
    case = case_for(request, reference, rules.can_plan)
    try:
        let_clock_go_on(case, by=staff_of(request), at=timezone.now())
    except CaseIsClosed:
        messages.warning(request, _("The case was closed while you were writing. Reopen it first."))
    else:
        messages.success(request, _("The clock goes on."))
    return redirect("desk:case", case.reference)
