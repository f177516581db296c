"""Compare the words of tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.tags.terms import distinct_words, word_key


@pytest.mark.parametrize(
    ("word", "other"),
    [("Malmö", "malmo"), ("Co-creation", "co creation"), ("ÖREBRO", "Örebro"), ("سلام", "سلام ")],
)
def test_words_that_a_reader_takes_for_the_same_have_one_key(word: str, other: str) -> None:
    assert word_key(word) == word_key(other)


def test_words_in_other_scripts_keep_apart() -> None:
    assert word_key("مدرسة") != word_key("جامعة")


def test_the_first_spelling_is_kept_and_taken_words_are_left_out() -> None:
    words = ["JU", "  ", "ju", "Högskolan  i Jönköping", "Jönköping"]
    assert distinct_words(words, ["jonkoping"]) == ("JU", "Högskolan i Jönköping")


@given(st.lists(st.text()), st.lists(st.text()))
def test_no_word_comes_twice_and_none_is_invented(words: list[str], taken: list[str]) -> None:
    found = distinct_words(words, taken)
    keys = [word_key(word) for word in found]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {word_key(word) for word in taken}
    wanted = {word_key(word) for word in words} - {word_key(word) for word in taken} - {""}
    assert set(keys) == wanted
