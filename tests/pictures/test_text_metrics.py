"""Test the breaking of labels, and that estimated widths are never too small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pictures.text_metrics import break_lines, text_width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 100, ()),
        ("Mobilisera", 100, ("Mobilisera",)),
        ("Utveckla och testa", 100, ("Utveckla och", "testa")),
        ("Utveckla och testa", 400, ("Utveckla och testa",)),
        ("Landsbygdsutveckling och mat", 60, ("Landsbygdsutveckling", "och mat")),
    ],
)
def test_a_label_is_broken_between_its_words(text: str, width: int, lines: tuple[str]) -> None:
    assert break_lines(text, 14, width) == lines


@given(st.text(), st.floats(1, 500))
def test_no_word_is_lost_and_only_single_words_stick_out(text: str, width: float) -> None:
    lines = break_lines(text, 14, width)
    assert " ".join(lines).split() == text.split()
    assert all(text_width(line, 14) <= width or len(line.split()) == 1 for line in lines)
