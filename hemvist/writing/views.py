"""The page where one writes to a person, and what can still be done before a message leaves."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework import rules
from hemvist.casework.doing import Words, case_for, on_page, posted, staff_of
from hemvist.casework.forms import LONGEST_MESSAGE
from hemvist.casework.languages import language_name
from hemvist.casework.models import Case, Doing
from hemvist.casework.queries import MESSAGES, timeline
from hemvist.core.dates import moment_in_words
from hemvist.core.uploads import takes_file
from hemvist.documents.actions import add_file
from hemvist.documents.kinds import MOST_BYTES
from hemvist.documents.models import FileSource
from hemvist.documents.refusing import SENTENCES
from hemvist.messaging.actions import chosen_contact_point
from hemvist.messaging.discretion import keeps_content_out
from hemvist.messaging.models import Message
from hemvist.people.actions import HouseholdIsErased, write_discreetly
from hemvist.people.models import ContactKind, ContactPoint, OwnTrack
from hemvist.writing.actions import (
    HasLeft,
    IsOnItsWay,
    Written,
    WrittenElsewhere,
    attach,
    draft_of,
    keep_draft,
    leave_later,
    let_leave,
    send_off,
    take_back,
)
from hemvist.writing.forms import ComposeForm, LeavingForm, when_not_disturbed
from hemvist.writing.models import Draft, DraftState
from hemvist.writing.texting import texting_of
from hemvist.writing.translating import Translated, may_translate, reads, translated


@takes_file(at_most=MOST_BYTES, may=rules.can_use_desk)
@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the person; the page says to whom, which way and in which language."""
    case, user = case_for(request, reference, rules.can_write), staff_of(request)
    draft = draft_of(case, by=user)
    given: dict[str, Any] = {"case": case, "initial": _initial(draft), "tracks": _tracks_of(case)}
    form = ComposeForm(posted(request), request.FILES or None, **given)
    if form.is_bound and {"keep", "attach"} & set(request.POST):
        return _keep(request, case, form, by=user)
    machine = Translated()
    if form.is_bound and {"translate", "discreetly"} & set(request.POST):
        form.is_valid()
        draft = _kept_quietly(case, form, by=user) or draft
        if "translate" in request.POST:
            machine = _by_machine(case, form, by=user, into=request.POST["translate"])
        else:
            _write_discreetly(request, case, by=user)
        form = ComposeForm(None, **{**given, "initial": _as_typed(form, draft)})
    point = chosen_contact_point(case.household)

    def send(_words: Words) -> str:
        return _send(case, form, by=user, is_text=bool(point and point.kind == ContactKind.PHONE))

    refusals: dict[type[Exception], Any] = {
        WrittenElsewhere: ("body", _elsewhere),
        NoSuchTime: (None, lambda _no: _("Look at the day and the time.")),
    }
    return on_page(
        request,
        case,
        form,
        act=send,
        said="",
        template="writing/write.html",
        doing=Doing.WRITING,
        refusals=refusals,
        more={"draft": draft, "machine": machine, **_beside(case, form, point, by=user)},
    )


def _tracks_of(case: Case) -> list[OwnTrack]:
    """Whom in the household one can write to apart from the others."""
    own = OwnTrack.objects.filter(person__household=case.household_id, person__left_on=None)
    return list(own.select_related("person__household"))


def _beside(
    case: Case, form: ComposeForm, point: ContactPoint | None, *, by: User
) -> dict[str, Any]:
    """What the page says of the way, the language, and what was said last."""
    return {
        "contact_point": point,
        "language": language_name(case.household.language),
        "said": timeline(case, reader=by, kind=MESSAGES, size=3, with_files=True).items,
        "may_translate": may_translate(case) and reads(by) != case.household.language,
        "mine": language_name(reads(by)),
        "says_only_that": keeps_content_out(case.household),
        "is_by_choice": _is_by_choice(case),
        "texting": texting_of(case, point, body=str(form["body"].value() or "")),
    }


def _write_discreetly(request: HttpRequest, case: Case, *, by: User) -> None:
    """They have said that others read their mail, or no longer do."""
    try:
        is_discreet = request.POST["discreetly"] == "1"
        write_discreetly(case.household, is_discreet=is_discreet, by=by)
    except HouseholdIsErased:
        messages.error(request, _("Everything was erased meanwhile."))
    else:
        case.household.refresh_from_db()


def _is_by_choice(case: Case) -> bool:
    """Whether what a letter may say is theirs to choose."""
    return not case.household.is_protected and not settings.MAIL_WITHOUT_CONTENT


class NoSuchTime(Exception):
    """The day or the time at which it shall leave cannot be."""


def _initial(draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        return {"subject": "", "body": ""}
    return {
        "subject": draft.subject,
        "body": draft.body,
        "to": str(draft.track_id or ""),
        "attached": [file.pk for file in draft.files.all()],
        "draft_version": draft.version,
        "key": draft.key,
    }


def _kept_quietly(case: Case, form: ComposeForm, *, by: User) -> Draft | None:
    """Keep the draft if nothing else stands there; the page shows what was typed anyway."""
    try:
        return keep_draft(case, written=_written(form), by=by, at=timezone.now())
    except (WrittenElsewhere, IsOnItsWay):
        return None


def _as_typed(form: ComposeForm, draft: Draft | None) -> dict[str, Any]:
    written = _written(form)
    return {**_initial(draft), "subject": written.subject, "body": written.body}


def _by_machine(case: Case, form: ComposeForm, *, by: User, into: str) -> Translated:
    """What a machine makes of the words: in the reader's language, or in one's own."""
    theirs, mine = case.household.language, reads(by)
    source, target = (theirs, mine) if into == "mine" else (mine, theirs)
    return translated(case, _written(form).body, source=source, target=target)


def _elsewhere(clash: WrittenElsewhere) -> str:
    return _("You have written on in another window. There stands: %(words)s") % {
        "words": clash.saved.body[:2_000]
    }


def _written(form: ComposeForm) -> Written:
    """What stands in the fields, also of a form that cannot be sent yet."""
    said = form.cleaned_data
    return Written(
        subject=said.get("subject") or str(form.data.get("subject", ""))[:200].replace("\0", ""),
        body=said.get("body") or str(form.data.get("body", ""))[:LONGEST_MESSAGE].replace("\0", ""),
        track=form.tracks.get(said.get("to", "")),
        files=said.get("attached"),
        version=said.get("draft_version"),
        key=said.get("key"),
        seen=form.seen if "version" in said else Written().seen,
        had=said.get("had", ""),
    )


def _send(case: Case, form: ComposeForm, *, by: User, is_text: bool) -> str:
    """Let it leave in ten seconds, or when the author chose; says which."""
    now = timezone.now()
    chosen = form.leaves() if "later" in form.data else None
    if "later" in form.data and chosen is None:
        raise NoSuchTime
    if chosen is not None and is_text:
        chosen = when_not_disturbed(chosen, case.household)
    written = _written(form)
    leave_at = chosen or now + timedelta(seconds=settings.UNDO_SECONDS)
    try:
        draft = keep_draft(case, written=written, by=by, at=now)
        send_off(draft, written=written, leave_at=leave_at, at=now)
    except IsOnItsWay:
        return _said(None)
    if leave_at <= now:
        let_leave(draft.pk, at=now)
    return _said(chosen)


def _said(chosen: datetime | None) -> str:
    if chosen is None:
        return _("Your message is on its way.")
    return _("Your message leaves %(moment)s.") % {"moment": moment_in_words(chosen)}


def _keep(request: HttpRequest, case: Case, form: ComposeForm, *, by: User) -> HttpResponse:
    """Keep the draft, with a new file if there is one, and go on writing."""
    form.is_valid()
    try:
        draft = keep_draft(case, written=_written(form), by=by, at=timezone.now())
    except WrittenElsewhere as clash:
        messages.warning(request, _elsewhere(clash))
        return redirect("casework:write", case.reference)
    except IsOnItsWay:
        messages.info(request, _said(None))
        return redirect("desk:case", case.reference)
    upload = form.cleaned_data.get("upload")
    try:
        if upload:
            source = FileSource.OURS
            file = add_file(case, upload=upload, source=source, by=by, at=timezone.now())
            attach(draft, file)
    except tuple(SENTENCES) as refusal:
        messages.warning(request, SENTENCES[type(refusal)](refusal))
    else:
        kept = _("The file goes with your message.") if upload else _("The draft is kept.")
        messages.success(request, kept)
    return redirect("casework:write", case.reference)


@login_required
@require_POST
def autosave(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what stands in the fields, a moment after it was typed; the page asks by itself."""
    case, user = case_for(request, reference, rules.can_write), staff_of(request)
    form = ComposeForm(request.POST, case=case, tracks=_tracks_of(case))
    form.is_valid()
    try:
        draft = keep_draft(case, written=_written(form), by=user, at=timezone.now())
    except WrittenElsewhere as clash:
        told = {"said": _elsewhere(clash), "version": clash.saved.version}
        return JsonResponse(told, status=409)
    except IsOnItsWay:
        return JsonResponse({"said": _said(None)}, status=409)
    moment = moment_in_words(draft.changed_at)
    return JsonResponse(
        {"said": _("Kept %(moment)s") % {"moment": moment}, "version": draft.version}
    )


@login_required
@require_POST
def in_my_language(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What a machine says a message means, beside it; asked for by a button, each time anew."""
    case, user = case_for(request, reference, rules.can_read_all), staff_of(request)
    if not may_translate(case):
        raise Http404
    message = get_object_or_404(Message, conversation=case.conversation_id, pk=pk)
    machine = translated(case, message.body, source=message.language, target=reads(user))
    record("message.translated", case, by=user, detail={"message": message.pk})
    context = {"case": case, "message": message, "machine": machine}
    return render(request, "writing/translated.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let a message not leave: ten seconds after it was sent off, or before its time."""
    case, user = case_for(request, reference, rules.can_write), staff_of(request)
    draft = get_object_or_404(Draft.objects.open_to(user), case=case, pk=pk)
    try:
        take_back(draft, by=user, at=timezone.now())
    except HasLeft:
        messages.warning(request, _("It is too late: the message has left."))
        return redirect("desk:case", case.reference)
    if draft.author_id != user.pk:
        messages.success(request, _("The message does not leave. It is a draft of its author."))
        return redirect("desk:case", case.reference)
    messages.success(request, _("The message does not leave. Go on writing, or leave it."))
    return redirect("casework:write", case.reference)


@login_required
@require_http_methods(["GET", "POST"])
def planned(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let a planned message leave at another time."""
    case, user = case_for(request, reference, rules.can_write), staff_of(request)
    drafts = Draft.objects.open_to(user).filter(state=DraftState.LEAVING)
    draft = get_object_or_404(drafts.select_related("author"), case=case, pk=pk)
    leave_at = timezone.localtime(draft.leave_at)
    form = LeavingForm(
        posted(request), initial={"leave_on": leave_at.date(), "leave_at": leave_at.time()}
    )
    moment = form.leaves() if form.is_bound else None
    if moment is not None:
        try:
            leave_later(draft, leave_at=moment, by=user, at=timezone.now())
        except HasLeft:
            messages.warning(request, _("It is too late: the message has left."))
        else:
            messages.success(request, _said(moment))
        return redirect("desk:case", case.reference)
    context = {"case": case, "form": form, "draft": draft}
    return render(request, "writing/planned.html", context, status=422 if form.is_bound else 200)
