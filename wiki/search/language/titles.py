"""Make the keys by which titles and names are found while somebody types."""

from collections.abc import Iterator
from functools import lru_cache

from wiki.search.language.analysis import fold, is_stop_word, plain_words, stem, words

# A key need not hold a whole title: nobody types so much without looking at the suggestions.
LONGEST_KEY = 100
BEGINS = 1
# Sorts after every text that begins with the same letters.
_LAST = "\U0010ffff"


@lru_cache(maxsize=20_000)  # each question is compared with the names of all tags
def compared(text: str) -> str:
    """Return the words of `text` in lower case without accents, to compare with what is typed."""
    return " ".join(fold(word) for word in plain_words(text))


def title_keys(title: str) -> Iterator[str]:
    """Yield the title from each of its words on, in the form in which it is compared.

    So "vad är", "social inn" and "innov" all find "Vad är social innovation?".
    """
    title_words = compared(title).split()
    for place in range(len(title_words)):
        yield " ".join(title_words[place:])[:LONGEST_KEY]


def key_range(beginning: str) -> tuple[str, str]:
    """Return bounds for the keys that begin so: the first key, and one after the last."""
    return beginning, beginning + _LAST


def name_rank(name: str, beginning: str) -> int | None:
    """Return how well `name` fits what is typed: the less, the better; None when it does not.

    0: it is the same, `BEGINS`: it begins so, 2: a word in it begins so.
    """
    keys = _name_keys(name)
    if keys[:1] == (beginning,):
        return 0
    fitting = (place for place, key in enumerate(keys) if key.startswith(beginning))
    first = next(fitting, None)
    return None if first is None else min(first, 1) + BEGINS


def name_term(name: str, language: str) -> str:
    """Return a tag's name as one term: its stems without accents, apart from stop words."""
    content = (word for word in words(name) if not is_stop_word(word, language))
    return " ".join(stem(fold(word), language) for word in content)


@lru_cache(maxsize=5_000)
def _name_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a tag's name; cached, since each key press asks for all of them."""
    return tuple(title_keys(name))
