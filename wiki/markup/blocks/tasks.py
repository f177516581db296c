"""Items of a list of tasks: those that begin with `[ ]` or `[x]`."""

import re

from wiki.markup.blocks.leaves import Paragraph
from wiki.markup.blocks.nodes import Item

_TASK = re.compile(r"\[([ xX])\](?=[ \t])")


def take_task(item: Item) -> str:
    """Take the box from the beginning of an item; return what is in it, or an empty text."""
    first = item.children[0] if item.children else None
    if not isinstance(first, Paragraph) or not first.pieces:
        return ""
    place, text = first.pieces[0]
    found = _TASK.match(text)
    if found is None:
        return ""
    first.pieces[0] = (place + found.end(), text[found.end() :])
    return found[1]
