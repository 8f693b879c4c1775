"""One page for each thing one does to a case; the case itself is shown by the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework import rules
from hemvist.casework.actions import (
    CaseHasChanged,
    CaseIsClosed,
    CaseIsOpen,
    NotATeamMember,
    add_note,
    assign_case,
    close_case,
    log_call,
    reopen_case,
    set_next_step,
    take_case,
    write_to_person,
)
from hemvist.casework.forms import (
    AssignForm,
    CallForm,
    CaseForm,
    CloseForm,
    NeedForm,
    NeedStateForm,
    NextStepForm,
    NoteForm,
    WriteForm,
)
from hemvist.casework.history import tell
from hemvist.casework.languages import language_name
from hemvist.casework.models import CallOutcome, Case, CloseReason, Need, NeedState, NextStep
from hemvist.casework.needs import add_need, change_need
from hemvist.casework.queries import MESSAGES, changes_since, said_already, timeline
from hemvist.messaging.actions import chosen_contact_point
from hemvist.messaging.models import Message

DOUBLE_CLICK = timedelta(seconds=30)

Rule = Callable[[User, Case], bool]
Words = dict[str, Any]


def case_for(request: HttpRequest, reference: str, rule: Rule) -> Case:
    """The case with a reference, if this person may see it and may do this.

    404 for one who may not know of it, 403 for one who may know but not do.
    """
    if "\0" in reference or not isinstance(request.user, User):
        raise Http404
    cases = Case.objects.visible_to(request.user).select_related(
        "household", "household__contact_choice", "conversation", "owner", "team", "area"
    )
    case = get_object_or_404(cases, reference=reference)
    if not rule(request.user, case):
        raise PermissionDenied
    if request.method != "POST":
        record("case.viewed", case, by=request.user)
    return case


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  every view here is behind login
    return request.user


def _act(
    request: HttpRequest,
    case: Case,
    form: CaseForm,
    *,
    act: Callable[[Words], object],
    said: str,
    template: str,
    more: Words | None = None,
) -> HttpResponse:
    """Do the deed and go back to the case, or show the page again with all that was typed."""
    changes: list[Any] = []
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data)
        except CaseIsClosed:
            form.add_error(None, _("The case was closed while you were writing. Reopen it first."))
        except NotATeamMember:
            form.add_error(None, _("That colleague cannot take cases now. Choose another."))
        except CaseHasChanged:
            changes = changes_since(case, form.was_shown_at, reader=_staff(request))
            tell(changes)
            form.add_error(
                None,
                _(
                    "Somebody changed the case while you were writing. Nothing is lost: read what"
                    " is new below, and press the button again if it still holds."
                ),
            )
            case.refresh_from_db()
            form.show_as_now()
        else:
            messages.success(request, said)
            return redirect("desk:case", case.reference)
    context = {"case": case, "form": form, "changes": changes, **(more or {})}
    return render(request, template, context, status=422 if form.is_bound else 200)


def draft_key(case: Case) -> str:
    """Where in a colleague's session lies what they have begun to write in a case."""
    return f"draft:{case.reference}"


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the person; the page says to whom, which way and in which language."""
    case, user = case_for(request, reference, rules.can_write), _staff(request)
    draft = {"body": request.session.get(draft_key(case), "")}
    form = WriteForm(_posted(request), case=case, initial=draft)

    def send(words: Words) -> object:
        key = words["key"]
        sending = {"body": words["body"], "subject": words["subject"], "key": key}
        version = words["version"]
        request.session.pop(draft_key(case), None)
        try:
            return write_to_person(case, **sending, version=version, by=user, at=timezone.now())
        except CaseHasChanged:
            # The other press of the same button may have been first by a hair.
            if key and Message.objects.filter(submission_key=key).exists():
                return None
            raise

    said = timeline(case, reader=user, kind=MESSAGES, size=3)
    return _act(
        request,
        case,
        form,
        act=send,
        said=_("Your message is on its way."),
        template="casework/write.html",
        more={
            "contact_point": chosen_contact_point(case.household),
            "language": language_name(case.household.language),
            "said": said.items,
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, reference: str) -> HttpResponse:
    """Log a telephone call."""
    case, user = case_for(request, reference, rules.can_note), _staff(request)
    form = CallForm(_posted(request), case=case)

    def log(words: Words) -> object:
        summary, outcome = words["summary"], CallOutcome(words["outcome"])
        just_now = timezone.now() - DOUBLE_CLICK
        called = {"summary": summary, "outcome": outcome}
        if said_already(case.calls.all(), by=user, since=just_now, **called):
            return None
        return log_call(
            case,
            **called,
            is_incoming=words["direction"] == "in",
            version=words["version"],
            by=user,
            at=timezone.now(),
        )

    return _act(
        request, case, form, act=log, said=_("The call is logged."), template="casework/call.html"
    )


@login_required
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a note for colleagues; also on a closed case."""
    case, user = case_for(request, reference, rules.can_note), _staff(request)
    form = NoteForm(_posted(request), case=case)

    def add(words: Words) -> object:
        just_now, body = timezone.now() - DOUBLE_CLICK, words["body"]
        if said_already(case.notes.all(), by=user, since=just_now, body=body):
            return None
        return add_note(case, body=body, by=user, at=timezone.now())

    return _act(
        request, case, form, act=add, said=_("The note is saved."), template="casework/note.html"
    )


@login_required
@require_http_methods(["GET", "POST"])
def next_step(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what happens next, and when."""
    case, user = case_for(request, reference, rules.can_plan), _staff(request)
    initial = {"step": case.next_step, "note": case.next_step_note, "on": case.next_step_on}
    form = NextStepForm(_posted(request), case=case, initial=initial)

    def plan(words: Words) -> object:
        return set_next_step(
            case,
            step=NextStep(words["step"]),
            on=words["on"],
            note=words["note"],
            version=words["version"],
            by=user,
            at=timezone.now(),
        )

    return _act(
        request,
        case,
        form,
        act=plan,
        said=_("The next step is set."),
        template="casework/next_step.html",
    )


@login_required
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the case to a colleague, or to a team's queue."""
    case, user = case_for(request, reference, rules.can_assign), _staff(request)
    form = AssignForm(_posted(request), case=case)

    def hand_over(words: Words) -> object:
        return assign_case(
            case,
            owner=words["owner"],
            team=words["team"],
            version=words["version"],
            by=user,
            at=timezone.now(),
        )

    return _act(
        request,
        case,
        form,
        act=hand_over,
        said=_("The case is handed over."),
        template="casework/assign.html",
    )


@login_required
@require_POST
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the case one's own, unless a colleague was quicker."""
    case, user = case_for(request, reference, rules.can_assign), _staff(request)
    version = _version(request)
    try:
        take_case(case, by=user, at=timezone.now(), version=version)
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
    case, user = case_for(request, reference, rules.can_assign), _staff(request)
    try:
        assign_case(case, owner=None, by=user, at=timezone.now(), version=_version(request))
    except CaseIsClosed:
        messages.warning(request, _("The case is closed, so it is in nobody's queue."))
    except CaseHasChanged:
        messages.warning(
            request, _("The case changed a moment ago. Look at it before you put it back.")
        )
    else:
        messages.success(request, _("The case is in the queue again."))
    return redirect("desk:case", case.reference)


def _version(request: HttpRequest) -> int | None:
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None


@login_required
@require_http_methods(["GET", "POST"])
def new_need(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down something more that the household looks for."""
    case, user = case_for(request, reference, rules.can_plan), _staff(request)
    form = NeedForm(_posted(request), case=case)

    def add(words: Words) -> object:
        sought = {name: words[name] for name in ("life_area", "person", "note")}
        return add_need(case, **sought, by=user, at=timezone.now())

    return _act(
        request,
        case,
        form,
        act=add,
        said=_("The need is added."),
        template="casework/new_need.html",
    )


@login_required
@require_http_methods(["GET", "POST"])
def need(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say how a need stands."""
    case, user = case_for(request, reference, rules.can_plan), _staff(request)
    needs = Need.objects.select_related("life_area", "person", "case")
    one = get_object_or_404(needs, case=case, pk=pk)
    form = NeedStateForm(_posted(request), case=case, need=one)

    def change(words: Words) -> object:
        if words["was"] and words["was"] != one.state:
            form.replace(was=one.state)
            raise CaseHasChanged
        return change_need(one, state=NeedState(words["state"]), by=user, at=timezone.now())

    return _act(
        request,
        case,
        form,
        act=change,
        said=_("The need is changed."),
        template="casework/need.html",
        more={"need": one},
    )


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what came of the case, say what ends with it, and close it."""
    case, user = case_for(request, reference, rules.can_close), _staff(request)
    form = CloseForm(_posted(request), case=case)

    def end(words: Words) -> object:
        reason, version = CloseReason(words["reason"]), words["version"]
        return close_case(case, reason=reason, version=version, by=user, at=timezone.now())

    unmet = case.needs.filter(state__in=[NeedState.OPEN, NeedState.IN_PROGRESS])
    areas = [str(need.life_area) for need in unmet.select_related("life_area")]
    return _act(
        request,
        case,
        form,
        act=end,
        said=_("The case is closed."),
        template="casework/close.html",
        more={"areas": ", ".join(areas)},
    )


@login_required
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on with a closed case."""
    case, user = case_for(request, reference, rules.can_close), _staff(request)
    try:
        reopen_case(case, by=user, at=timezone.now())
    except CaseIsOpen:
        messages.warning(request, _("The case is already open."))
    else:
        messages.success(request, _("The case is open again, and yours."))
    return redirect("desk:case", case.reference)
