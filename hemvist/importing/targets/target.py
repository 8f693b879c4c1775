"""What every kind of target can do, so that comparing and undoing know none of them."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID, uuid5

from hemvist.audit.actions import By
from hemvist.importing.understanding import Flat, Understood

NAMESPACE = UUID("0a6f2b0e-7f43-5d0c-9a55-3c1b9e1f7d24")


def own_id(source: str, key: str, part: str = "") -> UUID:
    """The number of a row that a source gives; the same however often it is brought in."""
    return uuid5(NAMESPACE, f"{source}/{part}/{key}")


class Target(Protocol):
    """Rows that can be told in a flat way: field by field, in words."""

    stamp: Flat  # what is said of every row that a list changes: the day it was checked

    def understand(self, values: Flat) -> Understood:
        """What a line wants, and what is wrong with it."""

    def known(self) -> dict[str, UUID]:
        """What this source has brought before, by its key."""

    def find(self, key: str, wanted: Flat) -> UUID | None:
        """A row from elsewhere that is meant; None if there is none."""

    def current(self, ids: Iterable[UUID]) -> dict[UUID, Flat]:
        """How rows are now."""

    def write(self, flats: dict[UUID, Flat], keys: dict[UUID, str], *, by: By) -> None:
        """Make rows be like this, new ones too, and note under which key the source has them."""

    def forget(self, ids: Iterable[UUID], *, by: By) -> None:
        """Note that the source does not have these rows after all."""

    def remove(self, ids: Iterable[UUID], *, by: By) -> set[UUID]:
        """Take rows out; gives those that could not be."""

    def closed(self, flat: Flat) -> Flat:
        """The same row when its source no longer lists it."""

    def is_closed(self, flat: Flat) -> bool:
        """Whether a row is already shown no longer."""

    def note_missing(self, ids: Iterable[UUID], *, missing: bool, by: By) -> None:
        """Write down that the source no longer lists these rows, or does again."""

    def said_by_others(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those rows that were here before this source, or that another one gives too."""
