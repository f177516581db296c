"""Read a list of people as it is copied from a spreadsheet or a CSV file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

MOST_PEOPLE = 200
LONGEST_LIST = 60_000
_COLUMNS = {
    "name": "name namn",
    "email": "email e-mail mail e-post epost mejl e-postadress address adress",
    "role": "role roll",
    "university": "university lärosäte universitet organisation",
}
_KNOWN = {word: column for column, words in _COLUMNS.items() for word in words.split()}
_ROLES = {
    "author": "author författare skribent forskare researcher",
    "editor": "editor redaktör",
    "admin": "admin administrator administratör",
}
ROLE_WORDS = {word: role for role, words in _ROLES.items() for word in words.split()}


@dataclass(frozen=True)
class Person:
    """One line of the list, as it was written; `number` counts from 1."""

    number: int
    name: str
    email: str
    role: str
    university: str


def read_people(text: str) -> list[Person]:
    """Return who is listed: with the columns that a first line names, else in the usual order."""
    lines = text.strip("\ufeff\n\r").splitlines()
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=_find_delimiter(lines)))
    order, begins = list(_COLUMNS), 0
    named = [_KNOWN.get(cell.strip().lower().rstrip(":"), "") for cell in rows[0]] if rows else []
    if "email" in named:
        order, begins = named, 1
    return [
        _make(number, row, order)
        for number, row in enumerate(rows[begins:], begins + 1)
        if any(cell.strip() for cell in row)
    ]


def _find_delimiter(lines: Sequence[str]) -> str:
    """Return what stands most often between cells: tabs come from a spreadsheet."""
    first = lines[0] if lines else ""
    return max("\t;,", key=first.count)


def _make(number: int, row: Sequence[str], order: Sequence[str]) -> Person:
    cells = {column: cell.strip() for column, cell in zip(order, row, strict=False) if column}
    return Person(number, *(cells.get(column, "") for column in _COLUMNS))
