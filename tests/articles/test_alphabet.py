"""Each title is listed under its letter of the index."""

import pytest

from wiki.articles.alphabet import (
    count_letters,
    index_letters,
    letter_of,
    letters_to_choose,
    read_letter,
)
from wiki.markup.collation import sort_key


@pytest.mark.parametrize(
    ("title", "swedish", "english"),
    [
        ("Adel", "A", "A"),
        ("åka", "Å", "A"),
        ("Ärlig", "Ä", "A"),
        ("Öppen", "Ö", "O"),
        ("Ægir", "Ä", "A"),
        ("Ørsted", "Ö", "O"),
        ("Éclair", "E", "E"),
        ("Über", "Y", "U"),
        ("2030-målen", "0–9", "0–9"),
        ("”Citat”", "C", "C"),
        ("{klammer}", "K", "K"),
        ("Яблоко", "#", "#"),
        ("!?", "#", "#"),
        ("", "#", "#"),
        ("٣ steg", "#", "#"),
    ],
)
def test_a_title_is_listed_under_its_letter(title: str, swedish: str, english: str) -> None:
    for language, letter in (("sv", swedish), ("en", english)):
        key = sort_key(title, language)
        assert letter_of(key, language) == letter
        assert letter_of(key[:1], language) == letter


def test_the_swedish_index_ends_with_its_own_letters() -> None:
    assert index_letters("sv")[-5:] == ("Z", "Å", "Ä", "Ö", "#")
    assert index_letters("en")[-3:] == ("Y", "Z", "#")
    assert index_letters("sv")[:2] == ("0–9", "A")


def test_articles_are_counted_under_their_letters() -> None:
    letters = count_letters({"a": 2, "{": 3, "7": 1, "8": 1, "я": 4}, "sv")
    assert tuple(letters) == index_letters("sv")
    assert {letter: count for letter, count in letters.items() if count} == {
        "A": 2,
        "Å": 3,
        "0–9": 2,
        "#": 4,
    }


def test_letters_are_offered_for_a_long_list() -> None:
    assert letters_to_choose(count_letters({"a": 19}, "sv")) == {}
    offered = letters_to_choose(count_letters({"a": 20}, "sv"))
    assert tuple(offered) == index_letters("sv")[1:-1]
    assert tuple(letters_to_choose(count_letters({"a": 18, "7": 1, "я": 1}, "sv"))) == (
        index_letters("sv")
    )


@pytest.mark.parametrize(
    ("given", "swedish", "english"),
    [
        ("A", "A", "A"),
        ("q", "Q", "Q"),
        ("å", "Å", ""),
        ("A\u030a", "Å", ""),
        ("0–9", "0–9", "0–9"),
        ("#", "#", "#"),
        ("ab", "", ""),
        ("Я", "", ""),
        ("", "", ""),
    ],
)
def test_a_letter_is_read_from_an_address(given: str, swedish: str, english: str) -> None:
    assert (read_letter(given, "sv"), read_letter(given, "en")) == (swedish, english)
