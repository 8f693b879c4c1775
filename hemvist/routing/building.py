"""Rules made by choosing: what is chosen becomes a line of the same text that others write.

The text stays the truth. A line made here can be changed by hand, and one written by hand moved.
"""

from dataclasses import dataclass

from django.utils.translation import get_language, override

from hemvist.routing import words
from hemvist.routing.parsing import LONGEST_TEXT, MOST_RULES

SAYS = {
    words.IS: ("är", "is"),
    words.IS_NOT: ("är inte", "is not"),
    words.GIVEN: ("finns", "is given"),
    words.MISSING: ("saknas", "is missing"),
    words.AT_LEAST: ("är minst", "is at least"),
    words.AT_MOST: ("är högst", "is at most"),
    words.BETWEEN: ("är mellan", "is between"),
}
WITHOUT_VALUE = {words.GIVEN, words.MISSING}
UP, DOWN, REMOVE = "up", "down", "remove"


class NoSuchLine(Exception):
    """The text has no such line, or it cannot go further that way."""


class TextIsFull(Exception):
    """One line more is more than a set can hold."""


@dataclass(frozen=True)
class Chosen:
    """One condition as it is chosen: about what, how, and the values."""

    what: str
    how: str = words.IS
    values: tuple[str, ...] = ()


def in_own(pair: tuple[str, str]) -> str:
    """The Swedish of a pair for one who reads Swedish, else the English."""
    return pair[0 if (get_language() or "sv").startswith("sv") else 1]


def condition_text(chosen: Chosen) -> str:
    """A condition as it is written in a rule."""
    if chosen.what in words.FLAGS:
        flags = words.FLAGS[chosen.what]
        return in_own((flags[0], flags[2]))
    field, how = _field(chosen.what), in_own(SAYS[chosen.how])
    if chosen.how in WITHOUT_VALUE:
        return f"{field} {how}"
    if chosen.what == "origin" and chosen.how == words.IS:
        how = ""
    is_number = chosen.what in words.NUMBERS
    values = chosen.values if is_number else tuple(f'"{bare(one)}"' for one in chosen.values)
    joint = words.AND if chosen.how == words.BETWEEN else words.OR
    joined = f" {in_own((joint[0], joint[1]))} ".join(values)
    return " ".join(f"{field} {how} {joined}".split())


def _field(what: str) -> str:
    with override("en"):
        english = str(words.FIELD_NAMES[what])
    return in_own((words.FIELDS[what][0], english))


def bare(name: str) -> str:
    """A name without the signs that would end it in a rule."""
    return "".join(sign for sign in name if sign not in '"“”«»').strip()


def line_text(conditions: list[str], target: str) -> str:
    """A whole rule; without a condition it takes everybody else."""
    joint = f" {in_own((words.AND[0], words.AND[1]))} "
    when = joint.join(conditions) or in_own((words.OTHERWISE[0], words.OTHERWISE[2]))
    return f"{when} → {target}"


def with_line(text: str, line: str, *, before: int | None) -> str:
    """The text with one line more: before a line, else before the one that takes everybody else.

    Raises TextIsFull.
    """
    lines = text.rstrip().splitlines()
    if before is None:
        before = next((n for n, one in enumerate(lines, 1) if _takes_all(one)), len(lines) + 1)
        while before > 1 and lines[before - 2].lstrip().startswith("#"):
            before -= 1  # a remark stays above the line it is about
    lines.insert(max(before, 1) - 1, line)
    whole = "\n".join(lines)
    if len(whole) > LONGEST_TEXT or len(lines) > MOST_RULES:
        raise TextIsFull
    return whole


def changed(text: str, number: int, deed: str) -> str:
    """The text with one line moved past its neighbour, or gone. Raises NoSuchLine."""
    lines = text.rstrip().splitlines()
    at = number - 1
    to = {UP: at - 1, DOWN: at + 1}.get(deed, at)
    is_known = deed in (UP, DOWN, REMOVE)
    if not (is_known and 0 <= at < len(lines) and 0 <= to < len(lines)):
        raise NoSuchLine
    if deed == REMOVE:
        del lines[at]
    else:
        lines[at], lines[to] = lines[to], lines[at]
    return "\n".join(lines)


def _takes_all(line: str) -> bool:
    said = line.strip().casefold()
    return any(said.startswith(word) for word in words.OTHERWISE)
