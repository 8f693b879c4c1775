"""The words of a document as PostgreSQL keeps them: sorted, each with its places and its weight."""

from collections.abc import Iterable

from hemvist.search.concepts import Book, mark
from hemvist.search.drafts import Draft
from hemvist.search.words import Word, is_little, words_of

LAST_POSITION = 16_383
MOST_PLACES = 6
Places = dict[str, list[str]]


def vector_of(draft: Draft, book: Book) -> str:
    """The words of a draft in PostgreSQL's notation.

    The title weighs most (A), then kinds and the concepts of both (B), the sentence that
    describes it (C), and last the rest and the parts of compounds (D).
    """
    language = draft.language
    title = words_of(draft.title, "sv" if draft.title_is_name else language)
    keywords = [word for text in draft.keywords for word in words_of(text, language, "sv")]
    summary, body = words_of(draft.summary, language), words_of(draft.body, language)
    places: Places = {}
    # The page that a concept is about comes before pages that belong to it.
    _put_marks(places, book.concepts_about(draft.about), "A" if draft.about_is_all else "B")
    if not draft.about_is_all:
        _put_marks(places, book.concepts_in(title), "B")
        _put_marks(places, book.concepts_in(keywords), "C")
        _put_marks(places, book.concepts_in(summary), "D")
    else:
        _put_marks(places, book.concepts_within(draft.about), "C")
    at = 0
    for words, weight, weight_of_parts in [
        (title, "A", "B"),
        (keywords, "B", "C"),
        (summary, "C", "D"),
        (body, "D", "D"),
    ]:
        at = _put_words(places, words, at, weight, weight_of_parts)
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _put_words(places: Places, words: list[Word], at: int, weight: str, of_parts: str) -> int:
    for word in words:
        at = min(at + 1, LAST_POSITION)
        if not is_little(word.written):
            _put(places, word.forms, f"{at}{weight}")
            _put(places, word.parts, f"{at}{of_parts}")
    return at


def _put_marks(places: Places, codes: Iterable[str], weight: str) -> None:
    for code in codes:
        if mark(code) not in places:
            places[mark(code)] = [f"1{weight}"]


def _put(places: Places, words: Iterable[str], where: str) -> None:
    for word in words:
        found = places.setdefault(word, [])
        if len(found) < MOST_PLACES:
            found.append(where)
