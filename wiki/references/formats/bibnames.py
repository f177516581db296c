"""Read the names of a BibTeX field, which has a grammar of its own."""

import re
from collections.abc import Iterator

from wiki.references.csl import plain
from wiki.references.formats.latex import decode

# From the first of many blanks only, since each of them would look to the last.
_AND = re.compile(r"(?<!\s)\s+and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r",")
_BLANK = re.compile(r"[\s~]+")


def read_names(text: str) -> list[dict[str, str]]:
    """Return names as CSL has them; what stands wholly in braces is the name of an organisation."""
    names = (name.strip() for name in _split(_AND, text))
    return [_read_name(name) for name in names if name and name.lower() != "others"]


def _split(separator: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield the parts of a text between separators outside of braces."""
    depth, start = 0, 0
    ends = {found.start(): found.end() for found in separator.finditer(text)}
    for place, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and place >= start and place in ends:
            yield text[start:place]
            start = ends[place]
    yield text[start:]


def _read_name(name: str) -> dict[str, str]:
    if _is_braced(name):
        return {"literal": _plain(name)}
    parts = [part.strip() for part in _split(_COMMA, name)]
    words = [word for word in _split(_BLANK, parts[0]) if word]
    if len(parts) == 1:
        start = _family_start(words)
        given, words = words[:start], words[start:]
        if not given and len(words) == 1:
            return {"literal": _plain(words[0])}
        return _name(words, " ".join(given), "")
    return _name(words, parts[-1], parts[1] if len(parts) > 2 else "")


def _is_braced(name: str) -> bool:
    """Return whether one pair of braces is around all of a name."""
    depth = 0
    for place, sign in enumerate(name):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return place > 0 and place == len(name) - 1
    return False


def _family_start(words: list[str]) -> int:
    """Return where the family name begins in "First von Last"."""
    small = (place for place, word in enumerate(words[:-1]) if place and _is_small(word))
    return next(small, len(words) - 1)


def _is_small(word: str) -> bool:
    return decode(word)[:1].islower() and not word.startswith("{")


def _name(words: list[str], given: str, suffix: str) -> dict[str, str]:
    """Return a name whose family name may begin with small words such as "von"."""
    start = 0
    while start < len(words) - 1 and _is_small(words[start]):
        start += 1
    parts = {
        "non-dropping-particle": " ".join(words[:start]),
        "family": " ".join(words[start:]),
        "given": given,
        "suffix": suffix,
    }
    return {part: text for part, value in parts.items() if (text := _plain(value))}


def _plain(text: str) -> str:
    return plain(decode(text)).strip()
