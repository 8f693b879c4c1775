"""Texts to begin with: an editor who makes a page need not begin with an empty one.

The words are instructions that are written over; whoever leaves one standing sees it in the
preview. They are in the language of the page.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override
from wagtail.admin.ui.components import Component
from wagtail.blocks import StreamValue
from wagtail.models import Page

from hemvist.guide import models
from hemvist.guide.plain import strings_in

Block = tuple[str, Any]
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Start:
    """One way to begin: what it is called, what it is good for, and what stands there then."""

    code: str
    name: str | Promise
    tells: str | Promise
    fields: Callable[[], dict[str, Any]]


def _blocks(*parts: Block) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in parts]


def _paragraph(text: str) -> Block:
    return "text", f"<p>{text}</p>"


def _list(*items: str) -> Block:
    return "text", "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _boxed(kind: str, text: str) -> Block:
    return kind, f"<p>{text}</p>"


def _subject() -> dict[str, Any]:
    return {
        "summary": _("Say in one sentence what the reader learns here."),
        "body": _blocks(
            _paragraph(_("Begin with what matters most: the answer, the price, the day.")),
            ("heading", _("How it works")),
            _paragraph(_("Explain it as to a friend who has just arrived. One thing at a time.")),
            ("heading", _("What to do next")),
            _list(_("First thing to do"), _("Second thing to do")),
            _boxed("note", _("Write here the one thing that must not be missed.")),
        ),
    }


def _comparison() -> dict[str, Any]:
    return {
        "summary": _("Say what there is to choose between."),
        "body": _blocks(
            _paragraph(_("Say what the choices are, and what decides between them.")),
            ("heading", _("First choice")),
            _paragraph(_("What it is, whom it suits, what it costs.")),
            ("heading", _("Second choice")),
            _paragraph(_("What it is, whom it suits, what it costs.")),
        ),
    }


def _application() -> dict[str, Any]:
    steps = [
        (_("Find out"), _("before you apply"), _("What the reader needs to have at hand.")),
        (_("Apply"), _("takes ten minutes"), _("Where it is done, and what is asked.")),
        (_("Wait for the answer"), _("two weeks"), _("What happens meanwhile, and who to call.")),
    ]
    return {
        "summary": _("Say what is done here, and how long it takes in all."),
        "steps": _blocks(
            *(
                ("step", {"title": title, "when": when, "body": f"<p>{body}</p>", "link": ""})
                for title, when, body in steps
            )
        ),
    }


def _story() -> dict[str, Any]:
    asked = [_("Before the move"), _("The first weeks"), _("Now")]
    return {
        "summary": _("Say who tells, and what is special in their story."),
        "body": _blocks(
            *(
                part
                for words in asked
                for part in (("heading", words), _paragraph(_("Their own words.")))
            )
        ),
    }


def _answer() -> dict[str, Any]:
    return {
        "summary": _("The short answer, in one sentence."),
        "body": _blocks(
            _paragraph(_("The answer in full. Begin with yes, no, or what it costs.")),
            _boxed("internal", _("What colleagues need to know when somebody asks.")),
        ),
    }


STARTS: dict[type[Page], list[Start]] = {
    models.ArticlePage: [
        Start(
            "subject",
            lazy("A subject explained"),
            lazy("What it is, how it works, what to do next."),
            _subject,
        ),
        Start(
            "comparison",
            lazy("A choice between two"),
            lazy("What there is to choose between, side by side."),
            _comparison,
        ),
    ],
    models.StepsPage: [
        Start(
            "application",
            lazy("How to apply for something"),
            lazy("Three steps, each with what to do and how long it takes."),
            _application,
        )
    ],
    models.StoryPage: [
        Start("story", lazy("A story"), lazy("Before, the first weeks, and now."), _story)
    ],
    models.AnswerPage: [
        Start(
            "answer",
            lazy("An answer"),
            lazy("The answer, and a note for colleagues."),
            _answer,
        )
    ],
}


class NewPages(Component):
    """On the editor's first page: what can be made, and where it belongs."""

    order = 10
    template_name = "guide/editor/new_pages.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The pages that others are made below, in the language that is written first."""
        here = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
        kinds = (models.LifeAreaPage, models.GuidesPage, models.AnswersPage, models.StoriesPage)
        life, guides, answers, stories = (here.type(kind).order_by("title") for kind in kinds)
        return {
            "life_areas": life,
            "others": [
                (lazy("A guide, step by step"), guides.first(), "stepspage"),
                (lazy("A question and its answer"), answers.first(), "answerpage"),
                (lazy("A story"), stories.first(), "storypage"),
            ],
        }


def starts_for(kind: type[Page] | None) -> list[Start]:
    """The texts that a page of this type can begin with; none for most."""
    return STARTS.get(kind, []) if kind else []


def texts_left(page: Page) -> list[str]:
    """Instructions that a page began with and that nobody has written over."""
    with override(page.locale.language_code):
        given = {text for start in starts_for(type(page)) for text in _sentences(start.fields())}
    fields = (getattr(page, name, "") for name in ("summary", "body", "steps"))
    said = [
        text
        for field in fields
        for text in _sentences(field.get_prep_value() if isinstance(field, StreamValue) else field)
    ]
    return [text for text in said if text in given]


def _sentences(value: Any) -> list[str]:
    """What is said in running text; headings and the like are often right as they are."""
    texts = (text for one in strings_in(value) for text in TAGS.split(one))
    return [text for text in texts if text.endswith(".")]


def starting_text_for(request: HttpRequest, parent: Page, kind: type[Page]) -> HttpResponse | None:
    """Lead to the choice of a text, unless an empty page was asked for."""
    if request.method != "GET" or "empty" in request.GET or not starts_for(kind):
        return None
    return redirect("begin", parent.pk, kind._meta.model_name)
