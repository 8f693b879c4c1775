"""Which of the things that were found are public still: asked for every page of results.

Each kind's question is prepared, for there are seven of them on a page.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q, TextField, UUIDField, Value

from hemvist.directory.finding import IsOneOf

ANY_UUIDS = [UUID(int=1)]
ANY_TEXTS = ["any key"]


def is_among(name: str, keys: list[Any]) -> Q:
    """Whether a column is one of the keys, which are sent as one parameter."""
    of = UUIDField() if isinstance(keys[0], UUID) else TextField()
    return Q(IsOneOf(F(name), Value(keys, output_field=ArrayField(of))))


def uuids(keys: Iterable[str]) -> list[UUID]:
    """Keys of things, which are text for all kinds, as their tables have them."""
    return [UUID(key) for key in keys]
