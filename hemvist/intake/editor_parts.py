"""Writing one part of a draft: a question, a section, or the form's own words."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.casework.languages import language_name
from hemvist.core.translated import spoken
from hemvist.directory.models import LifeArea
from hemvist.intake.editor_forms import (
    FormTextsForm,
    NewQuestionForm,
    PartForm,
    QuestionEditor,
    SectionForm,
)
from hemvist.intake.editor_pages import ASK, back_to, editor_of, of_draft
from hemvist.intake.kinds import KINDS
from hemvist.intake.models import FormVersion
from hemvist.intake.outline import (
    Document,
    Part,
    merged,
    new_key,
    question_in,
    section_in,
    with_new_question,
    with_new_section,
    with_question,
    with_section,
    with_texts,
)
from hemvist.intake.publishing import change_draft
from hemvist.intake.question import readable_post

TEXTS = ("name", "heading", "lead", "asked")


class BothChanged(Exception):
    """A colleague has changed the same fields; `theirs` is the part as it stands."""

    def __init__(self, theirs: Part, fields: list[str]) -> None:
        super().__init__(fields)
        self.theirs, self.fields = theirs, fields


@of_draft(ASK)
def question(request: HttpRequest, draft: FormVersion, key: str) -> HttpResponse:
    """Write one question."""
    part = question_in(draft.document, key)
    form = _question_form(request, draft, part)
    return _edit(
        request,
        draft,
        form,
        part=part,
        find=lambda document: question_in(document, key),
        put=with_question,
        place=f"question-{key}",
        name=spoken(part["question"])[0] or key,
    )


@of_draft(ASK)
def new_question(request: HttpRequest, draft: FormVersion, section: str) -> HttpResponse:
    """Choose a kind of question, then write it."""
    kind = request.GET.get("kind", "")
    section_in(draft.document, section)
    asked = request.GET if "kind" in request.GET else None
    chosen = NewQuestionForm(asked, definition=draft.definition, is_offer=draft.form.is_offer)
    context = {"draft": draft, "form": chosen}
    if not chosen.is_valid():
        status = 422 if chosen.is_bound else 200
        return render(request, "intake/editor/new_question.html", context, status=status)
    part = {"key": "", "kind": kind, "question": {}, "fills": KINDS[kind].fills[0]}
    form = _question_form(request, draft, part)
    if not form.is_valid() or "more" in request.POST:
        return _show(request, draft, form, name=str(KINDS[kind].label))
    written = form.changed()
    english = written["question"].get("en") or spoken(written["question"])[0]

    def add(document: Document) -> Document:
        written["key"] = new_key(document, english)
        return with_new_question(document, written, section=section)

    change_draft(draft, change=add, by=editor_of(request), at=timezone.now())
    return back_to(draft, f"question-{written['key']}")


@of_draft(ASK)
def section(request: HttpRequest, draft: FormVersion, key: str) -> HttpResponse:
    """Write the heading of a section."""
    part = section_in(draft.document, key)
    part.pop("questions")
    form = SectionForm(_typed(request), part=part, languages=draft.definition.languages)
    return _edit(
        request,
        draft,
        form,
        part=part,
        find=lambda document: _without_questions(section_in(document, key)),
        put=lambda document, changed: with_section(document, {**changed, "key": key}),
        place=f"section-{key}",
        name=spoken(part["title"])[0] or key,
    )


@of_draft(ASK)
def new_section(request: HttpRequest, draft: FormVersion) -> HttpResponse:
    """Add a section at the end."""
    languages = draft.definition.languages
    form = SectionForm(_typed(request), part={"title": {}}, languages=languages)
    if not form.is_valid():
        return _show(request, draft, form, name=_("New section"))
    title = form.changed()["title"]

    def add(document: Document) -> Document:
        key = new_key(document, title.get("en") or spoken(title)[0] or "section")
        return with_new_section(document, {"key": key, "title": title})

    change_draft(draft, change=add, by=editor_of(request), at=timezone.now())
    return redirect("forms:draft", draft.form.slug)


@of_draft(ASK)
def texts(request: HttpRequest, draft: FormVersion) -> HttpResponse:
    """Write what the form is called and what stands on its first page."""
    part = {name: draft.document.get(name, {}) for name in TEXTS}
    form = FormTextsForm(_typed(request), part=part, languages=draft.definition.languages)
    return _edit(
        request,
        draft,
        form,
        part=part,
        find=lambda document: {name: document[name] for name in TEXTS},
        put=with_texts,
        place="form",
        name=_("The form’s own words"),
    )


def _edit(
    request: HttpRequest,
    draft: FormVersion,
    form: Any,
    *,
    part: Part,
    find: Callable[[Document], Part],
    put: Callable[[Document, Part], Document],
    place: str,
    name: str,
) -> HttpResponse:
    """Show a part, or keep it beside what a colleague has changed of it meanwhile."""
    if not form.is_valid() or "more" in request.POST:
        return _show(request, draft, form, name=name)
    base, mine = form.cleaned_data["base"], form.changed()

    def change(document: Document) -> Document:
        theirs = find(document)
        both, fields = merged(base, mine, theirs)
        if fields:
            raise BothChanged(theirs, fields)
        return put(document, both)

    try:
        change_draft(draft, change=change, by=editor_of(request), at=timezone.now())
    except BothChanged as both:
        theirs = _told(both)
        return _show(request, draft, form, name=name, theirs=theirs, base=both.theirs)
    return back_to(draft, place)


def _show(
    request: HttpRequest,
    draft: FormVersion,
    form: PartForm,
    *,
    name: str,
    theirs: list[tuple[str, str]] | None = None,
    base: Part | None = None,
) -> HttpResponse:
    """The page of a part; what a colleague wrote stands above what one has typed oneself."""
    is_more = "more" in request.POST
    context = {
        "draft": draft,
        "form": form,
        "name": name,
        "theirs": theirs,
        "base": form["base"].value() if base is None else json.dumps(base, ensure_ascii=False),
        "more_answers": getattr(form, "rows", 0) + 4,
    }
    status = 422 if form.is_bound and not is_more else 200
    return render(request, "intake/editor/part.html", context, status=status)


def _question_form(request: HttpRequest, draft: FormVersion, part: Part) -> QuestionEditor:
    sought = LifeArea.objects.filter(can_be_sought=True)
    wanted = request.POST.get("more", "")
    return QuestionEditor(
        _typed(request),
        part=part,
        languages=draft.definition.languages,
        definition=draft.definition,
        life_areas={area.slug: str(area) for area in sought},
        answers=int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0,
    )


def _typed(request: HttpRequest) -> Any:
    return readable_post(request.POST) if request.method == "POST" else None


def _without_questions(section: Part) -> Part:
    return {name: value for name, value in section.items() if name != "questions"}


def _told(both: BothChanged) -> list[tuple[str, str]]:
    """The fields that a colleague changed too, with how they stand now."""
    told = []
    for field in both.fields:
        name, _dot, code = field.partition(".")
        value: Any = both.theirs.get(name) or ""
        text = value.get(code, "") if code else value
        label = (
            f"{FIELDS.get(name, name)} · {language_name(code)}" if code else FIELDS.get(name, name)
        )
        told.append((str(label), _in_words(text)))
    return told


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(
            _in_words(one.get("text", one) if isinstance(one, dict) else one) for one in value
        )
    if isinstance(value, dict):
        return " / ".join(_in_words(one) for one in value.values())
    return str(value)


FIELDS: dict[str, Any] = {
    "question": gettext_lazy("question"),
    "title": gettext_lazy("short name"),
    "label": gettext_lazy("label"),
    "help": gettext_lazy("help"),
    "choices": gettext_lazy("answers"),
    "condition": gettext_lazy("asked only if"),
    "required": gettext_lazy("needs an answer"),
    "fills": gettext_lazy("becomes"),
    "offers": gettext_lazy("can be answered by"),
    "receiver": gettext_lazy("shared with"),
    "name": gettext_lazy("name"),
    "heading": gettext_lazy("heading"),
    "lead": gettext_lazy("introduction"),
    "asked": gettext_lazy("what is asked, and why"),
}
