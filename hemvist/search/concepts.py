"""What people look for, whatever they call it: finding the terms in a text.

A term is kept under a few keys: its words as written and in their dictionary forms. A document
that holds a term gets the concept's mark among its words, and so does a question; that is how
a question in one language finds a page in another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import product

from hemvist.core.letters import folded
from hemvist.search.models import Concept, Term
from hemvist.search.words import Word, is_little, words_of

LONGEST_TERM = 4
MOST_KEYS = 12
# Before a kind of places that a concept is only a small part of: swimming is within leisure.
WITHIN = "~"


def mark(code: str) -> str:
    """What stands among a document's words for a concept; no word begins like that."""
    return f"§{code}"


def keys_of_term(text: str, language: str) -> list[str]:
    """What a term is found under: whole, and without its little words, which questions are rid of.

    One word that is left says too little: of "move in" that would be "move".
    """
    words = words_of(text, language)
    keys = list(keys_of(words))
    telling = [word for word in words if not is_little(word.written)]
    if 1 < len(telling) < len(words):
        keys += keys_of(telling)
    keys += [folded(key) for key in keys]
    return list(dict.fromkeys(key[:120] for key in keys))


def keys_of(words: Sequence[Word]) -> Iterator[str]:
    """A phrase in every mixture of its words' forms, up to a point; as written comes first."""
    mixtures = product(*([*word.forms] for word in words))
    for _number, forms in zip(range(MOST_KEYS), mixtures, strict=False):
        yield " ".join(forms)


def phrases(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where a term may stand, the longest first; never one of little words alone."""
    for length in range(min(LONGEST_TERM, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            if not all(is_little(word.written) for word in words[start : start + length]):
                yield start, start + length


@dataclass
class Book:
    """All terms in use, for reading many documents."""

    codes_by_key: Mapping[str, set[str]]
    codes_by_about: Mapping[str, set[str]] = field(default_factory=dict)

    @classmethod
    def open(cls) -> "Book":
        """Read it from the database."""
        by_key: dict[str, set[str]] = {}
        for code, keys in Term.objects.filter(is_used=True).values_list("concept_id", "keys"):
            for key in keys:
                by_key.setdefault(key, set()).add(code)
        by_about: dict[str, set[str]] = {}
        for code, about in Concept.objects.values_list("code", "about"):
            for subject in about:
                by_about.setdefault(subject, set()).add(code)
        return cls(by_key, by_about)

    def concepts_in(self, words: Sequence[Word]) -> set[str]:
        """The concepts whose terms stand in a text, also as a part of a compound."""
        found: set[str] = set()
        for start, end in phrases(words):
            for key in keys_of(words[start:end]):
                found |= self.codes_by_key.get(key, set())
        for word in words:
            for part in word.parts:
                if len(part) > 3:
                    found |= self.codes_by_key.get(part, set())
        return found

    def concepts_about(self, subjects: Iterable[str]) -> set[str]:
        """The concepts that belong to kinds of places and areas of life."""
        return {code for about in subjects for code in self.codes_by_about.get(about, ())}

    def concepts_within(self, subjects: Iterable[str]) -> set[str]:
        """The narrower concepts that one may find among kinds of places and in areas of life."""
        return {
            code for about in subjects for code in self.codes_by_about.get(f"{WITHIN}{about}", ())
        }

    @cached_property
    def digest(self) -> str:
        """Changes when any term does."""
        told = sorted((key, sorted(codes)) for key, codes in self.codes_by_key.items())
        told += sorted((about, sorted(codes)) for about, codes in self.codes_by_about.items())
        return sha256(repr(told).encode()).hexdigest()
