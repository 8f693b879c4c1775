"""Queries that every page of a kind asks alike: their SQL is put together once in each process.

Django works out the SQL of a query anew each time, which takes several times as long as asking the
database. A prepared query is written as always, with stand-ins for what varies; when it is asked,
the values take the places of the stand-ins in what Django worked out the first time.
"""

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

Row = TypeVar("Row", bound=Model)


class Prepared(Generic[Row]):
    """A query of whole rows, with what varies in it by name.

    A stand-in has the type of what it stands for, and is a value that stands nowhere else in the
    query. How many values a list has must not change the SQL: see `directory.finding.IsOneOf`.
    """

    def __init__(self, write: Callable[..., QuerySet[Row]], **stand_ins: Any) -> None:
        self._write, self._stand_ins = write, stand_ins
        self._known: tuple[Any, str, list[Any]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """The rows for these values; one query."""
        asked = self._asked(values)
        query = SimpleNamespace(get_compiler=lambda **_told: asked)
        rows: Any = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return list(ModelIterable(rows))

    def first_column(self, **values: Any) -> list[Any]:
        """What stands first in each row, for a query of values; one query."""
        return [row[0] for row in self.columns(**values)]

    def columns(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as tuples, for a query of values; one query."""
        return [tuple(row) for row in self._asked(values).results_iter()]

    def _asked(self, values: dict[str, Any]) -> Any:
        compiler, sql, told = self._known or self._work_out()
        asked = copy.copy(compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        names = {id(stand_in): name for name, stand_in in self._stand_ins.items()}
        params = [values[names[id(one)]] if id(one) in names else one for one in told]
        asked.as_sql = lambda *_args, **_kwargs: (sql, params)
        return asked

    def _work_out(self) -> tuple[Any, str, list[Any]]:
        queryset = self._write(**self._stand_ins)
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        told = [self._stand_in_for(one) for one in params]
        missing = [
            name
            for name, stand_in in self._stand_ins.items()
            if not any(one is stand_in for one in told)
        ]
        if missing:
            raise LookupError(f"Nothing in the query stands for: {', '.join(missing)}")
        self._known = compiler, sql, told
        return self._known

    def _stand_in_for(self, told: Any) -> Any:
        same = (one for one in self._stand_ins.values() if type(one) is type(told) and one == told)
        return next(same, told)
