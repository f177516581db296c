"""What two versions of a place are together: pieces of one block, or blocks of their own."""

import pytest

from wiki.articles.settle import BOTH, Choice, DisputedPlace
from wiki.markup.render import render

TABLE = "| a |\n|---|\n| 1 |\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "is_tied"),
    [
        ("- a\n", "- b\n", True),
        ("1. a\n", "2. b\n", True),
        ("* a\n  mer\n", "+ b\n", True),
        ("[^1]: a\n", "[^2]: b\n", True),
        ("*[SI]: a\n", "[b]: /x\n", True),
        (": a\n", ": b\n", True),
        ("| 1 |\n", "| 2 |\n", True),
        (TABLE, "| 2 |\n", True),
        ("> a\n", "> b\n", False),
        ("> [!NOTE]\n> a\n", "> [!TIP]\n> b\n", False),
        (TABLE, TABLE, False),
        ("| 1 |\n", "| a | b |\n|:--|--:|\n| 1 | 2 |\n", False),
        ("**a** b\n", "*c* d\n", False),
        ("-5 grader\n", "-6 grader\n", False),
        ("[a](/x) b\n", "[c](/y) d\n", False),
        ("- a\n\nSlut.\n", "- b\n", False),
        ("- a\n", "| 1 |\n", False),
        ("Ett.\n", "Två.\n", False),
    ],
)
def test_both_versions_of_a_place(mine: str, theirs: str, is_tied: bool) -> None:
    place = DisputedPlace("body-0", mine, theirs, can_join=True)
    assert place.settle(Choice(BOTH)) == mine + "\n" * (not is_tied) + theirs


@pytest.mark.parametrize(
    ("mine", "theirs", "block"),
    [
        ("> a\n", "> b\n", "<blockquote"),
        ("> [!NOTE]\n> a\n", "> [!TIP]\n> b\n", '<div class="callout '),
        (TABLE, TABLE.replace("1", "2"), "<table"),
    ],
)
def test_both_versions_are_two_blocks_for_readers(mine: str, theirs: str, block: str) -> None:
    place = DisputedPlace("body-0", mine, theirs, can_join=True)
    both = place.settle(Choice(BOTH)) or ""
    assert render(both, "sv", frozenset()).html.count(block) == 2
