"""Test that a file for spreadsheets is whole, and computes nothing."""

import csv
import io
import re

from hypothesis import example, given
from hypothesis import strategies as st

from wiki.web.spreadsheet import make_harmless, write_csv

BEGIN = tuple("=+-@＝＋－＠\t\r")
CELLS = st.text(
    st.sampled_from("a1 å=+-@＝\t\r\n,;\"'") | st.characters(codec="utf-8"), max_size=12
)


def read(text: str, separator: str) -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    )


def test_a_formula_is_text_and_words_stay_as_they_are() -> None:
    for cell, expected in (
        ("Vårdens hus", "Vårdens hus"),
        ("3 + 4 = 7, 1-2", "3 + 4 = 7, 1-2"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+46 70 123", "'+46 70 123"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("  =1", "'  =1"),
        ("\t1", "'\t1"),
        ("\r1", "'\r1"),
        ('"=1', "'\"=1"),
        ("a;=1", "a;'=1"),
        ('a,"=1', "a,'\"=1"),
        ("a\n=1", "a\n'=1"),
        ("a\n\t=1", "a\n'\t'=1"),
        ("a\n,=1", "a\n,'=1"),
        (",=1", ",'=1"),
        ("\n,1", "'\n,1"),
        ("a" + "\n" * 900_000 + "b", "a" + "\n" * 900_000 + "b"),
    ):
        assert make_harmless(cell) == expected, cell


def test_the_file_begins_with_its_mark_and_is_made_part_by_part() -> None:
    # Nobody could wait for the last of these rows.
    parts = write_csv(["A", "Ö"], ([str(number), 'b"c'] for number in range(10**12)), ";")
    first, second = next(parts), next(parts)
    assert first.startswith('\ufeff"A";"Ö"\r\n"0";"b""c"\r\n')
    assert 16_384 <= len(second) < 17_000
    rows = read(first + second, ";")
    assert rows[1:] == [[str(number), 'b"c'] for number in range(len(rows) - 1)]


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4), st.sampled_from(",;"))
@example([['x";=1', 'a,"=cmd|', "\t\t=2"]], ";")
def test_every_cell_comes_back_and_none_begins_as_a_formula(
    rows: list[list[str]], separator: str
) -> None:
    text = "".join(write_csv(["A", "B", "C"], rows, separator))
    assert read(text, separator)[1:] == [[make_harmless(cell) for cell in row] for row in rows]
    # Nor where a program separates at another sign, or at every one.
    for pieces in (re.split("[,;\t\r\n]", text), *read(text, ","), *read(text, ";")):
        for piece in pieces:
            assert not piece.lstrip(' "\u00a0\x0b\x0c').startswith(BEGIN[:8]), piece
