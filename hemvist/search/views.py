"""One box over everything that is public."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemvist.core.addresses import page_at
from hemvist.directory.models import LifeArea
from hemvist.directory.queries import places
from hemvist.search.forms import Question


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What fits the words, best first; without words, where to begin."""
    question = Question(request.GET)
    words = question.cleaned_data["q"] if question.is_valid() else ""
    return render(
        request,
        "search/find.html",
        {
            "page": page_at(request),
            "form": question,
            "asked": {"text": words},
            "found": places(text=words)[:20] if words else [],
            "life_areas": LifeArea.objects.all(),
            "trail": [(_("Search"), None)],
        },
        status=200 if question.is_valid() else 422,
    )


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What might be meant by the letters typed so far, for the box."""
    question = Question(request.GET)
    words = question.cleaned_data["q"] if question.is_valid() else ""
    suggestions = [
        {"text": place.name, "url": reverse("guide:place", args=[place.slug])}
        for place in (places(text=words)[:5] if words else [])
    ]
    return JsonResponse({"suggestions": suggestions})
