"""Which kinds of parts there are at all, so that the others need not be asked for with each answer.

A directory rarely has every kind at every level. What is not there is told without a query; that
is found out anew when something has changed.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model, Prefetch

from hemvist.core.editions import Edition, current_edition

Link = tuple[type[Model], str]

_known: dict[tuple[Link, ...], tuple[Edition, frozenset[Link]]] = {}


def only_used(model: type[Model], lookups: list[Any]) -> list[Any]:
    """The same lookups; one that finds nothing anywhere ends where there is nothing."""
    ways = [(lookup, list(_steps(model, lookup))) for lookup in lookups]
    used = _used(tuple({link: None for _lookup, steps in ways for _name, link in steps}))
    return [_as_far_as_used(lookup, steps, used) for lookup, steps in ways]


def _steps(model: type[Model], lookup: Any) -> Iterator[tuple[str, Link]]:
    """Each step of a lookup that leads to many: its name so far, the table and its column."""
    way = lookup.prefetch_through if isinstance(lookup, Prefetch) else lookup
    names: list[str] = []
    for name in way.split("__"):
        names.append(name)
        field: Any = model._meta.get_field(name)
        model = field.related_model
        if field.one_to_many:
            yield "__".join(names), (model, field.field.column)


def _as_far_as_used(lookup: Any, steps: list[tuple[str, Link]], used: frozenset[Link]) -> Any:
    for name, link in steps:
        if link not in used:
            return Prefetch(name, link[0]._default_manager.none())
    return lookup


def _used(links: tuple[Link, ...]) -> frozenset[Link]:
    edition = current_edition()
    known = _known.get(links)
    if known is None or known[0] != edition or settings.KEEP_PAGES_SECONDS <= 0:
        asked = ", ".join(
            f"EXISTS (SELECT FROM {model._meta.db_table} WHERE {column} IS NOT NULL)"
            for model, column in links
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked}")  # names of our own tables and columns
            answers = cursor.fetchone()
        used = frozenset(link for link, is_used in zip(links, answers, strict=True) if is_used)
        known = _known[links] = (edition, used)
    return known[1]
