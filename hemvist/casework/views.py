"""One page for each thing one does to a case; the case itself is shown by the desk."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hemvist.accounts.models import User
from hemvist.casework import rules
from hemvist.casework.actions import (
    CaseHasChanged,
    CaseIsClosed,
    CaseIsOpen,
    add_note,
    assign_case,
    close_case,
    reopen_case,
    take_case,
)
from hemvist.casework.doing import Words, case_for, on_page, posted, staff_of
from hemvist.casework.forms import CloseForm, NoteForm
from hemvist.casework.models import Case, CloseReason, Doing, NeedState
from hemvist.casework.owner_forms import AssignForm
from hemvist.casework.queries import said_already
from hemvist.casework.seen import OWNER, Seen
from hemvist.casework.step_forms import NextStepForm
from hemvist.casework.together import merge_next_step, merge_owner, next_step_now

DOUBLE_CLICK = timedelta(seconds=30)


@login_required
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a note for colleagues; also on a closed case."""
    case, user = case_for(request, reference, rules.can_note), staff_of(request)
    form = NoteForm(posted(request), case=case, by=user)

    def add(words: Words) -> object:
        just_now, body = timezone.now() - DOUBLE_CLICK, words["body"]
        if said_already(case.notes.all(), by=user, since=just_now, body=body):
            return None
        told = form.mentioned()
        return add_note(case, body=body, by=user, at=timezone.now(), mentions=told)

    return on_page(
        request,
        case,
        form,
        act=add,
        said=_("The note is saved."),
        template="casework/note.html",
        doing=Doing.NOTING,
    )


@login_required
@require_http_methods(["GET", "POST"])
def next_step(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what happens next, and when."""
    case, user = case_for(request, reference, rules.can_plan), staff_of(request)
    form = NextStepForm(posted(request), case=case, now=next_step_now(case))

    def plan(_words: Words) -> object:
        return merge_next_step(case, merge=form.merged, by=user, at=timezone.now())

    return on_page(
        request,
        case,
        form,
        act=plan,
        said=_("The next step is set."),
        template="casework/next_step.html",
        doing=Doing.PLANNING,
    )


@login_required
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the case to a colleague, or to a team's queue."""
    case, user = case_for(request, reference, rules.can_assign), staff_of(request)
    form = AssignForm(posted(request), case=case)

    def hand_over(_words: Words) -> object:
        done = merge_owner(case, merge=form.merged, whose=form.whose, by=user, at=timezone.now())
        return None if done else _("Nothing was changed: whose the case is stays as it was.")

    return on_page(
        request,
        case,
        form,
        act=hand_over,
        said=_("The case is handed over."),
        template="casework/assign.html",
        doing=Doing.HANDING_OVER,
    )


@login_required
@require_POST
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the case one's own, unless a colleague was quicker."""
    case, user = case_for(request, reference, rules.can_assign), staff_of(request)
    try:
        take_case(case, by=user, at=timezone.now(), seen=_owner_seen(request, case))
    except CaseIsClosed:
        messages.warning(request, _("The case is closed. Reopen it to work on it."))
    except CaseHasChanged:
        case.refresh_from_db()
        messages.warning(request, _taken_words(case, user))
    else:
        messages.success(request, _("The case is yours now."))
    return redirect("desk:case", case.reference)


def _taken_words(case: Case, user: User) -> str:
    if case.owner is None:
        return _("The case changed a moment ago. Look at it, and take it if it still needs you.")
    if case.owner == user:
        return _("The case is yours now.")
    return _("%(name)s has the case since a moment ago.") % {"name": case.owner.name}


@login_required
@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the case back in its team's queue."""
    case, user = case_for(request, reference, rules.can_assign), staff_of(request)
    try:
        assign_case(case, owner=None, by=user, at=timezone.now(), seen=_owner_seen(request, case))
    except CaseIsClosed:
        messages.warning(request, _("The case is closed, so it is in nobody's queue."))
    except CaseHasChanged:
        messages.warning(
            request, _("The case changed a moment ago. Look at it before you put it back.")
        )
    else:
        messages.success(request, _("The case is in the queue again."))
    return redirect("desk:case", case.reference)


def _owner_seen(request: HttpRequest, case: Case) -> Seen:
    """Whose the case was on the page with the button; it may go on in another one by now."""
    version = request.POST.get("version", "")
    is_number = version.isascii() and version.isdigit() and len(version) < 10
    owner = {OWNER: request.POST["owner"]} if "owner" in request.POST else {}
    return Seen(int(version) if is_number else None, {"pk": str(case.pk), **owner})


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what came of the case, say what ends with it, and close it."""
    case, user = case_for(request, reference, rules.can_close), staff_of(request)
    form = CloseForm(posted(request), case=case)

    def end(words: Words) -> None:
        reason = CloseReason(words["reason"])
        close_case(case, reason=reason, seen=form.seen, by=user, at=timezone.now())

    unmet = case.needs.filter(state__in=[NeedState.OPEN, NeedState.IN_PROGRESS])
    areas = [str(need.life_area) for need in unmet.select_related("life_area")]
    return on_page(
        request,
        case,
        form,
        act=end,
        said=_("The case is closed."),
        template="casework/close.html",
        doing=Doing.CLOSING,
        more={"areas": ", ".join(areas)},
    )


@login_required
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on with a closed case."""
    case, user = case_for(request, reference, rules.can_close), staff_of(request)
    try:
        reopen_case(case, by=user, at=timezone.now())
    except CaseIsOpen:
        messages.warning(request, _("The case is already open."))
    else:
        messages.success(request, _("The case is open again, and yours."))
    return redirect("desk:case", case.reference)
