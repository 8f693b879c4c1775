"""The coordinator's pages about where enquiries come from, and the poster that hangs there."""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hemvist.accounts.models import User
from hemvist.core.dates import today
from hemvist.employers import actions, queries
from hemvist.employers.codes import address_of, picture_of
from hemvist.employers.forms import EmployerForm, SourceCodeForm
from hemvist.employers.models import Employer, SourceCode
from hemvist.employers.rules import can_keep_sources

ASK = ["GET", "HEAD", "POST"]


def _keeper(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_keep_sources(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """All codes, and how many enquiries came by each."""
    _keeper(request)
    context = {"sources": queries.codes_with_counts(), "today": today()}
    return render(request, "employers/sources.html", context)


@login_required
@require_http_methods(ASK)
def edit_source(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a code."""
    by = _keeper(request)
    source = get_object_or_404(SourceCode, pk=pk) if pk else None
    form = SourceCodeForm(request.POST or None, instance=source)
    if form.is_valid():
        saved = actions.save_source_code(form.save(commit=False), by=by)
        messages.success(request, _("%(name)s is saved.") % {"name": saved.label})
        return redirect("employers:poster", saved.pk)
    context = {"form": form, "source": source}
    status = 422 if form.is_bound else 200
    return render(request, "employers/edit_source.html", context, status=status)


def _form(request: HttpRequest) -> str:
    """The form that the code shall lead to, if it is not the first one."""
    text = request.GET.get("form", "")
    return text if re.fullmatch(r"[a-z0-9-]{1,40}", text) else ""


@login_required
@require_GET
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A page to print and hang up, in the language of those who pass by."""
    _keeper(request)
    source = get_object_or_404(SourceCode, pk=pk)
    known = dict(settings.LANGUAGES)
    language = request.GET.get("language", "")
    language = language if language in known else settings.LANGUAGE_CODE
    address = address_of(source.code, language=language, form=_form(request))
    path, width = picture_of(address)
    with override(language):
        is_right_to_left = get_language_bidi()
    context = {
        "source": source,
        "language": language,
        "languages": list(known.items()),
        "direction": "rtl" if is_right_to_left else "ltr",
        "address": address,
        "form": _form(request),
        "picture": path,
        "width": width,
    }
    return render(request, "employers/poster.html", context)


@login_required
@require_GET
def picture(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The QR picture alone, for somebody's own brochure."""
    _keeper(request)
    source = get_object_or_404(SourceCode, pk=pk)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    address = address_of(source.code, language=language, form=_form(request))
    path, width = picture_of(address)
    context = {"picture": path, "width": width}
    answer = render(request, "employers/picture.svg", context, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{source.code}-{language}.svg"'
    return answer


@login_required
@require_GET
def employers(request: HttpRequest) -> HttpResponse:
    """All employers."""
    _keeper(request)
    context = {"employers": queries.employers_with_counts()}
    return render(request, "employers/employers.html", context)


@login_required
@require_http_methods(ASK)
def edit_employer(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change an employer."""
    by = _keeper(request)
    employer = get_object_or_404(Employer, pk=pk) if pk else None
    form = EmployerForm(request.POST or None, instance=employer)
    if form.is_valid():
        saved = actions.save_employer(form.save(commit=False), by=by)
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        return redirect("employers:employers")
    context = {"form": form, "employer": employer}
    status = 422 if form.is_bound else 200
    return render(request, "employers/edit_employer.html", context, status=status)
