"""Read the tables of the matrix: which answer each person gets to each request."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOMS = Path(__file__).parent / "rooms"
# The columns of a table. "nobody" is also whoever has a closed account.
COLUMNS = ("nobody", "author", "other", "editor", "admin")


class Request(NamedTuple):
    """A request as a table writes it, with placeholders in braces."""

    method: str
    address: str
    sent: str


@dataclass(frozen=True)
class Line:
    """One line of a table: a request about a thing in some state, and the answers by column."""

    thing: str
    request: Request
    answers: dict[str, str]
    place: str

    @property
    def has_university(self) -> bool:
        """Return whether the thing is there for each university and for none."""
        return self.thing != "wiki"


def read_lines() -> list[Line]:
    """Return the lines of all tables."""
    return [line for path in sorted(ROOMS.glob("*.txt")) for line in _read(path)]


def _read(path: Path) -> Iterator[Line]:
    """Yield the lines of a file.

    `[thing] words` begins a table; an indented line is what the form of the line above it sends.
    """
    thing, found = "", list[Line]()
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        if text.startswith("["):
            thing = text[1:].partition("]")[0]
        elif text.startswith(" "):
            found[-1] = _with_form(found[-1], text.strip())
        else:
            found.append(_parse(text, thing, f"{path.name}:{number}"))
    yield from found


def _parse(text: str, thing: str, place: str) -> Line:
    method, address, *answers = text.split()
    cells = dict(zip(COLUMNS, answers, strict=True))
    return Line(thing, Request(method, address, ""), cells, place)


def _with_form(line: Line, sent: str) -> Line:
    return Line(line.thing, line.request._replace(sent=sent), line.answers, line.place)
