"""Blanks in a text that goes to many: {namn} or {name} becomes the name of the one it goes to.

Whoever writes a text may use the Swedish or the English word. A blank that nothing is known for
stays as it is, and a message with one in it is not sent.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.models import Municipality

BLANK = re.compile(r"\{ *([^{}\n]{1,40}?) *\}")


@dataclass(frozen=True)
class Writing:
    """What a text is filled from: the case, who signs, and the language it is written in."""

    case: Case
    by: User | None
    language: str
    municipality: Municipality


@dataclass(frozen=True)
class Blank:
    """One word that can stand in braces: what it is called, what it stands for, an example."""

    swedish: str
    english: str
    label: str | Promise
    example: str
    value: Callable[[Writing], str]

    def word(self, language: str) -> str:
        """What a writer calls it."""
        return self.swedish if language == "sv" else self.english


@dataclass(frozen=True)
class Filled:
    """A text with its blanks filled, and the words of those for which nothing is known."""

    text: str
    missing: list[str]


def _first_name(writing: Writing) -> str:
    return writing.case.title.split()[0] if writing.case.title.strip() else ""


def _month(writing: Writing) -> str:
    on = writing.case.household.moving_on
    return format_date(on, "LLLL y", locale=writing.language) if on else ""


BLANKS = (
    Blank("namn", "name", _("The person's whole name"), "Mira Exempel", lambda w: w.case.title),
    Blank("förnamn", "first name", _("The person's first name"), "Mira", _first_name),
    Blank(
        "ärendenummer",
        "reference",
        _("The number of the case"),
        "BD-26-00402",
        lambda w: w.case.reference,
    ),
    Blank("flyttmånad", "moving month", _("When they move"), "maj 2027", _month),
    Blank(
        "område",
        "area",
        _("The area they look at"),
        "Harads",
        lambda w: w.case.area.name if w.case.area else "",
    ),
    Blank("värd", "host", _("Your name"), "Samira", lambda w: w.by.name if w.by else ""),
    Blank(
        "värdens telefon",
        "host's phone",
        _("Your telephone"),
        "0921-620 00",
        lambda w: w.by.phone if w.by else "",
    ),
    Blank("kommun", "municipality", _("The municipality"), "Boden", lambda w: w.municipality.name),
    Blank(
        "telefon",
        "phone",
        _("The telephone of the service"),
        "0921-620 00",
        lambda w: w.municipality.phone,
    ),
)
HOST = {"värd", "host"}
_BY_WORD = {word: blank for blank in BLANKS for word in (blank.swedish, blank.english)}


def fill(
    text: str,
    *,
    case: Case,
    by: User | None,
    language: str,
    municipality: Municipality | None = None,
    instead: Callable[[str], str] | None = None,
) -> Filled:
    """Fill what is known; what is not known stays in its braces and is named.

    `instead` gives what to write for a blank that nothing is known for.
    """
    writing = Writing(case, by, language, municipality or Municipality.objects.get(pk=1))
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        blank = _BY_WORD.get(found[1].lower())
        value = blank.value(writing) if blank else ""
        if value:
            return value
        missing.append(found[1])
        return instead(found[1].lower()) if blank and instead else found[0]

    return Filled(BLANK.sub(put, text), list(dict.fromkeys(missing)))


def example_of(text: str) -> str:
    """The text as somebody invented would get it."""
    return BLANK.sub(
        lambda found: blank.example if (blank := _BY_WORD.get(found[1].lower())) else found[0],
        text,
    )


def left_open(text: str) -> list[str]:
    """The blanks that still stand in a text; braces around anything else are nobody's business."""
    return [found[1] for found in BLANK.finditer(text) if found[1].lower() in _BY_WORD]


def unknown(text: str) -> dict[str, str]:
    """Words in braces that are no blanks, each with the one that was probably meant, or nothing."""
    words = [found[1] for found in BLANK.finditer(text) if found[1].lower() not in _BY_WORD]
    return {
        word: next(iter(get_close_matches(word.lower(), list(_BY_WORD), n=1, cutoff=0.6)), "")
        for word in words
    }
