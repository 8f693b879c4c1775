"""Finding: what the index holds that fits a question, best first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection

from hemvist.search.asking import Asked, Group
from hemvist.search.concepts import mark

MOST_ROWS = 300
# What a word in D, C, B and A counts: the rest, the summary, the kinds, the title.
WEIGHTS = "{0.08,0.25,0.5,1.0}"
WEAKER = 0.35
OWN_LANGUAGE = 1.15
COLUMNS = ("id", "kind", "key", "language", "title", "area")


@dataclass
class Row:
    """A document that fits: enough to rank it, not to show it."""

    id: int
    kind: str
    key: str
    language: str
    title: str
    area: str
    score: float

    def __post_init__(self) -> None:
        """What it is a document of, whatever the language; and its score as far as it counts."""
        self.thing = self.kind, self.key
        self.rounded = round(self.score, 1)


@dataclass
class Filters:
    """What the reader keeps to."""

    kind: str = ""
    area: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def rows_that_fit(asked: Asked, filters: Filters) -> list[Row]:
    """The documents with any of the words or concepts, best first, one for each thing.

    A concept may be that of thousands; of those without any of the words the best of each concept
    are enough, and are known already.
    """
    groups = [group for group in asked.groups if group.strong or group.weak or group.starts]
    of_words = [group for group in groups if not group.concept]
    concepts = (group.concept for group in groups if group.concept)
    known = {row.id for code in concepts for row in rows_of(code, asked, filters)}
    if not of_words and not known:
        return []
    where, more = _where(of_words, filters, known)
    return nearest_first(_fetch(groups, where, more, asked.language), asked)


def nearest_first(rows: list[Row], asked: Asked) -> list[Row]:
    """The rows in the order of their scores and of how near they are to the area in question."""
    if not asked.near:
        return rows
    factor = asked.near.factor
    return sorted(rows, key=lambda row: -row.rounded * factor(row.area))


def rows_of(concept: str, asked: Asked, filters: Filters) -> list[Row]:
    """What belongs to a concept, best first; found once in each process until the index changes."""
    version, language = asked.state.version, asked.language
    rows = _rows_of(concept, language, filters.kind, filters.area, version)
    if asked.near and not filters.area:
        in_it = _rows_of(concept, language, filters.kind, asked.near.area.pk, version)
        rows = best_of_each_thing([*rows, *in_it])
    return rows


@lru_cache(maxsize=1_000)
def _rows_of(concept: str, language: str, kind: str, area: str, version: int) -> list[Row]:
    group = Group([mark(concept)], concept=concept)
    where, values = _where([group], Filters(kind, area), set())
    return _fetch([group], where, values, language)


def rows_numbered(closeness: Mapping[int, float], filters: Filters) -> list[Row]:
    """The documents with these numbers, with how close each is as its score, closest first."""
    where, values = ["id = ANY(%s)"], [list(closeness)]
    _keep_to(filters, where, values)
    sql = f"SELECT {', '.join(COLUMNS)} FROM search_document WHERE {' AND '.join(where)}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [Row(*found, closeness[found[0]]) for found in cursor.fetchall()]  # type: ignore[call-arg]
    return best_of_each_thing(sorted(rows, key=lambda row: -row.score))


def forget() -> None:
    """Ask for all concepts anew, in this process."""
    _rows_of.cache_clear()


def _fetch(groups: Sequence[Group], where: str, more: list[Any], language: str) -> list[Row]:
    score, values = _score(groups)
    # Of those that fit equally well, the nearest to the centre comes first.
    sql = f"""
        SELECT {", ".join(COLUMNS)}, score FROM (
        SELECT {", ".join(COLUMNS)}, kilometres,
               weight * (CASE WHEN language = %s THEN {OWN_LANGUAGE} ELSE 1 END) * ({score})
                 AS score
        FROM search_document WHERE {where}) AS fitting
        ORDER BY round(score::numeric, 1) DESC, kilometres NULLS LAST, score DESC, id
        LIMIT {MOST_ROWS}
    """  # noqa: S608 - every value is a parameter
    with connection.cursor() as cursor:
        cursor.execute(sql, [language, *values, *more])
        rows = [Row(*row) for row in cursor.fetchall()]
    return best_of_each_thing(rows)


def best_of_each_thing(rows: Sequence[Row]) -> list[Row]:
    """The first row of each thing."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        found.setdefault(row.thing, row)
    return list(found.values())


def _score(groups: Sequence[Group]) -> tuple[str, list[Any]]:
    """The sum over the words: how rare the word is, times where in the document it stands."""
    parts, values = [], []
    for group in groups:
        for words, starts, factor in (
            (group.strong, [], 1.0),
            (group.weak, group.starts, WEAKER),
        ):
            if words or starts:
                parts.append(f"%s * ts_rank('{WEIGHTS}', vector, %s::tsquery)")
                number = len(words) + len(starts)
                values += [group.worth * factor * number, any_of(words, starts)]
    return " + ".join(parts), values


def _where(
    groups: Sequence[Group], filters: Filters, known: Collection[int]
) -> tuple[str, list[Any]]:
    words = [word for group in groups for word in (*group.strong, *group.weak)]
    starts = [start for group in groups for start in group.starts]
    where: list[str] = []
    values: list[Any] = []
    if words or starts:
        where.append("vector @@ %s::tsquery")
        values.append(any_of(words, starts))
    if known:
        where.append("id = ANY(%s)")
        values.append(list(known))
    where = [f"({' OR '.join(where)})"]
    _keep_to(filters, where, values)
    return " AND ".join(where), values


def _keep_to(filters: Filters, where: list[str], values: list[Any]) -> None:
    for column, value in (("kind", filters.kind), ("area", filters.area)):
        if value:
            where.append(f"{column} = %s")
            values.append(value)


def any_of(words: Sequence[str], starts: Sequence[str] = ()) -> str:
    """Words as a question to PostgreSQL; they are letters, digits and marks of concepts only."""
    told = [f"'{word}'" for word in dict.fromkeys(words)]
    return " | ".join([*told, *(f"'{start}':*" for start in starts)])
