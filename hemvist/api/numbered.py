"""Lists in numbered pages, and everything at once as a stream."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hemvist.api.problems import Problem

MOST_ON_A_PAGE = 100
MOST_PAGES = 1_000_000_000
CHUNK = 500

Row = TypeVar("Row", bound=Model)
Shape = Callable[[list[Any]], list[dict[str, Any]]]


@dataclass(frozen=True)
class Numbered:
    """One page of rows, and where it stands among all of them."""

    rows: list[Any]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one, which is empty."""
        return max(1, -(-self.total // self.size))

    def expect_to_exist(self) -> None:
        """Raise a Problem when there are not so many pages."""
        if self.number > self.pages:
            words = _("There are %(pages)s pages.") % {"pages": self.pages}
            raise Problem(words, status=404, name="page")


def numbered(found: QuerySet[Row], *, number: int, size: int) -> Numbered:
    """The rows of a page, by their keys, in two queries and those for the parts.

    Raises a Problem when there are not so many pages.
    """
    total = found.order_by().count()
    Numbered([], number, size, total).expect_to_exist()
    first = (number - 1) * size
    keys = found.order_by("pk").values_list("pk", flat=True)[first : first + size]
    rows = list(found.filter(pk__in=list(keys)).order_by("pk")) if total else []
    return Numbered(rows, number, size, total)


def in_chunks(found: QuerySet[Row]) -> Iterator[list[Row]]:
    """All rows, some hundreds at a time, by key, so that memory does not grow with them."""
    last = None
    while True:
        rest = found if last is None else found.filter(pk__gt=last)
        rows = list(rest.order_by("pk")[:CHUNK])
        if not rows:
            return
        yield rows
        last = rows[-1].pk


def lines(found: QuerySet[Row], shape: Shape) -> Iterator[bytes]:
    """All rows as JSON, one line each, in the language of now, whenever they are read."""
    return _lines(found, shape, get_language() or "sv")


def _lines(found: QuerySet[Row], shape: Shape, language: str) -> Iterator[bytes]:
    for rows in in_chunks(found):
        with override(language):
            objects = shape(rows)
        yield b"".join(json.dumps(told, ensure_ascii=False).encode() + b"\n" for told in objects)
