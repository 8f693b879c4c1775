"""Keeping templates, and choosing one for a message."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.casework.blanks import BLANKS, example_of
from hemvist.casework.languages import language_name
from hemvist.casework.models import Case
from hemvist.casework.rules import can_write
from hemvist.core.dates import today
from hemvist.replies.actions import (
    TemplateHasChanged,
    confirm_template,
    count_use,
    save_template,
)
from hemvist.replies.forms import ReplyTemplateForm
from hemvist.replies.models import ReplyTemplate
from hemvist.replies.queries import choice_of, choices_for, find_templates, in_language_of
from hemvist.replies.rules import can_keep_templates, can_use_templates
from hemvist.writing.actions import put_into_draft


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_use_templates(request.user):
        raise PermissionDenied
    return request.user


def _keeper(request: HttpRequest) -> User:
    user = _reader(request)
    if not can_keep_templates(user):
        raise PermissionDenied
    return user


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:100]


@login_required
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """All templates: for what, in which languages, how much used, whose, until when right."""
    user = _reader(request)
    words = _words(request)
    context = {
        "templates": find_templates(words),
        "words": words,
        "today": today(),
        "may_keep": can_keep_templates(user),
    }
    return render(request, "replies/template_list.html", context)


@login_required
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template as somebody invented would get it, in each of its languages."""
    user = _reader(request)
    found = get_object_or_404(ReplyTemplate.objects.select_related("life_area", "owner"), pk=pk)
    texts = [
        {
            "code": code,
            "name": language_name(code),
            "subject": example_of(found.subjects.get(code, "")),
            "body": example_of(found.bodies[code]),
        }
        for code in found.languages
    ]
    context = {
        "template": found,
        "texts": texts,
        "is_due": found.review_on < today(),
        "may_keep": can_keep_templates(user),
    }
    return render(request, "replies/template.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write or change a template. What a colleague saved meanwhile is shown beside one's own."""
    by = _keeper(request)
    found = get_object_or_404(ReplyTemplate, pk=pk) if pk else None
    form = ReplyTemplateForm(request.POST or None, instance=found, by=by)
    meanwhile: ReplyTemplate | None = None
    if form.is_valid():
        try:
            saved = save_template(form.filled(), version=form.cleaned_data["version"], by=by)
        except TemplateHasChanged as changed:
            meanwhile = changed.saved
            form.data = {**request.POST.dict(), "version": str(meanwhile.version)}
            form.add_error(
                None,
                _(
                    "A colleague saved this template while you were writing. Their text stands "
                    "below; what you wrote is still in the fields. Save again to keep yours."
                ),
            )
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect("replies:template", saved.pk)
    context = {
        "form": form,
        "template": found if found and found.pk else None,
        "meanwhile": meanwhile,
        "blanks": [(blank.word(get_language() or "sv"), blank.label) for blank in BLANKS],
    }
    return render(request, "replies/edit.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Still right: it is looked at again in half a year."""
    by = _keeper(request)
    found = get_object_or_404(ReplyTemplate, pk=pk)
    confirm_template(found, by=by, on=today())
    messages.success(request, _("Thank you. It is looked at again in half a year."))
    return redirect("replies:template", pk)


def _case(request: HttpRequest, reference: str) -> tuple[Case, User]:
    """A case that one may write in: 404 for those who may not know of it, 403 for the rest."""
    assert isinstance(request.user, User)  # noqa: S101  behind login
    visible = Case.objects.visible_to(request.user).select_related("household", "area")
    case = get_object_or_404(visible, reference=reference)
    if not can_write(request.user, case):
        raise PermissionDenied
    return case, request.user


@login_required
@require_safe
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """The templates for one case, filled from it, in its language where there is one."""
    case, user = _case(request, reference)
    words = _words(request)
    context = {
        "case": case,
        "words": words,
        "choices": choices_for(case, by=user, words=words, on=today()),
        "language": language_name(case.household.language),
    }
    return render(request, "replies/choose.html", context)


@login_required
@require_POST
def use(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Put a template, filled, after what is already written in the message."""
    case, user = _case(request, reference)
    found = get_object_or_404(ReplyTemplate, pk=pk, is_active=True)
    choice = choice_of(found, case, by=user, on=today())
    beside = in_language_of(found, case, by=user, besides=choice.language)
    put_into_draft(case, text=choice.body.text, beside=beside, by=user, at=timezone.now())
    count_use(found)
    return redirect("casework:write", case.reference)
