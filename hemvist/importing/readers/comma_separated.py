"""CSV as anybody writes it: whatever encoding, whatever separator."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MOST_BYTES, Line
from hemvist.importing.readers.tables import lines_of

SAMPLE = 64 * 1024
# In the order in which one is preferred where two fit as well: Excel in Swedish writes semicolons.
SEPARATORS = ";\t,|"
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
LINES_TRIED = 30


def read(file: BinaryIO) -> Iterator[Line]:
    """The lines of a CSV file. Raises CannotRead."""
    sample = file.read(SAMPLE)
    if not sample.strip(b"\x00\r\n\t ;,"):
        raise CannotRead("empty")
    file.seek(0)
    encoding = encoding_of(file, sample)
    beginning = sample.decode(encoding, errors="replace")
    if _is_no_text(beginning):
        raise CannotRead("not_a_table")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    rows = csv.reader(text, delimiter=separator_of(beginning))
    try:
        yield from lines_of(rows)
    except csv.Error as error:
        raise CannotRead("quote_not_closed", row=rows.line_num) from error
    except UnicodeError as error:
        raise CannotRead("not_a_table") from error
    finally:
        text.detach()


def encoding_of(file: BinaryIO, sample: bytes) -> str:
    """The file's own mark; else UTF-16 by its zeros; else UTF-8 if all of it is; else Windows."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    if zeros := _zeros(sample):
        return zeros
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    try:
        while chunk := file.read(SAMPLE):
            read += len(chunk)
            if read > MOST_BYTES:
                break
            decoder.decode(chunk)
        decoder.decode(b"", final=read <= MOST_BYTES)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def separator_of(beginning: str) -> str:
    """The sign that divides most lines into the same number of cells."""
    lines = beginning.splitlines()
    whole = lines[:LINES_TRIED] if len(lines) > LINES_TRIED else lines[:-1] or lines
    return max(SEPARATORS, key=lambda sign: _fits(whole, sign))


def _fits(lines: list[str], sign: str) -> tuple[int, int]:
    """On how many lines the sign gives the same number of cells, and how many that is."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
    except csv.Error:
        return (0, 0)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return (count, width)


def _zeros(sample: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 8
    if max(even, odd) <= enough:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_no_text(beginning: str) -> bool:
    strange = sum(1 for sign in beginning if sign < " " and sign not in "\r\n\t\x00")
    strange += beginning.count("\ufffd")
    return strange > len(beginning) / 20
