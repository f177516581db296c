"""Test the lines that the blocks of a text begin on: one for each element that is shown."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from wiki.markup.parse import find_block_lines
from wiki.markup.render import render

EMPTY = {"br", "hr", "img", "input", "wbr", "source"}
SAMPLES = sorted((Path(__file__).parents[2] / "wiki" / "sample").rglob("*.md"))


class Tops(HTMLParser):
    """Counts the elements that stand directly in the text, without its notes."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count += self.depth == 0 and ("class", "footnotes") not in attrs
        self.depth += tag not in EMPTY

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in EMPTY


def count_shown(source: str) -> int:
    tops = Tops()
    tops.feed(render(source, "sv", frozenset()).html)
    return tops.count


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("a\n\n## b\nc\n\n- d\n\n- e\n\n> f", [0, 2, 3, 5, 9]),
        ("a\r\n\r\nb", [0, 2]),
        ("[^1]: not\n\na[^1]\n\n*[EU]: unionen\n\nb EU", [2, 6]),
        ("##\n\na\n\n[x]: https://x.se\n\n[x]", [2, 6]),
        ("```\na\n\nb\n```\n| a |\n|---|\n| b |\n\n---\nTerm\n: vad", [0, 5, 9, 10]),
        ("\n\n\n", []),
        ("", []),
        ("a[^1]\n\n## Noter\n\n[^1]: b\n\n## Mer\n\nc", [0, 2, 6, 8]),
        ("> [!NOTE]\n> a\n\n1. b\n2. c\n\n    d", [0, 3]),
    ],
)
def test_each_block_that_is_shown_has_its_line(source: str, lines: list[int]) -> None:
    assert find_block_lines(source) == lines
    assert count_shown(source) == len(lines)


def test_a_text_beyond_the_limits_has_none() -> None:
    assert find_block_lines(">" * 300_000) == []


@pytest.mark.long
def test_the_sample_has_a_line_for_each_element() -> None:
    assert len(SAMPLES) > 20
    for path in SAMPLES:
        body = path.read_text("utf-8").split("---\n", 2)[-1]
        assert len(find_block_lines(body)) == count_shown(body), path.name
