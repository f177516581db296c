"""Who is named by `@`, words that are copied from a page, and what was written in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.talk.naming import find_named
from wiki.talk.passages import find_passage, read_passage
from wiki.talk.pieces import take_apart

NAMES = {1: "Bo Lind", 2: "Bo Ek", 3: "Eva-Lena O’Hara", 4: "Bo Lindberg", 5: "Åsa", 6: "Bo Ek"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Bo Lind, se här", {"@Bo Lind": {1}}),
        ("@bo lindberg.", {"@bo lindberg": {4}}),
        ("(@Eva-Lena)", {"@Eva-Lena": {3}}),
        ("@åsa och @ÅSA", {"@åsa": {5}, "@ÅSA": {5}}),
        ("@Bo Ek", {"@Bo Ek": {2, 6}}),  # two have the same name: both are told
        ("@Bo", {"@Bo": set()}),  # nobody knows which
        ("@Bo Linde", {"@Bo": set()}),
        ("@Kim", {"@Kim": set()}),
        ("bo@Bo.se, a@åsa, x/@Bo Lind, @@Åsa, @ Åsa", {}),
        ("@Bo\nLind", {"@Bo": set()}),
    ],
)
def test_who_is_named(text: str, expected: dict[str, set[int]]) -> None:
    found = find_named(text, NAMES.items())
    assert {text[place.start : place.end]: set(place.user_ids) for place in found} == expected


@given(st.text(alphabet="@Bo LindÅsa.\n-", max_size=80))
def test_pieces_are_all_of_what_was_written(text: str) -> None:
    pieces = take_apart(text, NAMES)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text.startswith("@") for piece in pieces if piece.is_name)


def test_addresses_become_links_and_nothing_else() -> None:
    pieces = take_apart("Se https://a.se/x. <b>@Åsa</b> javascript:alert(1) bo@a.se", NAMES)
    links = [(piece.text, piece.href) for piece in pieces if piece.href]
    assert links == [("https://a.se/x", "https://a.se/x"), ("bo@a.se", "mailto:bo@a.se")]
    assert [piece.text for piece in pieces if piece.is_name] == ["@Åsa"]


SOURCE = """# Att börja

Det **är** en [länk](https://a.se/b_(c) "titel") och [[Titel|ord]] samt [[Annan]].[^1] Se [@ek].

- ett
- två

1. första
2. andra

> citat
> vidare
"""


@pytest.mark.parametrize(
    ("copied", "passage"),
    [
        ("Att börja", "Att börja"),
        ("en länk och ord", 'en [länk](https://a.se/b_(c) "titel") och [[Titel|ord'),
        ("är  en\nlänk", "är** en [länk"),
        ("samt Annan. Se", "samt [[Annan]].[^1] Se"),
        ("ett två", "ett\n- två"),
        ("första andra", "första\n2. andra"),
        ("1. första", "1. första"),
        ("citat vidare", "citat\n> vidare"),
        ("titel", "titel"),  # in the source, though no reader sees it
        ("finns inte", ""),
        ("är en lank", ""),
        (" \n", ""),
    ],
)
def test_copied_words_are_found_in_the_source(copied: str, passage: str) -> None:
    assert find_passage(copied, SOURCE) == passage


@given(st.integers(0, len(SOURCE)), st.integers(1, 60))
def test_every_passage_is_found_by_what_is_read_of_it(start: int, length: int) -> None:
    passage = SOURCE[start : start + length].strip()
    read = read_passage(passage)
    found = find_passage(passage, SOURCE)
    assert found in SOURCE
    assert found == passage
    assert "\n" not in read


@pytest.mark.long
def test_a_long_text_of_brackets_takes_no_time() -> None:
    for hostile in ("[[" * 60_000, "](" * 60_000, "](a(" * 30_000, "[@" * 60_000):
        assert find_passage("x" * 300, hostile) == ""
