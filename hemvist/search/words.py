"""What words somebody wrote, in the forms under which they are found.

The same is done to what is searched in and to what is asked for. A word is kept as it is written,
in its dictionary form, and in the parts of a compound.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from hemvist.core.letters import ARABIC, CYRILLIC, plain, split_words
from hemvist.core.lexicon import is_ready, lexicon_of
from hemvist.search.little_words import LITTLE_WORDS, NO_ENDS, NO_PARTS

COMPOUNDING = {"sv", "fi", "de"}
SHORTEST_COMPOUND = 6
SHORTEST_PART = {"sv": 3, "fi": 4, "de": 4}
SHORT_PARTS = {"is", "kö", "by", "bo", "ö"}
ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")


@dataclass(frozen=True)
class Word:
    """One word of a text: as written, and what else it is found under."""

    written: str
    forms: tuple[str, ...]
    parts: tuple[str, ...] = ()
    is_in_dictionary: bool = False

    @property
    def lemma(self) -> str:
        """The dictionary form, as far as one is known."""
        return self.forms[-1]


def words_of(text: str, *languages: str) -> list[Word]:
    """The words of a text in a language; of several, where it may be in any of them."""
    return [read_word(word, languages) for word in split_words(plain(text))]


def words_asked(text: str, *, language: str) -> list[Word]:
    """The words of a question. It may be in another language than the page it is asked on."""
    return [read_word(word, languages_of(word, language)) for word in split_words(plain(text))]


def is_little(word: str) -> bool:
    """Whether it says nothing about what a text is about: and, the, how."""
    return word in LITTLE_WORDS


def languages_of(word: str, reader: str) -> tuple[str, ...]:
    """The languages a plain word may be in, by its script; the reader's own comes first.

    A single word is too short to tell Swedish from English. The reader's language and these two
    always count; another one only if none of them knows the word.
    """
    return _languages_of(word, reader, is_ready())


@lru_cache(maxsize=100_000)
def _languages_of(word: str, reader: str, ready: bool) -> tuple[str, ...]:
    if ARABIC.search(word):
        return ("ar",)
    if CYRILLIC.search(word):
        return ("uk",)
    near = _once([reader, "sv", "en"] if reader in {"fi", "de"} else ["sv", "en"])
    if any(_dictionary_form(word, language) for language in near):
        return near
    far = [language for language in ("fi", "de") if _dictionary_form(word, language)]
    if not far and not any(_is_compound(word, language) for language in near):
        far = [language for language in ("fi", "de") if _is_compound(word, language)]
    return (*near, *far[:1])


def language_of(text: str, reader: str) -> str:
    """The language that a question is in, as far as its words tell; else the reader's."""
    words = split_words(plain(text))
    if any(CYRILLIC.search(word) for word in words):
        return "uk"
    if any(ARABIC.search(word) for word in words):
        return "ar"
    own = [reader] if reader in {"sv", "en", "fi"} else []
    near = _once([*own, "sv", "en", "fi", "de"])
    known = {
        language: sum(_dictionary_form(word, language) is not None for word in words)
        for language in near
    }
    return max(near, key=lambda language: known[language])


def read_word(word: str, languages: tuple[str, ...]) -> Word:
    """What a plain word is found under, if it is in these languages."""
    return _read_word(word, languages, is_ready())


@lru_cache(maxsize=200_000)
def _read_word(word: str, languages: tuple[str, ...], ready: bool) -> Word:
    # What was read before the dictionaries were there is not remembered for afterwards.
    forms, is_known = [word], False
    parts: list[str] = []
    for language in languages:
        if language == "ar":
            forms += [_without_article(word)]
        form = _dictionary_form(word, language)
        if form:
            forms.append(form)
            is_known = True
        if language in COMPOUNDING and len(word) >= SHORTEST_COMPOUND:
            parts += _parts(form or word, language)
    return Word(word, _once(forms), tuple(p for p in _once(parts) if p not in forms), is_known)


def _dictionary_form(word: str, language: str) -> str | None:
    lexicon = lexicon_of(language)
    if not lexicon or word.isdecimal():
        return None
    form = lexicon.find(word)
    if language == "ar" and (form is None or form == word):
        return lexicon.find(_without_article(word)) or form
    return form


def _parts(word: str, language: str) -> Iterator[str]:
    """The two parts of a compound in their dictionary forms, and theirs, if they are known.

    Where several splits are possible the one with the longest last part is right most often:
    that part says what the whole is.
    """
    for at in range(2, len(word) - 1):
        first, last = word[:at], word[at:]
        form = _dictionary_form(last, language) if _may_be_part(last, language) else None
        if not form or not _may_be_part(first, language):
            continue
        if first in NO_PARTS:
            return
        head = _head(first, language)
        heads = list(_parts(head or first, language)) if len(first) > SHORTEST_COMPOUND + 2 else []
        if head or heads:
            yield from (last, form, *([head] if head else []), *heads)
            return


def _is_compound(word: str, language: str) -> bool:
    is_long = language in COMPOUNDING and len(word) >= SHORTEST_COMPOUND
    return is_long and next(_parts(word, language), None) is not None


def _may_be_part(part: str, language: str) -> bool:
    is_long = len(part) >= SHORTEST_PART[language] and part not in NO_ENDS
    return is_long or (language == "sv" and part in SHORT_PARTS)


def _head(head: str, language: str) -> str | None:
    """The dictionary form of a first part, which may have a joining letter or have lost one."""
    tries = [head]
    if language == "sv":
        tries += [head[:-1]] if head[-1] in "s" and len(head) > 3 else []
        tries += [f"{head}a", f"{head}e"]
    elif language == "de":
        tries += [head[:-1]] if head[-1] in "s" else []
        tries += [f"{head}e"]
    return next((form for a in tries if (form := _dictionary_form(a, language))), None)


def _without_article(word: str) -> str:
    for article in ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
