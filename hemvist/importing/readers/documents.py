"""One file may hold several JSON documents, one after the other: the pages of a fetched list."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from hemvist.importing.readers.json_text import load

PAGES = "hemvist_pages"


def documents(file: BinaryIO) -> Iterator[Any]:
    """Each page of what was fetched, or the one document of a file. Raises CannotRead."""
    whole = load(file)
    if isinstance(whole, dict) and set(whole) == {PAGES} and isinstance(whole[PAGES], list):
        yield from whole[PAGES]
    else:
        yield whole
