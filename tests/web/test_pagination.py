"""Split lists into pages, and link the pages."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import make_tag
from wiki.tags.models import Tag
from wiki.web.pagination import Page, paginate


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


@pytest.mark.parametrize(
    ("asked", "number", "slugs"),
    [
        (1, 1, ["A", "B"]),
        (2, 2, ["C", "D"]),
        (3, 3, ["E"]),
        (4, 3, ["E"]),
        (10_000, 3, ["E"]),
        (0, 1, ["A", "B"]),
        (-1, 1, ["A", "B"]),
    ],
)
def test_beyond_the_end_stands_the_last_page(
    context: Flask, asked: int, number: int, slugs: list[str]
) -> None:
    for slug in "ebdac":
        make_tag(slug)
    page = paginate(select(Tag.slug).order_by(Tag.slug), str.upper, asked, size=2)
    assert page == Page(slugs, number, 2, 5)
    assert page.count == 3


def test_an_empty_list_has_one_page(context: Flask) -> None:
    assert paginate(select(Tag.slug), str, 7) == Page([], 1, 50, 0)


def test_the_rows_may_be_counted_otherwise(context: Flask) -> None:
    make_tag("a")
    assert paginate(select(Tag.slug), str, 2, size=1, total=2) == Page([], 2, 1, 2)
