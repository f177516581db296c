"""Check that the names in the glossary exist in the code and on screen."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.architecture.sources import ROOT
from tests.architecture.test_translations import translated


class Row(NamedTuple):
    """One line of a table of the glossary."""

    term: str
    swedish: str
    meaning: str
    where: str


def _rows() -> Iterator[Row]:
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines():
        if line.startswith("| ") and not line.startswith("| term |"):
            yield Row(*(cell.strip() for cell in line.strip("|").split("|")))


def test_every_term_has_a_line_of_its_own() -> None:
    terms = [row.term for row in _rows()]
    assert len(terms) > 50
    assert len(set(terms)) == len(terms)


def test_files_and_names_exist() -> None:
    missing = [
        f"{row.term}: {path} {name}".strip()
        for row in _rows()
        for path, name in _places(row.where)
        if not _is_defined(path, name)
    ]
    assert missing == []


def _places(where: str) -> Iterator[tuple[str, str]]:
    """Yield each file with an empty name, and each name with the file before it."""
    path = ""
    for word in re.findall(r"`([^`]+)`", where):
        if word.startswith("wiki/"):
            path = word
            yield path, ""
        else:
            yield path, word


def _is_defined(path: str, name: str) -> bool:
    file = ROOT / path
    if not file.is_file():
        return False
    defined = rf"^\s*(?:(?:def|class) {re.escape(name)}\b|{re.escape(name)}\s*[:=])"
    return not name or re.search(defined, file.read_text(), re.MULTILINE) is not None


def test_swedish_that_is_not_in_italics_is_shown_on_screen() -> None:
    shown = "\n".join(_swedish_texts()).lower()
    words = [
        word.strip().lower()
        for row in _rows()
        for word in re.sub(r"\*[^*]*\*", "", row.swedish).split(",")
    ]
    assert [word for word in words if word not in shown] == []


def _swedish_texts() -> Iterator[str]:
    for messages in translated().values():
        for _, message in messages:
            text = message.string or ""
            yield from [text] if isinstance(text, str) else text
