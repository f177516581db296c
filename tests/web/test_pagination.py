"""Name the pages of a list that is cut into pages."""

import pytest

from wiki.web.pagination import Page


@pytest.mark.parametrize(
    ("number", "count", "named"),
    [
        (1, 1, "1"),
        (1, 2, "1 2"),
        (1, 3, "1 2 3"),
        (1, 4, "1 2 3 4"),
        (1, 5, "1 2 … 5"),
        (4, 4, "1 2 3 4"),
        (5, 5, "1 … 4 5"),
        (3, 6, "1 2 3 4 5 6"),
        (4, 12, "1 2 3 4 5 … 12"),
        (5, 12, "1 … 4 5 6 … 12"),
        (9, 12, "1 … 8 9 10 11 12"),
        (12, 12, "1 … 11 12"),
    ],
)
def test_only_gaps_of_more_than_a_page_are_left_out(number: int, count: int, named: str) -> None:
    page = Page[str]((), number, 10, count * 10)
    assert " ".join(str(step or "…") for step in page.steps) == named
