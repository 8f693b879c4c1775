"""The inbox: what no machine could put in its place, and what a person says about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.models import Case
from hemvist.inbox.actions import (
    CannotBeTakenBack,
    IsDecided,
    attach_mail,
    make_enquiry,
    set_aside,
    take_back,
)
from hemvist.inbox.failing import SHOWN, IsSeenTo, failed_letters, see_to, to_whom
from hemvist.inbox.forms import EnquiryForm
from hemvist.inbox.models import IncomingMail
from hemvist.inbox.queries import FAILED, TABS, cases_called, counts, mails, suggestions
from hemvist.inbox.rules import can_sort_mail
from hemvist.inbox.showing import shown
from hemvist.people.actions import HouseholdIsErased

PAGE_SIZE = 40


@login_required
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """What waits, by why it waits; and what was decided, to be taken back."""
    user = _sorter(request)
    tab = request.GET.get("tab", "")
    if tab == FAILED:
        letters = [(letter, to_whom(letter)) for letter in failed_letters()[:SHOWN]]
        return render(
            request, "inbox/list.html", {"tab": tab, "counts": counts(user), "letters": letters}
        )
    tab = tab if tab in TABS else "unsorted"
    page = Paginator(mails(user, tab), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "tab": tab, "counts": counts(user)}
    return render(request, "inbox/list.html", context)


@login_required
@require_POST
def see_to_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that did not arrive is seen to."""
    user = _sorter(request)
    try:
        see_to(pk, by=user, at=timezone.now())
    except IsSeenTo:
        messages.info(request, _("A colleague has seen to it a moment ago."))
    return redirect(f"{reverse('inbox:list')}?tab={FAILED}")


@login_required
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, whole, and where it may belong."""
    user = _sorter(request)
    found = _mail_for(user, pk)
    record("mail.read", found, by=user)
    view, asked = shown(found), request.GET.get("q", "")
    may = found.may_be_decided
    context: dict[str, Any] = {
        "mail": found,
        "shown": view,
        "asked": asked,
        "suggestions": suggestions(found, view.read, user) if may else [],
        "hits": cases_called(asked, user) if may and asked.strip() else [],
    }
    return render(request, "inbox/mail.html", context)


@login_required
@require_safe
def of_message(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail that a message of a case came as."""
    found = get_object_or_404(IncomingMail.objects.visible_to(_sorter(request)), message=pk)
    return redirect("inbox:mail", found.pk)


@login_required
@require_safe
def part(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Something that came along, to save; never shown as a page of ours."""
    user = _sorter(request)
    found = _mail_for(user, pk)
    parts = shown(found).parts
    if not 0 < number <= len(parts):
        raise Http404
    record("mail.part_opened", found, by=user, detail={"part": number})
    content = parts[number - 1].part
    response = HttpResponse(content.content, content_type="application/octet-stream")
    name = "".join(sign for sign in content.name if sign.isprintable() and sign not in '/\\"')
    header = content_disposition_header(as_attachment=True, filename=name or f"part-{number}")
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """It belongs to this case."""
    user = _sorter(request)
    found = _mail_for(user, pk)
    reference = request.POST.get("case", "").replace("\0", "")[:20]
    case = Case.objects.visible_to(user).filter(reference=reference).first()
    if case is None:
        messages.error(
            request, _("This case is not there, or you may not see it. Look for it again.")
        )
        return redirect("inbox:mail", pk)
    try:
        kept = attach_mail(found, case=case, by=user, at=timezone.now())
    except IsDecided:
        return _too_late(request, pk)
    except HouseholdIsErased:
        messages.error(request, _("Everything was erased meanwhile."))
        return redirect("inbox:mail", pk)
    messages.success(
        request,
        _("The mail is in %(case)s. You can take it back under “Decided”.")
        % {"case": kept.reference},
    )
    return redirect("inbox:list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """It is somebody new: a household, a case, and a promise."""
    user = _sorter(request)
    found = _mail_for(user, pk)
    if not found.may_be_decided or not found.sender:
        return _too_late(request, pk)
    first = {"name": found.sender_name, "language": found.language}
    form = EnquiryForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            case = make_enquiry(found, **form.cleaned_data, by=user, at=timezone.now())
        except IsDecided:
            return _too_late(request, pk)
        messages.success(request, _("A new case has been opened from the mail."))
        return redirect("desk:case", case.reference)
    status = 422 if request.method == "POST" else 200
    return render(request, "inbox/enquiry.html", {"mail": found, "form": form}, status=status)


@login_required
@require_POST
def not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not for us."""
    user = _sorter(request)
    try:
        set_aside(_mail_for(user, pk), by=user, at=timezone.now())
    except IsDecided:
        return _too_late(request, pk)
    messages.success(
        request, _("Put aside. It is kept for a month, and you can take it back under “Decided”.")
    )
    return redirect("inbox:list")


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back where a mail was put."""
    user = _sorter(request)
    try:
        take_back(_mail_for(user, pk), by=user, at=timezone.now())
    except IsDecided:
        return _too_late(request, pk)
    except CannotBeTakenBack:
        messages.error(
            request, _("It opened a case. Close that, or put it together with the right one.")
        )
        return redirect("inbox:mail", pk)
    messages.success(request, _("Taken back. It waits to be decided again."))
    return redirect("inbox:mail", pk)


def _sorter(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not can_sort_mail(user):
        raise PermissionDenied
    return user


def _mail_for(user: User, pk: int) -> IncomingMail:
    found = IncomingMail.objects.visible_to(user).select_related("case__household", "decided_by")
    return get_object_or_404(found, pk=pk)


def _too_late(request: HttpRequest, pk: int) -> HttpResponse:
    messages.info(request, _("A colleague has decided already, or it cannot be decided."))
    return redirect("inbox:mail", pk)
