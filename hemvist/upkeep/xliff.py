"""A translation as an XLIFF 1.2 file, which agencies and their tools work with.

Texts stand as the editor keeps them; the few tags in them are part of the text. What comes in is
somebody else's: a file with a document type or entities is refused before anything in it counts,
and so is one that is too large, too deep, or no XLIFF.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
MEDIA_TYPE = "application/xliff+xml"
MOST_BYTES = 4 * 1024 * 1024
MOST_UNITS, DEEPEST = 5_000, 30
# Characters that XML cannot hold, however they are written.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAG = re.compile(r"</?[a-z][^>]*>")


class NotATranslation(ValueError):
    """A file that cannot be taken; the words say why and what to do."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True)
class Unit:
    """One text: where it stands on the page, what it says, and what it says in translation."""

    place: str
    source: str
    target: str = ""

    @property
    def has_lost_tags(self) -> bool:
        """Whether the translation has other tags than the text; it would not be shown right."""
        return bool(self.target) and _tags(self.source) != _tags(self.target)


@dataclass(frozen=True)
class Document:
    """What a file says: whose translation it is, between which languages, and every text."""

    original: str
    source_language: str
    target_language: str
    units: list[Unit] = field(default_factory=list)


def _tags(text: str) -> list[str]:
    return sorted(TAG.findall(text))


def written(document: Document) -> bytes:
    """The file."""
    return "".join(_lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<xliff version="1.2" xmlns="{NAMESPACE}">\n'
    yield (
        f'<file original={quoteattr(document.original)} datatype="html"'
        f" source-language={quoteattr(document.source_language)}"
        f" target-language={quoteattr(document.target_language)}>\n<body>\n"
    )
    for number, unit in enumerate(document.units, start=1):
        state = "translated" if unit.target else "needs-translation"
        yield (
            f'<trans-unit id="{number}" resname={_attribute(unit.place)} xml:space="preserve">\n'
            f"<source>{_text(unit.source)}</source>\n"
            f'<target state="{state}">{_text(unit.target)}</target>\n</trans-unit>\n'
        )
    yield "</body>\n</file>\n</xliff>\n"


def _text(text: str) -> str:
    return escape(NOT_IN_XML.sub("", text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(NOT_IN_XML.sub("", text))


def read(content: bytes) -> Document:
    """The file of somebody else. Raises NotATranslation."""
    if len(content) > MOST_BYTES:
        raise NotATranslation(_("The file is too large to be the translation of one page."))
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)
    except (expat.ExpatError, UnicodeError, ValueError, LookupError) as error:
        if isinstance(error, NotATranslation):
            raise
        raise NotATranslation(
            _("The file is no XML that can be read. Export it as XLIFF 1.2 once more.")
        ) from error
    return reading.document()


class _Reading:
    """Goes through a file from its first to its last byte, and remembers little."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.path: list[str] = []
        self.about: dict[str, str] = {}
        self.units: list[Unit] = []
        self.unit: dict[str, str] = {}

    def document(self) -> Document:
        """What was read. Raises NotATranslation if it was something else."""
        if "original" not in self.about:
            raise NotATranslation(_("The file is no XLIFF 1.2."))
        return Document(
            self.about["original"],
            self.about.get("source-language", ""),
            self.about.get("target-language", ""),
            self.units,
        )

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, tag = name.rpartition(" ")
        if not self.path and (space, tag) != (NAMESPACE, "xliff"):
            raise NotATranslation(_("The file is no XLIFF 1.2."))
        self.path.append(tag)
        if len(self.path) > DEEPEST:
            raise NotATranslation(_("The file is built in a way that no translation is."))
        if tag == "file":
            if self.about:
                raise NotATranslation(_("The file holds several translations. Give one at a time."))
            self.about = {"original": "", **attributes}
        elif tag == "trans-unit":
            self.unit = {"place": attributes.get("resname", "")}

    def _say(self, text: str) -> None:
        if "alt-trans" in self.path or "trans-unit" not in self.path:
            return
        for name in ("source", "target"):
            if name in self.path:
                self.unit[name] = self.unit.get(name, "") + text

    def _end(self, name: str) -> None:
        if self.path.pop() != "trans-unit":
            return
        if len(self.units) >= MOST_UNITS:
            raise NotATranslation(_("The file is too large to be the translation of one page."))
        told = self.unit
        self.units.append(Unit(told["place"], told.get("source", ""), told.get("target", "")))


def _refuse(*told: Any) -> None:
    raise NotATranslation(
        _("The file has a document type (DTD), which a translation needs not. It was not read.")
    )


def without_target(units: Iterable[Unit]) -> list[Unit]:
    """The texts that nobody has translated yet."""
    return [unit for unit in units if not unit.target]
