"""Excel workbooks: the first sheet that has something in it, formulas as text, never evaluated.

A workbook is a zip file of XML, so it is measured before it is unpacked: what it claims to be
unpacked is what the reader below unpacks at most.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MEGABYTE, MOST_COLUMNS, MOST_LINES, Line
from hemvist.importing.readers.tables import Row, lines_of

MOST_PARTS = 500
MOST_UNPACKED = 250 * MEGABYTE
MOST_OF_SHARED = 60 * MEGABYTE  # texts and styles are held in memory
TIMES_LARGER = 200  # XML packs well, but no table packs better than this
NOT_TINY = MEGABYTE
MOST_MERGED = 20_000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
IN_MEMORY = ("sharedStrings.xml", "styles.xml", "workbook.xml", ".rels")


def read(file: BinaryIO) -> Iterator[Line]:
    """The lines of the first sheet that has any. Raises CannotRead."""
    try:
        measure(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of decorations it does not know
            file.seek(0)
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                yield from lines_of(_rows(book, file))
            finally:
                book.close()
    except (CannotRead, GeneratorExit):
        raise
    except zipfile.BadZipFile as error:
        raise CannotRead("broken_workbook") from error
    except RuntimeError as error:  # zipfile's word for a part under a password
        raise CannotRead("locked" if "password" in str(error) else "broken_workbook") from error
    except MemoryError as error:
        raise CannotRead("workbook_unpacks_too_large") from error
    except Exception as error:
        # openpyxl checks little of what it reads and lets through whatever goes wrong then.
        raise CannotRead("broken_workbook") from error


def measure(file: BinaryIO) -> None:
    """Refuse what would not fit, from the list of contents alone. Raises CannotRead."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    shared = sum(part.file_size for part in parts if part.filename.endswith(IN_MEMORY))
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or shared > MOST_OF_SHARED
        or (unpacked > NOT_TINY and unpacked / packed > TIMES_LARGER)
    ):
        raise CannotRead("workbook_unpacks_too_large")
    if not any(part.filename.endswith("workbook.xml") for part in parts):
        raise CannotRead("not_a_table")


def _rows(book: Any, file: BinaryIO) -> Iterator[Row]:
    for sheet in book.worksheets:
        if not isinstance(sheet, ReadOnlyWorksheet) or sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # a sheet may claim any size
        rows = _filled(sheet, merged_cells(book, sheet))
        first = next((row for row in rows if any(row)), None)
        if first is not None:
            yield first
            yield from rows
            return
    raise CannotRead("empty")


def _filled(sheet: ReadOnlyWorksheet, merged: dict[tuple[int, int], tuple[int, int]]) -> Any:
    """The rows as text; a merged cell says the same in each of its places."""
    kept: dict[tuple[int, int], str] = {}
    anchors = set(merged.values())
    width = MOST_COLUMNS + 1
    for number, values in enumerate(sheet.iter_rows(max_col=width, values_only=True), start=1):
        if number > 2 * MOST_LINES:  # openpyxl fills up to whatever row a cell claims to be on
            raise CannotRead("too_many_rows", most=MOST_LINES)
        row = [_text(value) for value in values]
        for place in range(len(row)) if merged else ():
            at = (number, place + 1)
            if at in anchors:
                kept[at] = row[place]
            elif at in merged and not row[place]:
                row[place] = kept.get(merged[at], "")
        yield row


def merged_cells(book: Any, sheet: ReadOnlyWorksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Which cells stand for which other one, as row and column; they come last in the file."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    with book._archive.open(sheet._worksheet_path) as source:
        kept = b""
        while chunk := source.read(MEGABYTE):
            for match in MERGED.finditer(text := kept + chunk):
                left, top, right, bottom = range_boundaries(match[1].decode())
                if (right - left + 1) * (bottom - top + 1) + len(found) > MOST_MERGED:
                    return found
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        if (row, column) != (top, left):
                            found[row, column] = (top, left)
            kept = text[-100:]
    return found


def _text(value: Any) -> str:
    """A value as a person would read it; a formula as it is written."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(getattr(value, "text", value))
