"""Read a file of CSL-JSON, and name each broken place with its line."""

import pytest

from wiki.references.formats.csljson import read_csljson

BOOK = '{"type": "book", "title": "Bryggor"}'


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (f" {BOOK} and more", ["Bryggor"]),
        (f"[\n{BOOK},\n{BOOK} ]", ["Bryggor", "Bryggor"]),
        ("[]", []),
    ],
)
def test_a_source_or_a_list_of_them_is_read(text: str, titles: list[str]) -> None:
    entries = list(read_csljson(text))
    assert [entry.item and entry.item["title"] for entry in entries] == titles


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "This is not valid JSON"),
        ('[\n{"type": ', 2, "This is not valid JSON"),
        ('[{"type": ' + "9" * 5_000 + "}]", 1, "This is not valid JSON"),
        ("[" * 100_000, 1, "This is nested too deeply."),
        (f"[\n{BOOK}\n{BOOK}]", 3, "A list of sources in square brackets is expected."),
        ("[7]", 1, "This is no source"),
    ],
)
def test_what_is_broken_is_named_with_its_line(text: str, line: int, message: str) -> None:
    last = list(read_csljson(text))[-1]
    assert last.fault is not None
    assert (last.line, message in str(last.fault.message)) == (line, True)
