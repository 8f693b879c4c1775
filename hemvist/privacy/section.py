"""What a part of the export is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.utils.functional import Promise

CHUNK = 500


@dataclass(frozen=True)
class Section:
    """One table of the export: how to find a household's rows and which columns it shows."""

    name: str
    title: str | Promise
    model: type[Model]
    owner: str
    columns: tuple[str, ...]
    only: Q = field(default_factory=Q)

    def rows(self, homes: Sequence[int]) -> Iterator[dict[str, Any]]:
        """The rows of these households, oldest first, read a few hundred at a time."""
        owned = self.model._default_manager.filter(self.only, **{f"{self.owner}__in": homes})
        found = owned.order_by("pk")
        return found.values(*self.columns).iterator(chunk_size=CHUNK)
