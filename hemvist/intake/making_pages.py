"""Making forms at the desk: from the beginning, as a copy, from a file; and fetching one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemvist.core.uploads import takes_file
from hemvist.intake import publishing
from hemvist.intake.carrying import MOST_BYTES, as_file
from hemvist.intake.editor_pages import ASK, LOOK, editor_of, for_editors, version_of
from hemvist.intake.making_forms import BringInForm, NewFormForm
from hemvist.intake.models import FormVersion
from hemvist.intake.question import readable_post
from hemvist.intake.rules import can_edit_forms


@for_editors(ASK)
def new(request: HttpRequest) -> HttpResponse:
    """A form from the beginning."""
    return _make(request, None)


@for_editors(ASK)
def copy(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form that begins as another one, as it is or was."""
    return _make(request, version_of(slug, number))


def _make(request: HttpRequest, source: FormVersion | None) -> HttpResponse:
    typed = readable_post(request.POST) if request.method == "POST" else None
    form = NewFormForm(typed, source=source)
    if form.is_valid():
        slug, kind = form.cleaned_data["slug"], form.cleaned_data["kind"]
        making = {"kind": kind, "document": form.document()}
        try:
            publishing.make_form(slug, **making, by=editor_of(request), at=timezone.now())
        except publishing.AddressIsTaken:
            form.add_error("slug", _("Another form has this address. Write another."))
        else:
            messages.success(request, _("The form is a draft. Nobody else sees it yet."))
            return redirect("forms:draft", slug)
    context = {"form": form, "source": source}
    status = 422 if form.errors else 200
    return render(request, "intake/editor/new_form.html", context, status=status)


@takes_file(at_most=MOST_BYTES, may=can_edit_forms)
@for_editors(ASK)
def bring_in(request: HttpRequest) -> HttpResponse:
    """A form out of a file: all of it, or nothing and the reasons."""
    posting = request.method == "POST"
    form = BringInForm(readable_post(request.POST), request.FILES) if posting else BringInForm()
    if posting and form.is_valid():
        carried, into = form.cleaned_data["file"], form.cleaned_data["into"]
        by, at = editor_of(request), timezone.now()
        try:
            if into:
                publishing.bring_in_draft(into, document=carried.document, by=by, at=at)
            else:
                slug, making = form.cleaned_data["slug"], {"document": carried.document}
                publishing.make_form(slug, kind=carried.kind, **making, by=by, at=at)
        except publishing.DraftExists:
            form.add_error("into", _("This form has a draft already. Throw it away first."))
        except publishing.AddressIsTaken:
            form.add_error("slug", _("Another form has this address. Write another."))
        else:
            messages.success(request, _("Brought in as a draft. Look it through and publish it."))
            return redirect("forms:draft", into.slug if into else form.cleaned_data["slug"])
    status = 422 if form.errors else 200
    return render(request, "intake/editor/bring_in.html", {"form": form}, status=status)


@for_editors(LOOK)
def fetch(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version as a file."""
    version = version_of(slug, number)
    answer = HttpResponse(as_file(version), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{number}.json"'
    return answer
