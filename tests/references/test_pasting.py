"""Understand what was pasted, whatever it is."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.references.faults import Fault
from wiki.references.pasting import Identifier, read_paste


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("10.1162/itgg.2006.1.2.145", "DOI", "10.1162/itgg.2006.1.2.145"),
        ("Mulgan (2006). https://doi.org/10.1162/itgg.2006.1.", "DOI", "10.1162/itgg.2006.1"),
        ("(doi:10.1016/S0140-6736(05)1)", "DOI", "10.1016/s0140-6736(05)1"),
        ("https://example.com/doi/10.1007/s11192-1/full?x=1", "DOI", "10.1007/s11192-1"),
        ("ISBN 0-306-40615-2", "ISBN", "9780306406157"),
        ("https://example.org/nytta", "URL", "https://example.org/nytta"),
    ],
)
def test_an_identifier_is_recognised(text: str, kind: str, value: str) -> None:
    assert read_paste(f"\n {text} \n").identifiers == [Identifier(2, kind, value)]


def test_several_identifiers_stand_each_on_a_line() -> None:
    paste = read_paste("10.1000/a\n\nhttps://example.org/\n")
    assert [found.item for found in paste.identifiers] == [
        {"type": "article-journal", "DOI": "10.1000/a"},
        {"type": "webpage", "URL": "https://example.org/"},
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Comment\n@book{a, title={A}}", "BibTeX"),
        ("\ufeffTY  - BOOK\nTI  - A\nER  - ", "RIS"),
        (' [{"type": "book", "title": ["A"]}]', "CSL-JSON"),
        ('{"type": "monograph", "title": "A", "ISBN": ["12", "9780306406157"]}', "CSL-JSON"),
    ],
)
def test_a_format_is_recognised(text: str, name: str) -> None:
    paste = read_paste(text)
    assert paste.format == name
    assert [entry.item and entry.item["title"] for entry in paste.entries] == ["A"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" \n", "Paste a source first."),
        ("10.1000/a\nMulgan 2007", "“Mulgan 2007” is neither BibTeX, RIS"),
        ("978-0-306-40615-6", "“978-0-306-40615-6” is no ISBN"),
        ("a" * 1_000_001, "This is longer than 1000000 characters"),
        ("@book{a, title={A}}" * 501, "These are more than 500 sources"),
        ("10.1000/" + "a" * 300, "“DOI” has more than 300 characters"),
        ("10.1000/a\nhttps://a.se/" + "a" * 2_000, "“URL” has more than 2000 characters"),
        ("10.1000/a\n" * 501, "These are more than 500 sources"),
    ],
)
def test_what_is_not_understood_is_said(text: str, message: str) -> None:
    with pytest.raises(Fault) as fault:
        read_paste(text)
    assert str(fault.value).startswith(message)


STARTS = ["", "@book{a,", "TY  - BOOK\n", "[", '{"title": "A",', '[{"title":"A"},']
PIECES = [*'{}",=#[]\\/\n', *"a title date isbn author 1 @book{ @string{ \\'".split(), " and "]
TAGS = ["TY  - ", "ER  - ", "AU  - ", "PY  - "]


@pytest.mark.long
@settings(max_examples=150)
@given(
    st.sampled_from(STARTS),
    st.lists(st.one_of(st.sampled_from(PIECES + TAGS), st.text(max_size=3)), max_size=30),
)
def test_no_text_is_too_much(start: str, pieces: list[str]) -> None:
    with suppress(Fault):
        paste = read_paste(start + "".join(pieces))
        assert paste.identifiers or all(entry.item or entry.fault for entry in paste.entries)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "@book{a, title = {" * 55_000,
        "@book{a, title = {" + "{" * 900_000,
        "@book{a, title = {" + r"\'{" * 300_000 + "}" * 300_001 + "}",
        "@book{a, author = {" + "a and " * 160_000 + "}, title={a}}",
        "@book{a, author = {" + "a, " * 300_000 + "}, title={a}}",
        "TY  - BOOK\n" * 90_000,
        "TY  - BOOK\n" + "AU  - a\n" * 110_000,
        "[" + "[" * 900_000,
        '[{"title": "' + "<" * 900_000 + '"}]',
        '[{"title": "' + "&" * 900_000 + '"}]',
        "10.1000/" * 120_000,
        "10.1000." * 120_000,
        "x" + "\n" * 900_000 + "x",
        "@comment{}" * 30_000,
        "@string{a=1}" * 25_000,
        "@string{1\n" * 30_000,
        ("@book{a, author = {a" + " " * 59_000 + "b}, title={a}}") * 5,
        "TY  - BOOK\nAB  - a\n" + "a\n" * 200_000 + "ER  - ",
        "TY  - BOOK\n" + "KW  - a\n" * 120_000 + "ER  - ",
    ],
    ids=range(19),
)
def test_hostile_texts_take_less_than_two_seconds(text: str) -> None:
    before = time.process_time()
    with suppress(Fault):
        read_paste(text)
    assert time.process_time() - before < 2
