"""Forms at the desk: the list, the versions of one, its draft, and what can be done with them."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hemvist.accounts.models import User
from hemvist.casework.languages import language_name
from hemvist.core.dates import today
from hemvist.employers.models import SourceCode
from hemvist.intake import publishing
from hemvist.intake.comparing import condition_in_words, differences
from hemvist.intake.definition import Definition, Question
from hemvist.intake.kinds import KINDS
from hemvist.intake.models import Form, FormVersion, VersionState
from hemvist.intake.outline import (
    PartIsGone,
    with_question_moved,
    with_section_moved,
    without_question,
    without_section,
)
from hemvist.intake.publishing import problems_of, unconfirmed
from hemvist.intake.question import readable_post
from hemvist.intake.rules import can_edit_forms

View = Callable[..., HttpResponse]
LOOK, ACT, ASK = ["GET", "HEAD"], ["POST"], ["GET", "HEAD", "POST"]


def for_editors(methods: Sequence[str]) -> Callable[[View], View]:
    """Only for those who answer for what the municipality asks."""

    def closing(view: View) -> View:
        @login_required
        @require_http_methods(list(methods))
        @wraps(view)
        def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User) or not can_edit_forms(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return closed

    return closing


def of_draft(methods: Sequence[str]) -> Callable[[View], View]:
    """Find the draft of a form; who comes too late is led back to where they can go on."""

    def finding(view: View) -> View:
        @for_editors(methods)
        @wraps(view)
        def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            form = get_object_or_404(Form, slug=slug)
            draft = form.versions.select_related("form").filter(state=VersionState.DRAFT).first()
            try:
                if draft is None:
                    raise publishing.NotADraft
                return view(request, draft, **kwargs)
            except publishing.NotADraft:
                messages.info(request, _("There is no draft of this form any more."))
                return redirect("forms:form", slug)
            except PartIsGone:
                context = {"draft": draft, "written": _written(request)}
                return render(request, "intake/editor/gone.html", context, status=404)

        return found

    return finding


@for_editors(LOOK)
def form_list(request: HttpRequest) -> HttpResponse:
    """Every form with the version that is asked, and the draft of the next."""
    now = FormVersion.objects.exclude(state=VersionState.RETIRED).select_related("changed_by")
    forms = Form.objects.prefetch_related(Prefetch("versions", queryset=now, to_attr="present"))
    rows = [
        {
            "form": form,
            "published": next((one for one in form.present if one.is_published), None),
            "draft": next((one for one in form.present if one.is_draft), None),
        }
        for form in forms
    ]
    return render(request, "intake/editor/forms.html", {"rows": rows})


@for_editors(LOOK)
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions of a form, the newest first."""
    found = get_object_or_404(Form, slug=slug)
    sent = Count("enquiries", filter=Q(enquiries__state="sent"))
    versions = list(found.versions.select_related("changed_by").annotate(sent=sent))
    context = {
        "form": found,
        "versions": versions,
        "published": next((one for one in versions if one.is_published), None),
        "draft": next((one for one in versions if one.is_draft), None),
        "codes": SourceCode.objects.in_force(today()),
    }
    return render(request, "intake/editor/form.html", context)


@for_editors(ACT)
def begin(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make a draft of a version."""
    version = version_of(slug, number)
    try:
        publishing.begin_draft(version, by=editor_of(request), at=timezone.now())
    except publishing.DraftExists:
        messages.info(request, _("There is a draft already. Go on with it, or throw it away."))
    return redirect("forms:draft", slug)


@of_draft(LOOK)
def draft(request: HttpRequest, draft: FormVersion) -> HttpResponse:
    """The draft as a whole: its questions in order, what is wrong, and the way to publish."""
    definition = draft.definition
    found = problems_of(draft)
    wrong = {problem.question for problem in found if problem.question}
    context = {
        "draft": draft,
        "definition": definition,
        "languages": [(code, language_name(code)) for code in definition.languages],
        "sections": [
            {"section": part, "rows": [_row(one, definition, wrong) for one in part.questions]}
            for part in definition.sections
        ],
        "problems": found,
        "warnings": unconfirmed(draft),
        "published": draft.form.versions.filter(state=VersionState.PUBLISHED).first(),
    }
    return render(request, "intake/editor/draft.html", context)


@of_draft(ACT)
def move(request: HttpRequest, draft: FormVersion, key: str) -> HttpResponse:
    """Move a question one place up or down."""
    up = "up" in request.POST
    publishing.change_draft(
        draft,
        change=lambda document: with_question_moved(document, key, up=up),
        by=editor_of(request),
        at=timezone.now(),
    )
    return back_to(draft, f"question-{key}")


@of_draft(ACT)
def move_section(request: HttpRequest, draft: FormVersion, key: str) -> HttpResponse:
    """Move a section one place up or down."""
    up = "up" in request.POST
    publishing.change_draft(
        draft,
        change=lambda document: with_section_moved(document, key, up=up),
        by=editor_of(request),
        at=timezone.now(),
    )
    return back_to(draft, f"section-{key}")


@of_draft(ASK)
def remove(request: HttpRequest, draft: FormVersion, key: str) -> HttpResponse:
    """Ask whether to remove a question, and do it."""
    question = draft.definition.by_key.get(key)
    if question is None:
        raise PartIsGone
    if request.method == "POST":
        publishing.change_draft(
            draft,
            change=lambda document: without_question(document, key),
            by=editor_of(request),
            at=timezone.now(),
        )
        return back_to(draft, "questions")
    context = {"draft": draft, "name": str(question), "waiting": _waiting_for(draft, key)}
    return render(request, "intake/editor/remove.html", context)


@of_draft(ASK)
def remove_section(request: HttpRequest, draft: FormVersion, key: str) -> HttpResponse:
    """Ask whether to remove a section with its questions, and do it."""
    section = next((part for part in draft.definition.sections if part.key == key), None)
    if section is None:
        raise PartIsGone
    if request.method == "POST":
        publishing.change_draft(
            draft,
            change=lambda document: without_section(document, key),
            by=editor_of(request),
            at=timezone.now(),
        )
        return back_to(draft, "questions")
    context = {"draft": draft, "name": str(section), "questions": section.questions}
    return render(request, "intake/editor/remove.html", context)


@of_draft(ACT)
def confirm(request: HttpRequest, draft: FormVersion) -> HttpResponse:
    """Answer for a question that asks for something sensitive."""
    mark = request.POST.get("mark", "")
    publishing.confirm_warning(draft, mark=mark, by=editor_of(request), at=timezone.now())
    return back_to(draft, "publish")


@of_draft(ACT)
def publish(request: HttpRequest, draft: FormVersion) -> HttpResponse:
    """Let the draft be asked from now on."""
    seen = request.POST.get("edit", "")
    try:
        publishing.publish_form(
            draft,
            edit=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            by=editor_of(request),
            at=timezone.now(),
        )
    except publishing.DraftHasChanged:
        messages.warning(
            request, _("A colleague changed the draft while you looked at it. Look again.")
        )
    except publishing.CannotBePublished:
        messages.warning(request, _("It cannot be published yet. See what is left to do."))
    else:
        messages.success(request, _("Published. From now on this is what is asked."))
        return redirect("forms:form", draft.form.slug)
    return redirect("forms:draft", draft.form.slug)


@of_draft(ASK)
def drop(request: HttpRequest, draft: FormVersion) -> HttpResponse:
    """Ask whether to throw the draft away, and do it."""
    if request.method == "POST":
        is_last = draft.was_never_asked
        publishing.drop_draft(draft, by=editor_of(request), at=timezone.now())
        if is_last:
            return redirect("forms:form_list")
        return redirect("forms:form", draft.form.slug)
    return render(request, "intake/editor/drop.html", {"draft": draft})


@for_editors(ASK)
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether to ask a form no longer, and do it."""
    version = get_object_or_404(
        FormVersion.objects.select_related("form"), form__slug=slug, state=VersionState.PUBLISHED
    )
    if request.method == "POST":
        publishing.retire_form(version, by=editor_of(request), at=timezone.now())
        return redirect("forms:form", slug)
    return render(request, "intake/editor/retire.html", {"version": version})


@for_editors(LOOK)
def compare(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What differs between a version and the one that is asked now."""
    version = version_of(slug, number)
    published = version.form.versions.filter(state=VersionState.PUBLISHED).first()
    if published is None:
        raise Http404
    older, newer = sorted((version, published), key=lambda one: one.number)
    context = {
        "version": version,
        "older": older,
        "newer": newer,
        "differences": differences(older.definition, newer.definition),
    }
    return render(request, "intake/editor/compare.html", context)


def version_of(slug: str, number: int) -> FormVersion:
    """A version by the form's address and its number."""
    versions = FormVersion.objects.select_related("form")
    return get_object_or_404(versions, form__slug=slug, number=number)


def editor_of(request: HttpRequest) -> User:
    """Who is editing."""
    assert isinstance(request.user, User)  # noqa: S101 - for_editors has seen to it
    return request.user


def back_to(draft: FormVersion, place: str) -> HttpResponse:
    """To the draft, at the place that was changed."""
    answer = redirect("forms:draft", draft.form.slug)
    answer["Location"] += f"#{place}"
    return answer


def _written(request: HttpRequest) -> list[str]:
    """The words that somebody wrote for a part that a colleague has removed: not to be lost."""
    posted = readable_post(request.POST)
    names = [name for name in posted if name not in ("csrfmiddlewaretoken", "base")]
    return [text for name in names for text in posted.getlist(name) if len(text) > 5]


def _row(question: Question, form: Definition, wrong: set[str]) -> dict[str, Any]:
    kind = KINDS.get(question.kind)
    return {
        "question": question,
        "kind": kind.label if kind else question.kind,
        "condition": condition_in_words(question.condition, form),
        "is_wrong": question.key in wrong,
    }


def _waiting_for(draft: FormVersion, key: str) -> list[Question]:
    """The questions whose condition asks about this one."""
    return [
        one
        for one in draft.definition.questions
        if one.condition and key in {test.question for test in one.condition.tests}
    ]
