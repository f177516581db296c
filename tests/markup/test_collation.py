"""Sort titles as readers expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.markup.collation import MAX_KEY_LENGTH, sort_key


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("sv", ["Ada", "zebra", "Åre", "älg", "Öbo"]),
        ("en", ["Ada", "älg", "Åre", "Öbo", "zebra"]),
    ],
)
def test_letters_are_in_the_order_of_the_language(language: str, ordered: list[str]) -> None:
    assert sorted(set(ordered), key=lambda text: sort_key(text, language)) == ordered


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("”Social” innovation", "social innovation"),
        ("Idé", "ide"),
        ("ÅRE", "åre"),
        ("A\u030are", "Åre"),
        ("Møller", "Möller"),
    ],
)
def test_case_accents_and_punctuation_do_not_count_in_swedish(text: str, same: str) -> None:
    assert sort_key(text, "sv") == sort_key(same, "sv")


@given(st.text(), st.sampled_from(["sv", "en"]))
def test_every_text_has_a_key_that_fits_its_column(text: str, language: str) -> None:
    key = sort_key(text, language)
    assert len(key) <= MAX_KEY_LENGTH
    assert key == key.strip()
