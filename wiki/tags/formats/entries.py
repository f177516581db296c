"""A term as it stands in a file, whatever the file's format, and what is wrong with a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wiki.tags.terms import Term

# A larger file is no vocabulary. Nobody else can save while it is taken in: a second for these.
MOST_CHARACTERS = 1_000_000
MOST_TERMS = 1_000


@dataclass(frozen=True)
class TermEntry:
    """A term in a file: the addresses of what is above it and related, and where it stands.

    `given` are the fields that the file says something about; of others, what is stored stays.
    """

    term: Term
    broader: str = ""
    is_retired: bool = False
    line: int = 0
    given: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of a file: a key that is translated where it is shown.

    `words` are what of the file it names.
    """

    line: int
    key: str
    words: str = ""


class FileFault(Exception):
    """A file cannot be read; it says what is wrong, line by line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults, the first in line {faults[0].line}")
        self.faults = tuple(faults)


def refuse(line: int, key: str, words: str = "") -> FileFault:
    """Return the error of a file with one fault, to be raised."""
    return FileFault([Fault(line, key, words[:80])])
