"""Show that each title stands under its letter of the index."""

import pytest

from wiki.articles.alphabet import index_letters, letter_of
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
def test_a_title_stands_under_its_letter(title: str, swedish: str, english: str) -> None:
    for language, letter in (("sv", swedish), ("en", english)):
        key = sort_key(title, language)
        assert letter_of(key, language) == letter
        assert letter_of(key[:1], language) == letter


def test_the_swedish_index_ends_with_its_own_letters() -> None:
    assert index_letters("sv")[-5:] == ("Z", "Å", "Ä", "Ö", "#")
    assert index_letters("en")[-3:] == ("Y", "Z", "#")
    assert index_letters("sv")[:2] == ("0–9", "A")
