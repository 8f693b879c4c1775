"""How often something is asked for, without a trace of who asked."""

import re
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum

from hemvist.core.letters import plain, split_words
from hemvist.search.models import AskedFor

MOST_LETTERS, MOST_WORDS = 40, 5
FEWEST_SHOWN = 5
RARE_KEPT, ALL_KEPT = timedelta(days=30), timedelta(days=365)
MAY_BE_PERSONAL = re.compile(r"[\d@]|www|http", re.I)


def may_be_kept(text: str) -> str:
    """The question in plain letters; "" if it is long, or may be about a person."""
    words = " ".join(split_words(plain(text)))
    too_much = len(words) > MOST_LETTERS or len(words.split()) > MOST_WORDS
    return "" if too_much or MAY_BE_PERSONAL.search(text) else words


def count_question(text: str, *, language: str, found: int, on: date) -> None:
    """Count a question on its day."""
    kept = may_be_kept(text)
    if not kept:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_askedfor (day, language, text, times, found)
            VALUES (%s, %s, %s, 1, %s)
            ON CONFLICT (day, language, text)
            DO UPDATE SET times = search_askedfor.times + 1, found = excluded.found
            """,
            [on, language, kept, min(found, 10_000)],
        )


def most_asked(*, since: date) -> "QuerySet[Any, dict[str, Any]]":
    """What was asked for, the most first, as texts with how often and how much is found."""
    return _counted(since).order_by("-total", "text")


def asked_in_vain(*, since: date) -> "QuerySet[Any, dict[str, Any]]":
    """What nothing was found for: work for an editor."""
    return _counted(since).filter(most=0).order_by("-total", "text")


def _counted(since: date) -> Any:
    asked = AskedFor.objects.filter(day__gte=since).values("text", "language")
    return asked.annotate(total=Sum("times"), most=Max("found"))


def forget_old_questions(*, on: date) -> int:
    """Remove what is a year old, and after a month what fewer than five asked for."""
    often = (
        AskedFor.objects.values("language", "text")
        .annotate(total=Sum("times"))
        .filter(total__gte=FEWEST_SHOWN)
    )
    kept = {(row["language"], row["text"]) for row in often}
    old = AskedFor.objects.filter(day__lt=on - RARE_KEPT)
    rare = [row.pk for row in old if (row.language, row.text) not in kept]
    gone = AskedFor.objects.filter(Q(pk__in=rare) | Q(day__lt=on - ALL_KEPT))
    return gone.delete()[0]
