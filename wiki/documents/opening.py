"""Read a document in a process of its own, which ends when it takes too long or too much memory."""

import time
from collections.abc import Collection, Hashable

from wiki.documents.checks import DAMAGED, TOO_LARGE, check_docx
from wiki.documents.docx_reader import Opened
from wiki.documents.limited import Damaged, Limits, TooLarge, read_in_child
from wiki.errors import InvalidInput
from wiki.turns import Turns

# A document of a hundred pages takes two seconds.
_LIMITS = Limits(seconds=10, clock=20, memory=1_024 * 1_024 * 1_024)
# An article's text may have 256 kB; this leaves room for the rest of the answer.
MOST_BYTES = 256 * 1024
_turns = Turns()


def open_docx(content: bytes, taken: Collection[str], owner: Hashable) -> Opened:
    """Return the text of a .docx, or raise InvalidInput with the reason in words."""
    check_docx(content)
    with _turns.take(owner) as turn:
        began = time.monotonic()
        try:
            told = {"taken": sorted(taken)}
            opened = Opened(**read_in_child("wiki.documents.child", content, told, _LIMITS))
        except TooLarge as error:
            raise InvalidInput(TOO_LARGE) from error
        except Damaged as error:
            raise InvalidInput(DAMAGED) from error
        finally:
            turn.seconds = time.monotonic() - began
    if len(opened.body.encode()) > MOST_BYTES:
        raise InvalidInput(TOO_LARGE)
    return opened
