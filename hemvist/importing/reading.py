"""Which reader reads what: by the kind of source, and for tables by what the file begins with."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import Line
from hemvist.importing.models import SourceKind
from hemvist.importing.readers import (
    comma_separated,
    hsds,
    jobs,
    key_figures,
    osm,
    schools,
    statistics,
    workbook,
)

Reader = Callable[[BinaryIO], Iterator[Line]]
READERS: dict[str, Reader] = {
    SourceKind.HSDS: hsds.read,
    SourceKind.OSM: osm.read,
    SourceKind.SCHOOLS: schools.read,
    SourceKind.JOBS: jobs.read,
    SourceKind.STATISTICS: statistics.read,
    SourceKind.KEY_FIGURES: key_figures.read,
}
ZIPPED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read(kind: str, file: BinaryIO) -> Iterator[Line]:
    """The lines of a list. Raises CannotRead and nothing else."""
    if kind in READERS:
        yield from READERS[kind](file)
        return
    beginning = file.read(8)
    file.seek(0)
    if beginning.startswith(OLD_OFFICE):
        raise CannotRead("old_workbook")
    if beginning.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        raise CannotRead("not_a_table")
    yield from (workbook.read if beginning.startswith(ZIPPED) else comma_separated.read)(file)
