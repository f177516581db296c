"""Write names and dates on lines that people can change, and read them again."""

import pytest

from wiki.references.names import read_names, write_date, write_names


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ({"family": "Ek", "given": "Åsa", "suffix": "Jr"}, "Ek, Åsa, Jr"),
        ({"literal": "Röda Korset"}, "Röda Korset"),
        ({"literal": "Ek, Lund & Co"}, "{Ek, Lund & Co}"),
        ({"family": "Ek", "given": "Åsa", "ORCID": "0000-0002-1825-0097"},
         "Ek, Åsa (0000-0002-1825-0097)"),
    ],
)  # fmt: skip
def test_a_name_on_a_line_is_read_back(name: dict[str, str], line: str) -> None:
    assert write_names([name]) == line
    assert read_names(f"\n {line} \n") == [name]


@pytest.mark.parametrize(
    "identifier",
    [
        *("(05wp7an13)", "(https://ror.org/05wp7an13)", "(ror.org/05wp7an13/)"),
        *("https://www.ror.org/05wp7an13", ", https://ror.org/05wp7an13", "<ror.org/05wp7an13>"),
        *("(ROR: 05wp7an13)", "(ROR 05wp7an13)"),
    ],
)
def test_an_identifier_is_read_as_it_is_copied(identifier: str) -> None:
    assert read_names(f"{{Ek, Lund & Co}} {identifier}") == [
        {"literal": "Ek, Lund & Co", "ROR": "05wp7an13"}
    ]


@pytest.mark.parametrize("line", ["Ek, Åsa (Stockholm)", "Svenska ROR-gruppen", "ORCID"])
def test_what_is_no_identifier_belongs_to_the_name(line: str) -> None:
    assert write_names(read_names(line)) == line


def test_a_line_that_stood_there_before_keeps_what_it_does_not_show() -> None:
    before = {"family": "Berg", "given": "Eva", "non-dropping-particle": "af"}
    assert read_names(write_names([before]), [before]) == [before]


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [[2020, 5, 17], [2021, 1]]}, "2020-05-17/2021-01"),
        ({"literal": "u.å."}, "u.å."),
        ({}, ""),
    ],
)
def test_a_date_is_written_for_changing(date: dict[str, object], line: str) -> None:
    assert write_date(date) == line
