"""Show that titles stand where a Swedish reader looks for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.articles.collation import INDEX_LETTERS, MAX_KEY_LENGTH, index_letter, sort_key

TEXTS = st.text(max_size=30) | st.text(alphabet='aAåäÖzéøüvw 12-:"', max_size=12)


@pytest.mark.parametrize(
    "ordered",
    [
        ["Ada", "bok", "zebra", "Åre", "älg", "Öbo"],
        ["1 idé", "2030", "a", "b"],
        ["va", "vo", "wa", "wo", "xa"],
        ["ide", "idé", "ideer", "idéer", "idell"],
        ["Muller", "mylla", "Müller", "myn"],
        ["älg", "ælg", "älgar", "ö", "ø", "ör"],
        ["Ny", "Ny teknik", "Nyhet", "Nytt"],
        ["samskapande", "sam-skapande", "Samskapande", "Sam-skapande", "samskapandet"],
        ["JU", "jus", "JU:s", "JU:s arbete", "jut"],
        ["a", "ö", "Ελλάδα", "Москва", "!!!"],
        ["", "!", "?"],
    ],
)
def test_texts_stand_in_order(ordered: list[str]) -> None:
    upside_down = ordered[::-1]
    assert sorted(upside_down, key=sort_key) == ordered


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("ålder", "Å"),
        ("A\u030alder", "Å"),
        ("\N{ANGSTROM SIGN}re", "Å"),
        ("älg", "Ä"),
        ("Ære", "Ä"),
        ("östan", "Ö"),
        ("Ørsted", "Ö"),
        ("Über", "Y"),
        ("École", "E"),
        ("”Samhällsnyttiga samtal”", "S"),
        ("  web", "W"),
        ("2030", "0–9"),
        ("²", "0–9"),
        ("Москва", "#"),
        ("…", "#"),
        ("", "#"),
    ],
)
def test_the_index_letter_is_the_first_that_counts(text: str, letter: str) -> None:
    assert index_letter(text) == letter


@given(TEXTS)
def test_a_key_is_short_and_made_of_figures(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= MAX_KEY_LENGTH
    assert key.isascii()
    assert key.isdigit()


@given(TEXTS, TEXTS)
def test_index_letters_follow_the_keys(one: str, other: str) -> None:
    first, last = sorted((one, other), key=sort_key)
    assert INDEX_LETTERS.index(index_letter(first)) <= INDEX_LETTERS.index(index_letter(last))


@given(st.text(alphabet="abcxyzåäö", max_size=15), st.text(alphabet="abcxyzåäö", max_size=15))
def test_plain_words_are_compared_letter_by_letter(one: str, other: str) -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyzåäö"
    places = [[alphabet.index(letter) for letter in text] for text in (one, other)]
    if one and other:
        assert (places[0] < places[1]) == (sort_key(one) < sort_key(other))


def test_the_encoding_of_a_letter_does_not_count() -> None:
    assert sort_key("A\u030are") == sort_key("Åre")


def test_long_texts_keep_their_order() -> None:
    long = "social innovation " * 10
    assert sort_key("a" + long) < sort_key("b" + long)
    assert sort_key(long[:60] + "å") > sort_key(long[:60] + "z")
