"""Tables on paper: PDF that a screen reader reads too (PDF/UA), in every script we write.

Set by Typst, which comes in a wheel with its fonts; Arabic wants a font of the system with Arabic
letters (DejaVu Sans is enough). Where there is none, those words are written in Latin letters.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import typst
from anyascii import anyascii

MOST_ROWS = 5_000
NO_GLYPH = "could not be displayed"
# What is not written with these has to be in a font of the system: Latin, Greek, Cyrillic.
COMMON = 0x0530
PAGE = b"""
#let it = json(bytes(sys.inputs.at("table")))
#set document(title: it.title, author: it.author)
#set text(lang: it.lang, font: ("DejaVu Sans", "Libertinus Serif"), size: 9pt)
#set page(paper: "a4", flipped: it.wide, margin: (x: 18mm, y: 20mm), footer: context text(8pt)[
  #it.author #h(1fr) #counter(page).display("1 / 1", both: true)
])
#show title: set text(size: 17pt)
#title()
#for line in it.about { par(line) }
#v(3mm)
#table(
  columns: it.widths.map(width => if width == 0 { auto } else { width * 1fr }),
  stroke: (x: none, y: 0.4pt + luma(170)),
  inset: (x: 4pt, y: 5pt),
  align: left,
  table.header(..it.head.map(word => strong(word))),
  ..it.rows.flatten().map(cell => [#cell])
)
"""


class TooLongForPaper(Exception):
    """More rows than anybody would print; the spreadsheet has them all."""


@dataclass(frozen=True)
class PaperTable:
    """A table with its heading. `widths`: a share of the page for each column, 0 for as needed."""

    title: str
    author: str
    language: str
    about: Sequence[str]
    head: Sequence[str]
    widths: Sequence[int]
    is_wide: bool = False


def pdf_of(table: PaperTable, rows: Iterable[Sequence[str]]) -> bytes:
    """The table as a PDF; every cell is text and nothing in it is read as markup.

    Raises TooLongForPaper beyond MOST_ROWS.
    """
    taken = [[clean(cell) for cell in row] for row in islice(rows, MOST_ROWS + 1)]
    if len(taken) > MOST_ROWS:
        raise TooLongForPaper
    try:
        return _set(table, taken)
    except typst.TypstError as trouble:
        if NO_GLYPH not in str(trouble):
            raise
        return _set(table, [[in_latin(cell) for cell in row] for row in taken])


def clean(text: str) -> str:
    """A text without what no page can show: controls, and halves of characters."""
    return "".join(
        letter if letter.isprintable() else " "
        for letter in text.encode("utf-8", "ignore").decode()
    )


def in_latin(text: str) -> str:
    """A text whose letters from other scripts than Latin, Greek and Cyrillic are spelled out."""
    return "".join(letter if ord(letter) < COMMON else anyascii(letter) for letter in text)


def _set(table: PaperTable, rows: list[list[str]]) -> bytes:
    told = {
        "title": table.title,
        "author": table.author,
        "lang": table.language,
        "about": list(table.about),
        "head": list(table.head),
        "widths": list(table.widths),
        "wide": table.is_wide,
        "rows": rows,
    }
    pdf: bytes = typst.compile(PAGE, sys_inputs={"table": json.dumps(told)}, pdf_standards="ua-1")
    return pdf
