"""A version of a form as those see it who fill it in: the real pages, and nothing is kept.

The answers travel from page to page in the page itself, signed, so that what depends on them can
be seen.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.casework.languages import language_name
from hemvist.intake.definition import Definition
from hemvist.intake.editor_pages import ASK, for_editors, version_of
from hemvist.intake.forms import form_for
from hemvist.intake.models import FormVersion
from hemvist.intake.question import readable_post
from hemvist.intake.steps import Answers, Walk
from hemvist.intake.summary import parts_of

SALT = "hemvist.intake.preview"


@for_editors(ASK)
def preview(request: HttpRequest, slug: str, number: int, language: str) -> HttpResponse:
    """A page of the form in one language: its first, a question, or the check at the end."""
    version = version_of(slug, number)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    context = _around(version, language)
    with translation.override(language):
        return _page(request, version.definition, context)


def _around(version: FormVersion, language: str) -> dict[str, Any]:
    """What stands above the page, in the editor's own language."""
    codes = version.definition.languages
    words = _("Preview of version %(number)d in %(language)s. Nothing is kept.")
    return {
        "version": version,
        "definition": version.definition,
        "preview_words": words % {"number": version.number, "language": language_name(language)},
        "preview_back": _("Back to the form"),
        "preview_languages": [
            (code, language_name(code), reverse("forms:preview", args=_args(version, code)))
            for code in codes
            if code != language
        ],
    }


def _args(version: FormVersion, language: str) -> list[Any]:
    return [version.form.slug, version.number, language]


def _page(request: HttpRequest, definition: Definition, context: dict[str, Any]) -> HttpResponse:
    at = request.GET.get("at", "")
    if request.method != "POST" and not at:
        return render(request, "intake/preview_start.html", context)
    posted = readable_post(request.POST) if request.method == "POST" else None
    walk = Walk(definition, _said(posted.get("said", "") if posted else ""))
    at = posted.get("at", "") if posted else at
    if at == "start":
        return _question(request, walk, walk.asked[0].key if walk.asked else "", context)
    question = definition.by_key.get(at)
    if question is None:
        raise Http404
    if posted is None:
        return _question(request, walk, at, context)
    form = form_for(question, walk, posted)
    if not form.is_valid() or "add" in posted:
        return _show(request, walk, form, context, status=200 if "add" in posted else 422)
    walk = Walk(definition, {**walk.answers, at: form.answer()})
    following = walk.after(question)
    if following:
        return _question(request, walk, following.key, context)
    return render(request, "intake/preview_check.html", {**context, "parts": parts_of(walk)})


def _question(request: HttpRequest, walk: Walk, key: str, context: dict[str, Any]) -> HttpResponse:
    question = walk.definition.by_key.get(key)
    if question is None:
        raise Http404
    return _show(request, walk, form_for(question, walk), context, status=200)


def _show(
    request: HttpRequest, walk: Walk, form: Any, context: dict[str, Any], *, status: int
) -> HttpResponse:
    is_asked = walk.question(form.asked.key) is not None
    number, total = walk.place_of(form.asked) if is_asked else (1, len(walk.asked) or 1)
    said = signing.dumps(walk.answers, salt=SALT, compress=True)
    more = {"form": form, "number": number, "total": total, "said": said}
    return render(request, "intake/preview_step.html", {**context, **more}, status=status)


def _said(signed: str) -> Answers:
    """The answers so far; none when the text is not ours."""
    try:
        answers = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return {}
    return answers if isinstance(answers, dict) else {}
