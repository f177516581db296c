"""Read and write BibTeX."""

from itertools import pairwise
from typing import Any

import pytest

from wiki.references.formats.bibitems import read_bibtex
from wiki.references.formats.bibtex import parse_bibtex
from wiki.references.formats.bibwriter import write_bibtex
from wiki.references.formats.entries import ReadSource
from wiki.references.formats.latex import decode, encode


def items_of(text: str) -> list[Any]:
    """Return the items of a text without faults."""
    entries = list(read_bibtex(text))
    assert [entry.fault for entry in entries] == [None] * len(entries)
    return [entry.item for entry in entries]


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\AA}str{\"o}m", "Åström"),
        (r"Malm\"{o} \'e \'{\i} \c{c} \v s \ss{} \o", "Malmö é í ç š ß ø"),
        (r"\r{a}\k{e}\H{o}", "åęő"),
        (r"``Nytta'' -- f\"or --- alla", "“Nytta” – för — alla"),
        (r"R\&D 50\% \$1 \#2 a\_b", "R&D 50% $1 #2 a_b"),
        (r"\emph{Homo \textbf{x}} \textsuperscript{2}", "<i>Homo <b>x</b></i> <sup>2</sup>"),
        (r"{DNA} $x$ \unknown{kept}", "DNA x kept"),
        ("Åäö ü", "Åäö ü"),
        ("\\", "\\"),
        ("{" * 5_000 + "a", "a"),
        (r"\'" * 3_000, None),
    ],
)
def test_latex_is_read(latex: str, text: str | None) -> None:
    read = decode(latex)
    assert text is None or read == text


def test_what_is_written_is_read_back() -> None:
    for text in ("50 % & #1_a {x} $ ~ ^ \\ <i>Åsa</i> H<sub>2</sub>O", "Åäö"):
        assert decode(encode(text)) == text


def test_an_article_is_read() -> None:
    [item] = items_of(
        r"""
        A comment outside of entries.
        @string{acta = "Acta " # {Borealia}}
        @comment{ @article{a, title = {Not this}} }
        @ARTICLE{key,
          author = {{\AA}str{\"o}m, Anna and von Essen, Jr, Bo and {Region Sk{\aa}ne and more}
                    and Jos{\'e} de la Cruz and Platon and others},
          title = "{Social innovation} i \emph{norr}", journal = acta, year = 2020, month = mar,
          volume = 12, number = {3}, pages = {12--34}, doi = {https://doi.org/10.1000/ABC},
          url = {https://example.org/~x\_y}, edition = {2nd}, langid = {swedish},
        }
        """
    )
    assert item == {
        "type": "article-journal",
        "author": [
            {"family": "Åström", "given": "Anna"},
            {"non-dropping-particle": "von", "family": "Essen", "given": "Bo", "suffix": "Jr"},
            {"literal": "Region Skåne and more"},
            {"non-dropping-particle": "de la", "family": "Cruz", "given": "José"},
            {"literal": "Platon"},
        ],
        "title": "Social innovation i <i>norr</i>",
        "container-title": "Acta Borealia",
        "issued": {"date-parts": [[2020, 3]]},
        "volume": "12",
        "issue": "3",
        "page": "12-34",
        "DOI": "10.1000/abc",
        "URL": "https://example.org/~x_y",
        "edition": "2",
        "language": "sv",
    }


def test_what_other_types_say_goes_where_csl_has_it() -> None:
    report, thesis, page, chapter = items_of(
        r"""
        @techreport(r, title = {R}, institution = {SKR}, number = {2020:1}, date = {2020-05-17})
        @mastersthesis{t, title = {T}, school = {Lund}, year = {in press}}
        @misc{title = {P}, howpublished = "\url{https://example.org/a\_b}", urldate = {2020-01-02}}
        @inbook{c, title = {C}, subtitle = {Mer}, booktitle = {B}, series = {S}, number = 4}
        """
    )
    assert report["publisher"] == "SKR"
    assert report["number"] == "2020:1"
    assert report["issued"] == {"date-parts": [[2020, 5, 17]]}
    assert (thesis["genre"], thesis["issued"]) == ("Master’s thesis", {"literal": "in press"})
    assert (page["type"], page["URL"]) == ("webpage", "https://example.org/a_b")
    assert page["accessed"] == {"date-parts": [[2020, 1, 2]]}
    assert (chapter["title"], chapter["container-title"]) == ("C: Mer", "B")
    assert (chapter["collection-title"], chapter["collection-number"]) == ("S", "4")


def fault_of(entry: ReadSource) -> str:
    """Return what is wrong with an entry, with its line."""
    assert entry.fault is not None
    return f"{entry.fault.line}: {entry.fault}"


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("@book{k,\n title = {Nytta", "2: The entry that begins here is never closed"),
        (
            "@book{k,\n title = {Nytta, year = 2019}",
            "2: The entry that begins here is never closed",
        ),
        (
            '@book{k,\n title = "Nytta, year = 2019}',
            "2: The entry that begins here is never closed",
        ),
        ("@book{k, title = {A}\n year = 2019}", "3: A comma is missing after the value of “title”"),
        ("@book{k,\n title {A}}", "3: An equals sign is missing after “title”"),
        ("@book{k,\n title = }", "3: The value of “title” is missing"),
        ("@book{k,\n title = Nytta}", "3: The abbreviation “Nytta” is not explained"),
        ("@book{k,\n = {A}}", "3: A field such as title = {…} is expected before “= {A}}”"),
        ("@book{k, title = {A},\n isbn = {12}}", "3: “12” is no ISBN"),
        ("@book{k, title = {A},\n\n doi = {12}}", "4: “12” is no DOI"),
        ("@book{k, title = {A},\n url = {www.a.se}}", "3: “www.a.se” is no web address"),
        ("@book{k,\n year = 2019}", "2: The source has no title"),
    ],
)
def test_a_broken_entry_is_named_and_the_others_are_read(broken: str, message: str) -> None:
    whole = "@book{a, title = {Whole}}\n"
    entries = list(read_bibtex(f"{whole}{broken}\n{whole}"))

    assert len(entries) == 3
    assert fault_of(entries[1]).startswith(message)
    assert [entry.item and entry.item["title"] for entry in entries] == ["Whole", None, "Whole"]


ITEM: dict[str, object] = {
    "id": "essen2020",
    "type": "article-journal",
    "author": [
        {"non-dropping-particle": "von", "family": "Essen", "given": "Bo"},
        {"literal": "Region Skåne & Co"},
    ],
    "title": "EU:s <i>nytta</i> & 50 % till",
    "container-title": "Acta",
    "issued": {"date-parts": [[2020, 3]]},
    "volume": "12",
    "issue": "3",
    "page": "12-34",
    "language": "sv",
    "DOI": "10.1000/abc_d",
    "URL": "https://example.org/~x_y?a=1&b=2%20",
}


def test_an_export_is_read_back_as_it_was() -> None:
    others: list[dict[str, object]] = [
        {"id": "a", "type": "book", "title": "A", "publisher": "Liber", "ISBN": "9780306406157"},
        {"id": "b", "type": "report", "title": "B", "publisher": "SKR", "number": "4"},
        {"id": "c", "type": "webpage", "title": "C", "URL": "https://example.org/"},
        {"id": "d", "type": "chapter", "title": "D", "container-title": "Bok", "edition": "2"},
    ]
    written = write_bibtex([ITEM, *others])
    assert written.startswith("@article{essen2020,\n  author = {von Essen, Bo and {Region Sk")
    items = [ITEM, *others]
    read = zip(items, items_of(written), strict=True)
    assert [{"id": item["id"], **found} for item, found in read] == items


@pytest.mark.parametrize(
    "before", ["@string{broken\n", "@comment{open\n", "@preamble{never closed\n", "words\n"]
)
def test_what_is_no_entry_and_broken_is_passed_over(before: str) -> None:
    assert [item["title"] for item in items_of(f"{before}@book{{a, title={{Bryggor}}}}")] == [
        "Bryggor"
    ]


def test_abbreviations_that_hold_others_twice_stand_for_so_much_and_no_more() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    doubled = [f"@string{{{after} = {before} # {before}}}" for before, after in pairwise(names)]
    text = "\n".join(
        ["@string{a = {word}}", *doubled, "@book{b, title = z}", "@book{c, title = a}"]
    )
    first, _ = parse_bibtex(text)
    assert first.fault is not None
    assert first.fault.message.startswith("The abbreviation")


def test_an_entry_needs_no_key() -> None:
    assert [item["title"] for item in items_of("@book{title={Bryggor}}")] == ["Bryggor"]


def test_a_thesis_of_a_master_and_days_are_written() -> None:
    item = {
        "id": "ek2020",
        "type": "thesis",
        "title": "Bryggor",
        "genre": "Master's thesis",
        "issued": {"date-parts": [[2020, 5]]},
        "accessed": {"date-parts": [[2021, 2, 3]]},
    }
    written = write_bibtex([item])
    assert written.startswith("@mastersthesis{ek2020,")
    for line in ("month = {may}", "urldate = {2021-02-03}"):
        assert line in written
