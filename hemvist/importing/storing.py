"""Files on their way in: kept under a name of ours until they are read, then deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MEGABYTE, MOST_BYTES

FOLDER = "imports"


def store(content: Any) -> str:
    """Keep a file or bytes under a random name; gives the name. Raises CannotRead."""
    file = ContentFile(content) if isinstance(content, bytes) else content
    if file.size > MOST_BYTES:
        raise CannotRead("too_large", most=MOST_BYTES // MEGABYTE)
    return default_storage.save(f"{FOLDER}/{uuid4().hex}", file)


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A stored file to read from. Raises CannotRead if it is gone."""
    try:
        file: File = default_storage.open(name)
    except OSError as error:
        raise CannotRead("broken_off") from error
    with file:
        yield file.file  # type: ignore[misc] # Django's wrapper lacks what csv and zipfile ask for


def discard(name: str) -> None:
    """Delete a stored file, if it is still there."""
    if name:
        default_storage.delete(name)


def discard_old(*, before: datetime) -> int:
    """Delete files that nobody read, for whatever reason; says how many there were."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except OSError:
        return 0
    old = [
        f"{FOLDER}/{name}"
        for name in names
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < before
    ]
    for name in old:
        discard(name)
    return len(old)
