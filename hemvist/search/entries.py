"""What the index keeps of things for a page of results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from hemvist.search.asking import Asked
from hemvist.search.concepts import mark
from hemvist.search.queries import any_of

OTHERS = ("en", "sv")


@dataclass(frozen=True)
class Entry:
    """A thing in the best language there is for the reader, and what of the question it has."""

    kind: str
    key: str
    language: str
    title: str
    summary: str
    url_name: str
    url_args: list[str]
    url_query: str
    area: str
    kilometres: Decimal | None
    has_word: bool
    has_concepts: list[bool]


SQL = """
    WITH best AS (
        SELECT DISTINCT ON (kind, key) id
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS wanted (kind, key, languages)
        JOIN search_document USING (kind, key)
        WHERE languages = '' OR language = ANY (string_to_array(languages, ' '))
        ORDER BY kind, key, coalesce(array_position(%s::text[], language::text), 9), id
    )
    SELECT kind, key, language, title, summary, url_name, url_args, url_query, area, kilometres,
           vector @@ %s::tsquery,
           ARRAY(SELECT vector @@ one::tsquery FROM unnest(%s::text[]) WITH ORDINALITY
                 AS meant (one, at) ORDER BY at)
    FROM search_document JOIN best USING (id)
"""


def entries_of(
    things: Mapping[tuple[str, str], Sequence[str]], asked: Asked
) -> dict[tuple[str, str], Entry]:
    """One entry for each thing there is: in the reader's language, or in one most people read.

    A thing with languages is shown in one of these.
    """
    if not things:
        return {}
    liked = list(dict.fromkeys([asked.language, *OTHERS]))
    words = any_of([form for word in asked.words for form in (*word.forms, *word.parts)])
    marks = [any_of([mark(meant.concept.code)]) for meant in asked.meant]
    kinds, keys = zip(*things, strict=True)
    languages = [" ".join(told) for told in things.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(kinds), list(keys), languages, liked, words, marks])
        return {(kind, key): Entry(kind, key, *rest) for kind, key, *rest in cursor.fetchall()}
