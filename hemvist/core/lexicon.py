"""Which word a form belongs to: simplemma's dictionaries, laid out for all processes to share.

As Python objects the Finnish one alone takes 400 MB and four seconds. Here each language is a
sorted array of hashes on disk with the number of the dictionary form beside it; looking up reads
a few pages. A language is laid out once on every machine, by a process of its own; until that is
done its words stay as they are written.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from bisect import bisect_left
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import numpy as np

from hemvist.core.letters import folded, plain
from hemvist.database import VAR

LANGUAGES = ("sv", "en", "fi", "de", "uk", "ar")
# Typed without the dots on a foreign keyboard, these still find their dictionary form.
TYPED_WITHOUT_DOTS = {"sv", "fi", "de"}
FOLDER = VAR / "words" / f"simplemma-{version('simplemma')}-1"


class Lexicon:
    """The dictionary forms of one language."""

    def __init__(self, folder: Path) -> None:
        self._keys = _read(folder / "keys.npy")
        self._numbers = _read(folder / "numbers.npy")
        self._starts = _read(folder / "starts.npy")
        self._forms = _read(folder / "forms.npy")

    def find(self, word: str) -> str | None:
        """The dictionary form of a plain word; None if the language does not know it."""
        wanted = _hash(word)
        at = bisect_left(self._keys, wanted)
        if at == len(self._keys) or self._keys[at] != wanted:
            return None
        number = self._numbers[at]
        return bytes(self._forms[self._starts[number] : self._starts[number + 1]]).decode()


def _read(path: Path) -> memoryview:
    """The array as it lies on the disk; what nobody looks up takes no memory."""
    return np.load(path, mmap_mode="r").data


@cache
def _open(language: str) -> Lexicon:
    return Lexicon(FOLDER / language)


def lexicon_of(language: str) -> Lexicon | None:
    """The dictionary, if it has been laid out on this machine."""
    try:
        return _open(language)
    except FileNotFoundError:
        return None


_all_here = False


def is_ready() -> bool:
    """Whether every language has been laid out. Once they are, they stay."""
    global _all_here  # noqa: PLW0603 - asked for every word
    _all_here = _all_here or all((FOLDER / language).exists() for language in LANGUAGES)
    return _all_here


def lay_out_all() -> None:
    """Lay out what is missing, each language in a process of its own that gives its memory back."""
    for language in LANGUAGES:
        if not (FOLDER / language).exists():
            environment = {**os.environ, "HEMVIST_VAR": str(VAR)}
            command = [sys.executable, "-m", "hemvist.core.lexicon", language]
            subprocess.run(command, check=True, env=environment, timeout=600)


def lay_out(language: str) -> None:
    """Write the arrays of one language beside the others; whoever is first wins."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    forms = _forms_of(language)
    lemmas = sorted(set(forms.values()))
    number_of = {lemma: number for number, lemma in enumerate(lemmas)}
    keys = np.fromiter(map(_hash, forms), dtype=np.uint64, count=len(forms))
    numbers = np.fromiter((number_of[lemma] for lemma in forms.values()), np.uint32, len(forms))
    order = np.argsort(keys)
    encoded = [lemma.encode() for lemma in lemmas]
    starts = np.concatenate([[0], np.cumsum([len(lemma) for lemma in encoded])])
    beside = Path(tempfile.mkdtemp(dir=FOLDER))
    np.save(beside / "keys.npy", keys[order])
    np.save(beside / "numbers.npy", numbers[order])
    np.save(beside / "starts.npy", starts.astype(np.uint32))
    np.save(beside / "forms.npy", np.frombuffer(b"".join(encoded), dtype=np.uint8))
    try:
        beside.rename(FOLDER / language)
    except OSError:  # somebody else was first
        shutil.rmtree(beside)


def _forms_of(language: str) -> dict[str, str]:
    """Every plain form with its plain dictionary form; names of people and places left out."""
    from simplemma.strategies import DefaultDictionaryFactory

    forms: dict[str, str] = {}
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        if language == "de" or not form[:1].isupper():
            forms.setdefault(plain(form), plain(lemma))
    if language in TYPED_WITHOUT_DOTS:
        for form in [form for form in forms if not form.isascii()]:
            forms.setdefault(folded(form), forms[form])
    return forms


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


if __name__ == "__main__":
    os.nice(10)  # there is no hurry; the site answers meanwhile
    lay_out(sys.argv[1])
