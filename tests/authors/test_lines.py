"""Check the lines of a list of authors."""

from dataclasses import replace

import pytest
from flask import Flask

from wiki.authors.lines import MOST_LINES, AuthorLine, check_lines
from wiki.errors import InvalidInput

ANNA = AuthorLine("Anna  Lind", orcid="https://orcid.org/0000-0002-1825-0097", affiliation=" MAU ")


def refused(app: Flask, *lines: AuthorLine) -> InvalidInput:
    with app.test_request_context("/en/"), pytest.raises(InvalidInput) as caught:
        check_lines(lines, {7})
    return caught.value


def test_lines_are_normalised_and_empty_ones_dropped(app: Flask) -> None:
    account = AuthorLine("Whatever", 7, "0000-0002-1825-0097", "LTU", "translator")
    with app.test_request_context("/en/"):
        checked = check_lines([AuthorLine(" "), ANNA, account], {7})
    assert checked == [
        AuthorLine("Anna Lind", None, "0000-0002-1825-0097", "MAU"),
        AuthorLine("", 7, "", "LTU", "translator"),
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (AuthorLine("Bo", user_id=8), "name-1"),
        (AuthorLine("B" * 101), "name-1"),
        (AuthorLine("B\x07"), "name-1"),
        (AuthorLine("Bo", orcid="0000-0002-1825-0079"), "orcid-1"),
        (AuthorLine("Bo", affiliation="a" * 201), "affiliation-1"),
        (AuthorLine("Bo", role="boss"), "role-1"),
    ],
)
def test_a_fault_names_its_line(app: Flask, line: AuthorLine, key: str) -> None:
    assert list(refused(app, ANNA, line).fields) == [key]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [AuthorLine(" ")],
        [replace(ANNA, role="editor")],
        [ANNA, replace(ANNA, name="anna lind")],
        [AuthorLine(user_id=7), AuthorLine(user_id=7)],
        [AuthorLine(f"Person {number}") for number in range(MOST_LINES + 1)],
    ],
)
def test_a_list_has_an_author_and_nobody_twice(app: Flask, lines: list[AuthorLine]) -> None:
    assert refused(app, *lines).fields == {}
