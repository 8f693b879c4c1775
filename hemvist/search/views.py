"""One box over everything that is public."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemvist.core.dates import today
from hemvist.core.read_once import reading_once
from hemvist.directory.models import Area, LifeArea
from hemvist.guide.addresses import page_at
from hemvist.search import limits
from hemvist.search.asking import Asked, read_question
from hemvist.search.counting import count_question
from hemvist.search.finding import Finding, find_things
from hemvist.search.forms import Question
from hemvist.search.models import Document, IndexState
from hemvist.search.nearness import near_to
from hemvist.search.queries import Filters
from hemvist.search.results import (
    ON_A_PAGE,
    because,
    counted,
    in_groups,
    results_of,
)
from hemvist.search.sources import SOURCES
from hemvist.search.suggesting import suggestions_for


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What fits the words, best first; without words, where to begin."""
    if limits.is_too_often("find", request, times=limits.QUESTIONS_A_MINUTE):
        return render(request, "search/too_often.html", {"page": page_at(request)}, status=429)
    with reading_once():
        return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    question = Question(request.GET)
    is_right = question.is_valid()
    asked_for = question.cleaned_data
    words = asked_for.get("q", "")
    context: dict[str, Any] = {
        "page": page_at(request),
        "form": question,
        "without_box": True,  # the page has a larger one
        "asked": {"text": words},
        "trail": [(_("Home"), reverse("guide:start")), (_("Search"), None)],
    }
    if is_right and words:
        area = asked_for["area"]
        filters = Filters(asked_for["kind"], area.pk if area else "")
        context |= _found(request, words, filters)
    if not context.get("number"):
        context["life_areas"] = LifeArea.objects.all()
        context["is_being_prepared"] = IndexState().is_being_prepared
    return render(request, "search/find.html", context, status=200 if is_right else 422)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What might be meant by the letters typed so far, for the box."""
    question = Question(request.GET)
    is_right = question.is_valid() and bool(question.cleaned_data["q"])
    if not is_right or limits.is_too_often("suggest", request, times=limits.SUGGESTIONS_A_MINUTE):
        return JsonResponse({"suggestions": []})
    found = suggestions_for(question.cleaned_data["q"], language=_language())
    return JsonResponse({"suggestions": found})


def _found(request: HttpRequest, words: str, filters: Filters) -> dict[str, Any]:
    asked = read_question(words, language=_language())
    everything = find_things(asked, Filters(area=filters.area))
    if filters.area and not everything.things:
        asked.near = near_to(Area.objects.get(pk=filters.area))
        everything = find_things(asked, Filters())
    finding = everything.of_kind(filters.kind) if filters.kind else everything
    number = len(finding.things)
    is_first = not (filters.kind or filters.area or request.GET.get("page"))
    if is_first and (number or not asked.state.is_being_prepared):
        certain = number - len(finding.by_meaning)
        count_question(words, language=asked.language, found=certain, on=today())
    return {
        "number": number,
        "reasons": list(filter(None, map(because, asked.meant))),
        "corrected": asked.corrected,
        **_where(asked, filters, everything),
        "only_by_meaning": bool(number) and len(finding.by_meaning) == number,
        "kinds": _kinds(everything, words, filters),
        **(_page(request, finding, asked) if filters.kind else _groups(finding, asked)),
    }


def _where(asked: Asked, filters: Filters, finding: Finding) -> dict[str, Any]:
    """The area that was named, or the one chosen in vain; whether the best place lies in it."""
    if not asked.near:
        return {}
    area = asked.near.area
    best = next((key for kind, key in finding.things if kind == "place"), None)
    is_there = not filters.area and Document.objects.filter(key=best, area=area.pk).exists()
    return {"near": area} if is_there or not best else {"nothing_in": area}


def _groups(finding: Finding, asked: Asked) -> dict[str, Any]:
    groups = in_groups(finding, asked)
    return {"groups": groups, "number": len(finding.things) if groups else 0}


def _page(request: HttpRequest, finding: Finding, asked: Asked) -> dict[str, Any]:
    things = Paginator(finding.things, ON_A_PAGE).get_page(request.GET.get("page"))
    return {"things": things, "results": results_of(list(things), finding, asked)}


def _kinds(finding: Finding, words: str, filters: Filters) -> list[dict[str, Any]]:
    """The kinds one can keep to, with how many there are of each."""
    counts = counted(finding)
    base = {"q": words, **({"area": filters.area} if filters.area else {})}
    rows = [{"label": _("Everything"), "number": sum(counts.values()), "code": ""}]
    rows += [
        {"label": SOURCES[kind].label_many, "number": number, "code": kind}
        for kind, number in counts.items()
    ]
    for row in rows:
        row["query"] = urlencode({**base, **({"kind": row["code"]} if row["code"] else {})})
        row["is_chosen"] = row["code"] == filters.kind
    return rows if len(rows) > 2 or filters.kind else []


def _language() -> str:
    return (get_language() or "sv").split("-")[0]
