"""Read what somebody pastes in a process of its own, with limits that any pages keep."""

from collections.abc import Hashable

from wiki.documents.clipboard.reader import Copied
from wiki.documents.limited import ChildReader, Damaged, TooLarge
from wiki.documents.markdown.notes import find_labels
from wiki.errors import N_, InvalidInput
from wiki.turns import Turns

TOO_MUCH = N_("It is more than can be read at once: paste it in parts.")
# HTML of Word: about a hundred pages without pictures, which take a second.
MOST_CHARACTERS = 1_500_000
_MOST_WORDS = 256 * 1024  # bytes, as an article may have
_READER = ChildReader(
    "wiki.documents.clipboard.child",
    seconds=3,
    clock_seconds=5,
    memory_bytes=512 * 1_024 * 1_024,
    turns=Turns(N_("Many people paste just now. Try again in a moment.")),
)


def read_paste(html: str, text: str, origin: str, owner: Hashable) -> Copied:
    """Return copied HTML as Markdown for a text, whose notes keep their labels.

    Raises InvalidInput and Busy with the reason in words.
    """
    if len(html) > MOST_CHARACTERS:
        raise InvalidInput(TOO_MUCH)
    told = {"taken": sorted(find_labels(text)), "origin": origin}
    try:
        copied = Copied(**_READER.read(html.encode(), told, owner))
    except (TooLarge, Damaged) as error:
        raise InvalidInput(TOO_MUCH) from error
    if len(copied.words.encode()) > _MOST_WORDS:
        raise InvalidInput(TOO_MUCH)
    return copied
