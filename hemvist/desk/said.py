"""Finding cases by what was said in them: messages, notes and calls.

An index answers which texts hold the words. Words that stand in thousands of texts are looked
for in the newest only, since nobody leafs through thousands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection, transaction
from django.db.models import Model, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hemvist.accounts.models import Role, User
from hemvist.casework.models import Call, CaseQuerySet, Note
from hemvist.casework.rules import ANSWERING
from hemvist.core.dates import short_day
from hemvist.messaging.models import Message

MANY = 3_000
NEWEST = 3_000
SHORTEST = 3
# A beginning this long is shared by few enough words to be looked up.
BEGINNING = 4
AROUND = 30


@dataclass(frozen=True)
class Kind:
    """One kind of text: its table, its columns as in the index, how it leads to a case."""

    model: type[Model]
    columns: tuple[str, ...]
    to_case: str
    from_case: str
    words: Callable[[], str]


KINDS = [
    Kind(Message, ("subject", "body"), "conversation_id", "conversation", lambda: _("A message")),
    Kind(Note, ("body",), "case_id", "pk", lambda: _("A note")),
    Kind(Call, ("summary",), "case_id", "pk", lambda: _("A call")),
]


def cases_by_words(
    cases: CaseQuerySet, text: str, *, user: User, most: int
) -> dict[int, list[str]]:
    """The newest of these cases in which the words were said, and where, with what stands around.

    Who may not read what was said finds only what they wrote themselves.
    """
    words = [word.lower() for word in re.findall(r"[^\W_]+", text)]
    if "@" in text or not words or max(map(len, words)) < SHORTEST or text.isdecimal():
        return {}
    found: dict[int, list[str]] = {}
    for kind, rows, keys in _holding(words, user):
        matching = cases.filter(**{f"{kind.from_case}__in": set(keys)})
        pairs = list(matching.values_list("pk", kind.from_case)[:most])
        said = _said(kind, rows, [keys[key] for _pk, key in pairs], words)
        for pk, key in pairs:
            found.setdefault(pk, []).append(said[keys[key]])
    return found


def _holding(words: list[str], user: User) -> list[tuple[Kind, "QuerySet[Any]", dict[int, int]]]:
    """For each kind of text the newest with the words, by its case or conversation."""
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        # Otherwise a table is read from its beginning as soon as a word seems common enough.
        cursor.execute("SET LOCAL enable_seqscan = off")
        for kind in KINDS:
            rows = _rows(kind, user)
            if rows is not None and (keys := _newest_with(kind, rows, words)):
                found.append((kind, rows, keys))
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


def _rows(kind: Kind, user: User) -> "QuerySet[Any] | None":
    rows: QuerySet[Any] = kind.model._default_manager.order_by()
    if user.role in ANSWERING:
        return rows
    if user.role == Role.SERVICE_POINT and kind.model is not Message:
        return rows.filter(author=user)
    return None


def _newest_with(kind: Kind, rows: "QuerySet[Any]", words: list[str]) -> dict[int, int]:
    holding = rows.annotate(said=SearchVector(*kind.columns, config="simple"))
    holding = holding.filter(said=_query(words))
    found = list(holding.values_list(kind.to_case, "pk")[: MANY + 1])
    if len(found) > MANY:
        # From a number on: both indexes are put together before any text is read.
        every = kind.model._default_manager.order_by("-pk").values("pk")
        oldest = Coalesce(Subquery(every[NEWEST - 1 : NEWEST]), 0)
        found = list(holding.filter(pk__gte=oldest).values_list(kind.to_case, "pk"))
    return dict(sorted(found, key=lambda pair: pair[1]))


def _query(words: list[str]) -> SearchQuery:
    terms = (f"'{word}':*" if len(word) >= BEGINNING else f"'{word}'" for word in words)
    return SearchQuery(" & ".join(terms), search_type="raw", config="simple")


def _said(kind: Kind, rows: "QuerySet[Any]", pks: list[int], words: list[str]) -> dict[int, str]:
    """What stands around the words in each of these texts, with its day."""
    found = rows.filter(pk__in=pks).values_list("pk", "created_at", *kind.columns)
    return {pk: _in_words(kind, at, " ".join(parts), words) for pk, at, *parts in found}


def _in_words(kind: Kind, at: datetime, text: str, words: list[str]) -> str:
    return _("%(what)s of %(day)s: “%(words)s”") % {
        "what": kind.words(),
        "day": short_day(at),
        "words": around(text, words),
    }


def around(text: str, words: list[str]) -> str:
    """The first of the words with a little of what stands before and after it."""
    plain = " ".join(text.split())
    places = [plain.lower().find(word) for word in words]
    place = min((place for place in places if place >= 0), default=0)
    begin, end = max(place - AROUND, 0), place + AROUND * 2
    begin = plain.rfind(" ", 0, begin) + 1 if begin else 0
    cut = plain[begin:end].rsplit(" ", 1)[0] if end < len(plain) else plain[begin:]
    return f"{'…' if begin else ''}{cut}{'…' if end < len(plain) else ''}"
