"""Clean HTML block by block, and know those blocks again that were cleaned before.

A preview follows each change of a text, whose other blocks are those of the preview before, and to
clean takes most of the time of rendering. What comes out is what `clean` makes of the whole: the
parser is after each block as it was before it, so that no block can reach into the next. Where it
is not, the whole is cleaned.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cachetools import LRUCache

from wiki.markup.clean import MAX_ROUNDS, clean, make_cleaner

# The HTML of ten long articles.
_MOST_CHARACTERS = 4_000_000
# To begin with a piece of HTML takes as long as to clean fifty characters of it.
_GROUP_CHARACTERS = 4_000
# A text with more takes a few previews until all are known.
_MOST_ALONE = 100
# Values of attributes are quoted.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:[^">]|"[^"]*")*>')
_NEXT = "<hr>\n"
_VOID = frozenset({"br", "hr", "img", "input", "source"})


class KnownBlocks:
    """The blocks of HTML that were cleaned last, and what became of them; for a single thread."""

    def __init__(self, most_characters: int = _MOST_CHARACTERS) -> None:
        self._known: LRUCache[str, str] = LRUCache(most_characters, getsizeof=len)

    def clean(self, html: str) -> str:
        """Return what `wiki.markup.clean.clean` returns."""
        blocks = list(_split(f"{html}\n"))
        if len(html) >= self._known.maxsize or "".join(blocks) != f"{html}\n":
            return clean(html)
        # Those that are known become the last ones to be forgotten.
        self._learn([block for block in blocks if self._known.get(block) is None])
        try:
            return "".join([self._known[block] for block in blocks])[:-1]
        except KeyError:
            return clean(html)

    def _learn(self, blocks: Sequence[str]) -> None:
        """Clean blocks, unless one cannot be cleaned alone, or too many are not clean yet."""
        cleaner = make_cleaner()
        left = _MOST_ALONE
        for group in _group(blocks):
            html = "".join(group)
            if cleaner.clean(html) == html:  # nearly always, by `prepare`
                self._known.update(zip(group, group, strict=True))
                continue
            for block in group[:left]:
                cleaned = _clean_alone(block, cleaner)
                if cleaned is None:
                    return
                self._known[block] = cleaned
            left -= len(group)
            if left < 0:
                return


def _split(html: str) -> Iterator[str]:
    """Yield the elements that stand in no other, each with what is before it and a line feed."""
    start = depth = 0
    for tag in _TAG.finditer(html):
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
        if depth == 0 and html.startswith("\n", tag.end()):
            yield html[start : tag.end() + 1]
            start = tag.end() + 1


def _group(blocks: Sequence[str]) -> Iterator[list[str]]:
    """Yield blocks in groups that are worth cleaning together."""
    group: list[str] = []
    size = 0
    for block in blocks:
        group.append(block)
        size += len(block)
        if size >= _GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _clean_alone(block: str, cleaner: Any) -> str | None:  # Bleach has no types
    """Return a block cleaned as `clean` does it; None if it may reach into what follows it."""
    for _ in range(MAX_ROUNDS):
        cleaned = str(cleaner.clean(block))
        # A tag or comment without its end takes in what follows.
        if not _is_closed(cleaner.parser) or cleaner.clean(block + _NEXT) != cleaned + _NEXT:
            return None
        if cleaned == block:
            break
        block = cleaned
    return block


def _is_closed(parser: Any) -> bool:
    """Return whether a parser is at the end of a fragment as it was at its beginning."""
    tree = parser.tree
    is_in_body = parser.phase is parser.phases["inBody"]
    return is_in_body and len(tree.openElements) == 1 and not tree.activeFormattingElements
