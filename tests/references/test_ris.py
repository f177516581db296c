"""Read and write RIS."""

from typing import Any

import pytest

from wiki.references.formats.ris import read_ris
from wiki.references.formats.riswriter import write_ris

ARTICLE = """TY  - JOUR
AU  - Mulgan, Geoff
AU  - von Essen, Bo, Jr
A2  - Region Skåne
TI  - Social innovation
in two lines
JO  - Innovations
PY  - 2007/05//
DA  - 2007/05/17/
Y2  - 2020/01/02
SP  - 145
EP  - 162
VL  - 1
IS  - 2
SN  - 1234-5678
KW  - nytta
KW  - norr
UR  - https://example.org/a
UR  - https://example.org/a.pdf
DO  - https://doi.org/10.1162/ITGG
ER  -
"""


def items_of(text: str) -> list[Any]:
    """Return the items of a text without faults."""
    entries = list(read_ris(text))
    assert [entry.fault for entry in entries] == [None] * len(entries)
    return [entry.item for entry in entries]


def test_an_article_is_read() -> None:
    assert items_of(ARTICLE) == [
        {
            "type": "article-journal",
            "author": [
                {"family": "Mulgan", "given": "Geoff"},
                {"family": "von Essen", "given": "Bo", "suffix": "Jr"},
            ],
            "editor": [{"literal": "Region Skåne"}],
            "title": "Social innovation in two lines",
            "container-title": "Innovations",
            "issued": {"date-parts": [[2007, 5, 17]]},
            "accessed": {"date-parts": [[2020, 1, 2]]},
            "page": "145-162",
            "volume": "1",
            "issue": "2",
            "ISSN": "1234-5678",
            "keyword": "nytta, norr",
            "URL": "https://example.org/a",
            "DOI": "10.1162/itgg",
        }
    ]


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        ("TY  - BOOK\nTI  - Utan slut\n", 1, "The entry that begins here has no last line"),
        ("TY  - BOOK\nTI  - A\nSN  - 9780000000001\nER  -\n", 3, "“9780000000001” is no ISBN"),
        ("TY  - BOOK\nVL  - 1\nfel\nTI  - A\nER  -\n", 3, "A line begins with two letters"),
        ("TY  - BOOK\nER  -\n", 1, "The source has no title"),
        ("hej\nhopp\n", 1, "An entry begins with a line such as “TY  - JOUR”, but here is “hej”"),
    ],
)
def test_a_broken_entry_is_named_and_the_others_are_read(
    broken: str, line: int, message: str
) -> None:
    entries = list(read_ris(f"{ARTICLE}{broken}{ARTICLE}"))
    [fault] = [entry.fault for entry in entries if entry.fault]

    assert [bool(entry.item) for entry in entries] == [True, False, True]
    assert fault.line - ARTICLE.count("\n") == line
    assert str(fault).startswith(message)


def test_an_export_is_read_back_as_it_was() -> None:
    items = [
        {"id": "a", **items_of(ARTICLE)[0]},
        {"id": "b", "type": "report", "title": "B", "publisher": "SKR", "number": "4"},
        {
            "id": "c",
            "type": "book",
            "title": "C",
            "ISBN": "9780306406157",
            "issued": {"literal": "u.å."},
        },
    ]
    written = write_ris(items)
    assert written.startswith("TY  - JOUR\r\nID  - a\r\nAU  - Mulgan, Geoff\r\n")
    read = zip(items, items_of(written.replace("\r\n", "\n")), strict=True)
    assert [{"id": item["id"], **found} for item, found in read] == items
