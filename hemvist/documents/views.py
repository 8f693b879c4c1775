"""The files of a case: what there is, adding one, and opening one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hemvist.audit.actions import record
from hemvist.casework import rules
from hemvist.casework.doing import case_for, staff_of
from hemvist.core.uploads import takes_file
from hemvist.documents.actions import add_file
from hemvist.documents.forms import StaffFileForm
from hemvist.documents.kinds import MOST_BYTES
from hemvist.documents.models import FileSource
from hemvist.documents.refusing import SENTENCES, given_out


@takes_file(at_most=MOST_BYTES, may=rules.can_use_desk)
@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, reference: str) -> HttpResponse:
    """What there is, and a place to add one more."""
    case, user = case_for(request, reference, rules.can_read_all), staff_of(request)
    form = StaffFileForm(request.POST, request.FILES) if request.method == "POST" else None
    if form and form.is_valid():
        source, upload = FileSource(form.cleaned_data["source"]), form.cleaned_data["file"]
        try:
            add_file(case, upload=upload, source=source, by=user, at=timezone.now())
        except tuple(SENTENCES) as refusal:
            form.add_error("file", SENTENCES[type(refusal)](refusal))
        else:
            messages.success(request, _("The file is in the case."))
            return redirect("documents:files", case.reference)
    context: dict[str, Any] = {
        "case": case,
        "files": case.files.select_related("author"),
        "form": form or StaffFileForm(),
    }
    return render(request, "documents/files.html", context, status=422 if form else 200)


@login_required
@require_safe
def file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """One file, to save; that it was opened is written in the log."""
    case, user = case_for(request, reference, rules.can_read_all), staff_of(request)
    kept = get_object_or_404(case.files, pk=pk)
    if not kept.may_be_opened:
        raise Http404
    record("file.opened", case, by=user, detail={"file": kept.pk})
    return given_out(kept)
