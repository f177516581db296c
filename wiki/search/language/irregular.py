"""Find the words of a text that are not written as they are compared, such as "E-hälsa".

All other words stand in the lower-case text as they are, so that those of a question can be found
there by their letters. Few texts have more than some words of this kind, and reading all words of
a text takes a hundred times as long.
"""

import re
from threading import Lock

from cachetools import LRUCache, cached

from wiki.search.language.analysis import Token, tokenize

# One of these stands in each such word, and in some others.
_SIGNS = tuple(
    map(
        re.compile,
        (
            # Letters with other accents, marks, signs that nobody sees, hyphens: all but the
            # letters of Swedish and the punctuation that is usual.
            "[^\x00-\x7fÅÄÖåäö\u00a0«»·\u2012-\u2027]",
            # A letter and a hyphen: e-hälsa. The hyphen comes first, since it is rare.
            r"-(?<=[^\W\d_]-)(?=[^\W\d_]{2})",
            r"\+\+",
            "#",
            r"\.[Nn][Ee][Tt]",
            "[A-ZÅÄÖ]{2}",
            "[0-9](?=[ \u00a0\u2009\u202f.,'’][0-9]{3})",  # 12 500
        ),
    )
)
_REGULAR = re.compile("[a-zåäö0-9]+")
# A text's take some hundred bytes.
_MOST_TEXTS = 4096


@cached(LRUCache(_MOST_TEXTS), key=lambda text: (hash(text), len(text)), lock=Lock())
def irregular_words(text: str) -> tuple[Token, ...]:
    """Return the words of `text` that differ from what stands there in lower case, in order.

    Spaces are the only white space of `text`.
    """
    spots = sorted({found.start() for sign in _SIGNS for found in sign.finditer(text)})
    irregular: list[Token] = []
    end = 0
    for spot in spots:
        if spot < end:
            continue
        token = token_at(text, spot, end)
        if token is not None:
            end = token.end
            if not _is_regular(token, text):
                irregular.append(token)
    return tuple(irregular)


def token_at(text: str, spot: int, begin: int) -> Token | None:
    """Return the word of `text` around a place; `begin` is a place between two words before it."""
    for token in tokenize(text, max(begin, text.rfind(" ", begin, spot))):
        if token.end > spot:
            return token if token.start <= spot else None
    return None


def _is_regular(token: Token, text: str) -> bool:
    as_written = text[token.start : token.end].lower()
    return token.word == as_written and _REGULAR.fullmatch(as_written) is not None


def lowered(text: str) -> str:
    """Return `text` in lower case, each letter at its place; "İ" alone becomes two letters."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(map(_lower, text))


def _lower(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
