"""What stands between the words of a text and is not read out, each with its place."""

from dataclasses import dataclass
from enum import Enum


class MarkKind(Enum):
    """What a mark is."""

    LINK = "link"
    PICTURE = "picture"
    NOTE = "note"  # a reference to a note, whether there is such a note or not
    CITATION = "citation"
    ADDRESS = "address"  # one that is its own text


@dataclass(frozen=True)
class Mark:
    """A mark from its first character to its last.

    `words` are those of a link as they are written, the description of a picture, or the label of a
    note; `target` is where a link leads or which picture it is.
    """

    kind: MarkKind
    start: int
    end: int
    words: str = ""
    target: str = ""
