"""What a table is, however it was written: one row of headings, and lines under it."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from hemvist.importing.faults import CannotRead, Fault
from hemvist.importing.lines import MOST_COLUMNS, MOST_LINES, Line, clean

Row = list[str]
# Above the headings there may be a title, a date and an empty row.
ROWS_ABOVE = 10


def lines_of(rows: Iterable[Row]) -> Iterator[Line]:
    """Lines with their values by heading. Rows without any text are left out.

    Raises CannotRead when there are no headings, nothing under them, or too much.
    """
    numbered = enumerate((_cleaned(row) for row in rows), start=1)
    first = list(islice(numbered, ROWS_ABOVE))
    at = _headings_at([row for _number, row in first])
    headings = named(first[at][1])
    count = 0
    for number, row in chain(first[at + 1 :], numbered):
        if number > 2 * MOST_LINES:  # mostly empty ones
            raise CannotRead("too_many_rows", most=MOST_LINES)
        if not any(row):
            continue
        count += 1
        if count > MOST_LINES:
            raise CannotRead("too_many_rows", most=MOST_LINES)
        yield _line(number, headings, row)
    if not count:
        raise CannotRead("nothing_in_it")


def named(row: Row) -> list[str]:
    """Headings that differ from each other; a column without one is called by its letter."""
    names: list[str] = []
    for place, text in enumerate(row):
        name = text[:100] or letter_of(place)
        again = 2
        while name in names:
            name, again = f"{text[:90] or letter_of(place)} ({again})", again + 1
        names.append(name)
    return names


def letter_of(place: int) -> str:
    """The letter a spreadsheet gives a column: A to Z, AA and on."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cleaned(row: Row) -> Row:
    """Without the empty cells at its end."""
    cells = [clean(cell) for cell in islice(row, MOST_COLUMNS * 10)]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise CannotRead("too_many_columns", most=MOST_COLUMNS)
    return cells


def _headings_at(rows: list[Row]) -> int:
    """The first row that is as wide as rows here usually are; a title has one cell."""
    widths = [sum(1 for cell in row if cell) for row in rows]
    if not any(widths):
        raise CannotRead("empty")
    enough = min(2, max(widths))
    return next(at for at, width in enumerate(widths) if width >= enough)


def _line(number: int, headings: list[str], row: Row) -> Line:
    faults = [Fault("too_many_cells")] if any(row[len(headings) :]) else []
    values = dict(zip(headings, [*row, *[""] * len(headings)], strict=False))
    return Line(number, values, faults)
