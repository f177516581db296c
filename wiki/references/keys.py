"""Make the key by which texts cite a source, and fold words for searching."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from itertools import chain, count
from typing import Any

from wiki.references.csl import first_name, plain, year_of

MAX_KEY_LENGTH = 80
# Addresses below /sources/ that are no sources.
RESERVED = frozenset(
    {"dead-links", "exports", "form", "imports", "new", "restorations", "suggestions"}
)
_KEY = re.compile(r"[a-z0-9]+(?:[-_.:][a-z0-9]+)*")
_LONGEST_STEM, _LONGEST_LIKENESS = 40, 140
_WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}
)
_LETTERS = "bcdefghijklmnopqrstuvwxyz"


def is_key(text: str) -> bool:
    """Return whether a text can be the key of a source."""
    return len(text) <= MAX_KEY_LENGTH and text not in RESERVED and bool(_KEY.fullmatch(text))


def fold(text: str) -> str:
    """Return a text without case, accents and ligatures, with å and ä as a and ö as o."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(_WHOLE_LETTERS)
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def stem_of(item: Mapping[str, Any]) -> str:
    """Return first author and year, as in svensson2020, with which the key of a source begins.

    Without an author the first words of the title stand for it.
    """
    name = first_name(item) or plain(str(item.get("title", "")))
    stem = "".join(re.findall(r"[a-z0-9]+", fold(name)))[:_LONGEST_STEM] or "source"
    year = year_of(item)
    return stem + ("nd" if year is None else str(year).replace("-", "bc"))


def make_key(stem: str, taken: Collection[str]) -> str:
    """Return a free key with a stem: the second such source gets svensson2020b."""
    letters = (f"{stem}{letter}" for letter in _LETTERS)
    numbers = (f"{stem}-{number}" for number in count(len(_LETTERS) + 2))
    return next(key for key in chain([stem], letters, numbers) if key not in taken)


def likeness(item: Mapping[str, Any]) -> str:
    """Return title, year and first author folded: equal for what is probably the same source."""
    title = "".join(re.findall(r"\w+", fold(plain(item["title"]))))[:_LONGEST_LIKENESS]
    author = "".join(re.findall(r"\w+", fold(first_name(item))))[:_LONGEST_STEM]
    return f"{title} {year_of(item) or ''} {author}"
