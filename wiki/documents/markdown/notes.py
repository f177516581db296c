"""Notes: references in the text, and what is said at its end."""

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from wiki.documents.markdown.writer import Block, indent, join

# Nothing but digits: a label of any signs would be looked for up to the end from each bracket.
_LABEL = re.compile(r"\[\^\s*([0-9]+)\s*\]")


def find_labels(text: str) -> set[str]:
    """Return the labels of the notes of a text that are numbers, as those of new notes are."""
    return set(_LABEL.findall(text))


def free_labels(taken: Collection[str]) -> Iterator[str]:
    """Yield numbers that name no note yet."""
    number = 0
    while True:
        number += 1
        if str(number) not in taken:
            yield str(number)


def refer(element: Element, label: str) -> None:
    """Turn an element into the reference to a note."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = "note", tail
    element.set("label", label)


def define_note(label: str, blocks: list[Block]) -> str:
    """Return a note as it stands at the end, without the signs that led back from it."""
    words = re.sub(r"^[\s^↑]+", "", join(blocks))
    return f"[^{label}]: {indent(words, 4)}"
