"""Words of a text are found again after it was changed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.remarks.anchors import Spot, find_spot

TEXT = "Inledning\n\nI byn finns ett kooperativ.\n\nI byn finns en skola.\n"


@pytest.mark.parametrize(
    ("quote", "line", "text", "found"),
    [
        ("ett kooperativ", 3, TEXT, Spot(3, 23, 37)),
        # Lines were put above it.
        ("ett kooperativ", 3, "Nytt\n\n" + TEXT, Spot(5, 29, 43)),
        # It stands twice: the nearer one is meant.
        ("I byn", 5, TEXT, Spot(5, 40, 45)),
        ("I byn", 1, TEXT, Spot(3, 11, 16)),
        # The words have changed a little, much, or are gone.
        (
            "I byn finns ett kooperativ.",
            3,
            TEXT.replace("ett koop", "två stora koop"),
            Spot(3, 11, 44, True),
        ),
        ("I byn finns ett kooperativ.", 3, "Något helt annat står här nu, om andra saker.", None),
        ("ett kooperativ", 3, "", None),
        ("ett kooperativ", 10**9, TEXT, Spot(3, 23, 37)),
    ],
)
def test_a_quote_is_found_where_it_is_now(
    quote: str, line: int, text: str, found: Spot | None
) -> None:
    assert find_spot(quote, line, text) == found


def test_a_short_quote_is_found_by_the_line_that_it_was_in() -> None:
    text = "Början.\n\nFå minns den.\n"
    assert find_spot("Ingen minns", 3, text) is None
    assert find_spot("Ingen minns", 3, text, "Ingen minns den.") == Spot(3, 9, 22, True)


@given(st.text("ab\n", min_size=1, max_size=3), st.text("ab\n"), st.integers(0, 12))
def test_the_nearest_of_several_is_found(quote: str, text: str, line: int) -> None:
    places = [at for at in range(len(text)) if text.startswith(quote, at)]
    spot = find_spot(quote, line, text)
    if places:
        nearest = min(places, key=lambda at: abs(text.count("\n", 0, at) + 1 - line))
        assert spot is not None
        assert (spot.start, spot.has_changed) == (nearest, False)
    else:
        assert spot is None or spot.has_changed


LONG = "Byn har ett kooperativ, en skola, och en affär. " * 500


@pytest.mark.parametrize(
    ("quote", "text", "whole"),
    [
        ("e", "e" * 256_000, ""),
        ("en kvarn", LONG.replace("skola", "kyrka"), LONG.replace("en skola", "en kvarn")),
        ("q" * 300, "\n".join([LONG] * 10), ""),
    ],
)
def test_long_lines_keep_nobody_waiting(quote: str, text: str, whole: str) -> None:
    begun = time.process_time()
    find_spot(quote, 1, text, whole)
    assert time.process_time() - begun < 1


@given(st.text(max_size=200), st.text(max_size=200), st.integers(min_value=1, max_value=20))
def test_whatever_is_found_is_in_the_text(quote: str, text: str, line: int) -> None:
    spot = find_spot(quote or "x", line, text)
    if spot is not None:
        assert 0 <= spot.start <= spot.end <= len(text)
        assert text.count("\n", 0, spot.start) == spot.line - 1
        assert spot.has_changed or text[spot.start : spot.end] == (quote or "x")
