"""Folkets lexikon: words in any inflection, and the form of its files."""

import pytest

from wiki.search.language.analysis import LANGUAGES
from wiki.search.language.dictionary import FOLDER, translate


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("nurses", "en", "sjuksköterska"),
        ("cities", "en", "stad"),
        ("happiness", "en", "lycka"),
        ("children", "en", "barn"),
        ("kommunens", "sv", "municipality"),
        ("resultatet", "sv", "result"),
        ("våldtäkten", "sv", "rape"),
    ],
)
def test_words_are_translated_in_any_inflection(word: str, language: str, expected: str) -> None:
    assert expected in translate(word, language)


@pytest.mark.parametrize(("word", "language"), [("kommun", "en"), ("qqq", "sv"), ("", "sv")])
def test_what_is_no_word_of_the_language_has_no_translation(word: str, language: str) -> None:
    assert translate(word, language) == ()


def test_this_very_form_comes_first() -> None:
    assert [translate(word, "sv")[0] for word in ("lös", "lösa")] == ["loose", "dissolve"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_sorted_so_that_words_are_found_in_them(language: str) -> None:
    lines = (FOLDER / f"{language}.txt").read_bytes().splitlines()
    assert lines == sorted(lines)
    assert len(lines) > 19_000
