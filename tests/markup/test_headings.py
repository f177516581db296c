"""Headings fit the page's outline, and have unique ids and permalinks."""

import pytest

from wiki.markup.headings import Heading
from wiki.markup.render import render

NOTHING: frozenset[tuple[str, str, str]] = frozenset()


def _outline(source: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in render(source, "sv", NOTHING).headings]


@pytest.mark.parametrize(
    ("source", "outline"),
    [
        ("## A\n\n### B\n\n## C", [(2, "A"), (3, "B"), (2, "C")]),
        ("# A\n\n## B\n\n# C", [(2, "A"), (3, "B"), (2, "C")]),
        ("### A\n\n#### B\n\n## C", [(2, "A"), (3, "B"), (2, "C")]),
        ("## A\n\n#### B\n\n### C", [(2, "A"), (3, "B"), (3, "C")]),
        ("A\n===\n\nB\n---", [(2, "A"), (3, "B")]),
        (
            "# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F",
            [(2, "A"), (3, "B"), (4, "C"), (5, "D"), (6, "E"), (6, "F")],
        ),
        ("# A[^1]\n\n## B\n\nb\n\n[^1]: x", [(2, "A"), (3, "B"), (2, "Noter")]),
        ("## *A* `b<c>` &amp; [[D]]", [(2, "A b<c> & D")]),
        ("##", []),
        ("```\n# A\n```", []),
    ],
)
def test_the_outline(source: str, outline: list[tuple[int, str]]) -> None:
    assert _outline(source) == outline


def test_a_heading_has_an_id_and_a_link_to_itself() -> None:
    rendered = render('## Mål & "medel"', "sv", NOTHING)
    assert rendered.headings == (Heading(2, "s-mal-medel", 'Mål & "medel"'),)
    assert rendered.html == (
        '<h2 id="s-mal-medel">Mål &amp; "medel" <a class="permalink" href="#s-mal-medel"'
        ' aria-label="Länk till avsnittet Mål &amp; &quot;medel&quot;">#</a></h2>'
    )


def test_the_link_is_named_in_the_language_of_the_article() -> None:
    assert 'aria-label="Link to the section A"' in render("## A", "en", NOTHING).html


def test_ids_are_unique_and_never_empty() -> None:
    source = "## A\n\n## A\n\n## A 2\n\n## A\n\n## ???\n\n## 日本"
    anchors = [heading.anchor for heading in render(source, "sv", NOTHING).headings]
    assert anchors == ["s-a", "s-a-2", "s-a-2-2", "s-a-3", "s-x", "s-x-2"]
