"""The words that come with the product, before editors add theirs."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "synonyms"
LANGUAGES = ("sv", "en", "fi", "de", "uk", "ar")
OURS, PRESETS, EDITOR = "ours", "openstreetmap", "editor"


@dataclass(frozen=True)
class Shipped:
    """A concept as it comes with the product; a term is its language, its text and its source."""

    code: str
    names: dict[str, str]
    about: list[str]
    terms: list[tuple[str, str, str]]


def shipped_concepts() -> list[Shipped]:
    """All of them, in the order of the file."""
    with (FOLDER / "concepts.toml").open("rb") as file:
        ours = tomllib.load(file)
    presets = json.loads((FOLDER / "presets.json").read_text(encoding="utf-8"))
    return [_concept(code, told, presets) for code, told in ours.items()]


def _concept(code: str, told: dict[str, list[str]], presets: dict[str, dict]) -> Shipped:
    terms: dict[tuple[str, str], tuple[str, str, str]] = {}
    without = {text.casefold() for text in told.get("without", [])}
    for language in LANGUAGES:
        found = [(text, OURS) for text in told.get(language, [])]
        for preset in told.get("presets", []):
            words = presets.get(preset, {}).get(language, [])
            found += [(text, PRESETS) for text in words if text.casefold() not in without]
        for text, source in found:
            terms.setdefault((language, text.casefold()), (language, text, source))
    of_site = [language for language, _name in settings.LANGUAGES]
    names = {language: told[language][0] for language in of_site if told.get(language)}
    return Shipped(code, names, told["about"], list(terms.values()))
