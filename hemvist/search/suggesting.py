"""What might be meant by the letters typed so far."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info

from hemvist.search.asking import read_question
from hemvist.search.finding import Finding
from hemvist.search.queries import Filters, rows_that_fit
from hemvist.search.results import results_of

MOST = 6


def suggestions_for(text: str, *, language: str) -> list[dict[str, Any]]:
    """A few things that fit already, by their words alone; meaning waits for the whole question."""
    asked = read_question(text, language=language, is_typing=True)
    rows = rows_that_fit(asked, Filters())[: 2 * MOST]
    finding = Finding([row.thing for row in rows])
    return [
        {
            "text": result.document.title,
            "note": " · ".join(filter(None, [str(result.source.label), result.area])),
            "url": result.url,
            "language": result.document.language,
            "direction": _direction(result.document.language),
        }
        for result in results_of(finding.things[:MOST], finding, asked)
    ]


def _direction(language: str) -> str:
    known = dict(settings.LANGUAGES)
    return "rtl" if language in known and get_language_info(language)["bidi"] else "ltr"
