"""One line of a list as its reader gives it, and how long and large a list may be."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from hemvist.importing.faults import Fault

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_LINES = 100_000
MOST_COLUMNS = 200
LONGEST_TEXT = 5_000

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
# Marks that turn the reading direction round for all that follows.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass
class Line:
    """What one line says under each heading, and the number by which its reader finds it."""

    number: int
    values: dict[str, str]
    faults: list[Fault] = field(default_factory=list)


def clean(text: Any) -> str:
    """Text as it can be kept and shown: whole characters, no control signs, no air around it."""
    if text is None or isinstance(text, bool | dict | list):
        return ""
    words = HALF_A_CHARACTER.sub("\ufffd", str(text))[: 2 * LONGEST_TEXT]
    words = TURNS.sub("", CONTROL.sub(" ", words.replace("\t", " ")))
    return unicodedata.normalize("NFC", words).strip()[:LONGEST_TEXT]


def cleaned(values: dict[str, Any]) -> dict[str, str]:
    """The values that say something, each cleaned."""
    texts = {name: clean(value) for name, value in values.items()}
    return {name: text for name, text in texts.items() if text}
