"""Cut titles and names into the keys by which they are found while somebody types."""

from collections.abc import Iterator
from functools import lru_cache

from wiki.search.language.analysis import fold, words

# A key need not hold all of a title: nobody types so much before looking at what is suggested.
LONGEST_KEY = 100
# Sorts behind every text that begins with the same letters.
_BEHIND = "\U0010ffff"


def compared(text: str) -> str:
    """Return `text` as it is compared while somebody types: words, small, without accents."""
    return " ".join(fold(word) for word in words(text))


def title_keys(title: str) -> Iterator[str]:
    """Yield the compared title, and what is left of it from each further word on.

    "Vad är social innovation?" is found by "vad är", by "social inn" and by "innov".
    """
    said = compared(title).split()
    for place in range(len(said)):
        yield " ".join(said[place:])[:LONGEST_KEY]


def key_range(beginning: str) -> tuple[str, str]:
    """Return the first key that begins so, and one behind the last."""
    return beginning, beginning + _BEHIND


def name_rank(name: str, wanted: str) -> int | None:
    """Return 0 when `name` begins with `wanted`, 1 when a word in it does, None otherwise."""
    fitting = (place for place, key in enumerate(_name_keys(name)) if key.startswith(wanted))
    first = next(fitting, None)
    return None if first is None else min(first, 1)


@lru_cache(maxsize=5_000)
def _name_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a tag's name; a vocabulary has few names, asked for at each key press."""
    return tuple(title_keys(name))
