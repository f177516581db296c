"""Test what reference managers read of a citation."""

from dataclasses import replace
from datetime import date

import pytest

from wiki.citations.citation import Citation
from wiki.citations.names import read_author
from wiki.citations.ris import write_ris

CITATION = Citation(
    title="Tvättmaskinen",
    authors=[read_author("Anna Lind")],
    language="sv",
    published=date(2026, 11, 28),
    first_published=date(2026, 5, 6),
    keywords=["Skola", "Malmö universitet"],
    abstract="Kort.\nOch gott.",
    url="https://wiki.example.org/sv/articles/tvattmaskinen",
    key="article-1",
    number=3,
    site="Mötesplats",
    licence="https://creativecommons.org/licenses/by/4.0/",
)


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (["Anna Lind"], ["Lind, Anna"]),
        (["Anna Maria Lind"], ["Lind, Anna Maria"]),
        (["Anna Maria von Platen"], ["von Platen, Anna Maria;"]),
        (["Anna Maria von Platen", "Eva Berg"], ["von Platen, Anna Maria", "Berg, Eva"]),
        (["Malmö universitet"], ["Malmö universitet,"]),
        (["Redaktionen", "Eva Berg"], ["Redaktionen,", "Berg, Eva"]),
    ],
)
def test_each_author_has_a_line_that_no_reader_splits(names: list[str], lines: list[str]) -> None:
    assert replace(CITATION, authors=[read_author(name) for name in names]).author_lines == lines


def test_ris_holds_everything_one_line_each() -> None:
    authors = [read_author("Anna Lind"), read_author("Malmö universitet")]
    assert write_ris(replace(CITATION, authors=authors)).split("\r\n") == [
        "TY  - JOUR",
        "TI  - Tvättmaskinen",
        "AU  - Lind, Anna",
        "AU  - Malmö universitet,",
        "PY  - 2026",
        "DA  - 2026/11/28",
        "T2  - Mötesplats Wiki",
        "LA  - sv",
        "KW  - Skola",
        "KW  - Malmö universitet",
        "AB  - Kort. Och gott.",
        "PB  - Mötesplats",
        "UR  - https://wiki.example.org/sv/articles/tvattmaskinen",
        "ER  - ",
        "",
    ]
