"""Read a document in a process of its own, which ends when it takes too long or too much memory."""

import io
import zipfile
from collections.abc import Collection, Hashable
from dataclasses import dataclass

from wiki.documents.checks import DAMAGED, TOO_LARGE, check_docx
from wiki.documents.docx_reader import Opened
from wiki.documents.limited import ChildReader, Damaged, TooLarge
from wiki.documents.package import read_part
from wiki.errors import InvalidInput
from wiki.turns import Turns

# A document of a hundred pages takes two seconds.
_READER = ChildReader(
    "wiki.documents.child",
    seconds=10,
    clock_seconds=20,
    memory_bytes=1_024 * 1_024 * 1_024,
    turns=Turns(),
)
# An article's text may have 256 kB; this leaves room for the rest of the answer.
MOST_BYTES = 256 * 1024


@dataclass(frozen=True)
class DocumentPicture:
    """A picture of a document: its name and content there, and the author's words for it."""

    name: str
    content: bytes
    alt: str


def find_pictures(content: bytes, opened: Opened, most: int) -> list[DocumentPicture]:
    """Return the pictures of a document that was opened, in the order of their places.

    Of those that are larger than `most` bytes it has one byte more, for which they are refused.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [
            DocumentPicture(name.rpartition("/")[2], read_part(package, name, most + 1), alt)
            for _, alt, name in opened.pictures
        ]


def open_docx(content: bytes, taken: Collection[str], owner: Hashable) -> Opened:
    """Return the text of a .docx whose notes get labels that are not `taken`.

    Raises InvalidInput and Busy with the reason in words.
    """
    check_docx(content)
    try:
        opened = Opened(**_READER.read(content, {"taken": sorted(taken)}, owner))
    except TooLarge as error:
        raise InvalidInput(TOO_LARGE) from error
    except Damaged as error:
        raise InvalidInput(DAMAGED) from error
    if len(opened.body.encode()) > MOST_BYTES:
        raise InvalidInput(TOO_LARGE)
    return opened
