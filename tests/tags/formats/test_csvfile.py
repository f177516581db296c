"""The vocabulary as a table: safe to open, and back without a change."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.tags.formats.csvfile import COLUMNS, make_rows, read_csv
from wiki.tags.formats.entries import MOST_CHARACTERS, MOST_TERMS, FileFault, TermEntry
from wiki.tags.terms import Term
from wiki.web.spreadsheet import make_harmless, undo_harmless, write_csv

LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))
    | st.sampled_from("=+-@'\";,"),
    min_size=1,
    max_size=8,
).map(lambda text: text.strip() or "x")


@st.composite
def entries(draw: st.DrawFn) -> TermEntry:
    words = st.lists(LINE, max_size=3, unique=True).map(tuple)
    term = Term(
        "topic",
        draw(LINE),
        draw(LINE),
        slug="care",
        description_sv=draw(LINE),
        synonyms_sv=draw(words),
        near_en=draw(words),
        related=("food",),
    )
    return TermEntry(term, "home", is_retired=draw(st.booleans()))


def written(entry: TermEntry, separator: str = ",") -> str:
    return "".join(write_csv(COLUMNS, make_rows([entry], {"care": 3}), separator))


@given(entries(), st.sampled_from(",;\t"))
def test_what_is_taken_out_says_what_is_stored(entry: TermEntry, separator: str) -> None:
    [read] = read_csv(written(entry, separator), {"care": entry})
    assert (read.term, read.broader, read.is_retired) == (entry.term, "home", entry.is_retired)
    assert read.line == 2


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-x", "@a", "a\n=b", ' "=x', "a,=b", "＝x"])
def test_a_formula_is_made_harmless_and_back(cell: str) -> None:
    assert make_harmless(cell) != cell
    assert undo_harmless(make_harmless(cell)) == cell


def test_an_apostrophe_of_ones_own_stays() -> None:
    entry = TermEntry(Term("topic", "'=x", "y", slug="care"))
    [read] = read_csv(written(entry), {"care": entry})
    assert read.term.label_sv == "'=x"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("", 1, "empty"),
        ("address,colour\n", 1, "column"),
        ("address,address\n", 1, "column"),
        ("address,kind\na,topic,more\n", 2, "cells"),
        ('address,kind\n"a"b,topic\n', 2, "quotes"),
        ("address\nx\n\nx\n", 4, "twice"),
        ("x" * (MOST_CHARACTERS + 1), 1, "long"),
        ("kind\n" + "topic\n" * (MOST_TERMS + 1), MOST_TERMS + 2, "many"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, key: str) -> None:
    with pytest.raises(FileFault) as fault:
        read_csv(text, {})
    assert [(found.line, found.key) for found in fault.value.faults] == [(line, key)]


def test_a_column_that_is_not_there_says_nothing() -> None:
    [read] = read_csv("Address;Label_sv\r\ncare;Omsorg\r\n", {})
    assert read.given == {"address", "label_sv"}
    assert (read.term.label_sv, read.term.kind) == ("Omsorg", "topic")


@pytest.mark.parametrize(
    ("cell", "is_retired"), [("yes", True), ("Ja", True), ("", False), ("no", False)]
)
def test_retired_is_said_in_either_language(cell: str, is_retired: bool) -> None:
    [read] = read_csv(f"address,retired\nx,{cell}\n", {})
    assert read.is_retired is is_retired


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(FileFault):
        read_csv(f"address,kind\n{text}", {})
