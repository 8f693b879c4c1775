"""What is told of areas: the editors' words about them, and the stories of those who live there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from hemvist.directory.models import Area
from hemvist.guide.models import StoryPage
from hemvist.guide.pages import best_of, by_address, code_of, languages_for, readable
from hemvist.guide.showing import Below, as_below
from hemvist.guide.templatetags.pages import marks


@dataclass(frozen=True)
class Words:
    """What an editor has written about those who live in an area, and its language."""

    who_lives_here: str
    marks: SafeString


def words_of(areas: Iterable[Area]) -> dict[str, Words]:
    """By area; one query for the pages, and one for each of the two types there are."""
    language = get_language() or settings.LANGUAGE_CODE
    found = by_address([f"areas/{area.slug}/" for area in areas], language).values()
    texts: Any = Page.objects.filter(pk__in=[page.pk for page in found]).specific()
    return {
        text.area_id: Words(text.who_lives_here, _marks(text, language))
        for text in texts
        if getattr(text, "who_lives_here", "")
    }


def stories_of(areas: Iterable[Area]) -> dict[str, list[Below]]:
    """The stories by area, each in the best language it is in; two queries."""
    language = get_language() or settings.LANGUAGE_CODE
    found = (
        StoryPage.objects.filter(pk__in=readable().values("pk"))
        .filter(area__in=[area.pk for area in areas])
        .filter(locale__language_code__in=languages_for(language))
        .order_by("path")
    )
    by_area: dict[str, list[Below]] = {}
    for story in best_of(found, language):
        by_area.setdefault(story.area_id, []).append(as_below(story, language))
    return by_area


def _marks(page: Page, language: str) -> SafeString:
    code = code_of(page)
    return marks("" if code == language else code)
