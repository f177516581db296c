"""Test that a section is cut out of a text where the parser sees headings, and put back exactly."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wiki.articles.sections import cut_section, find_section
from wiki.markup.headings import NO_SECTION, split_at_headings, take_blocks
from wiki.markup.parse import find_headings
from wiki.markup.render import render

_LINES = [
    *("# A", "## B", "### C", " ## b", "##x", "\\## d", "Text", "Text", "", "", "  ", "==="),
    *("```", "~~~", "- p", "  ## in", "> ## q", "---", "[^1]: n", "    ## kod", "1. x", "\r"),
    *("[a]: http://x.se", "| a |", "|---|", "\ufeff", "\x00## D", "*[A]: b", ": d", "## Å [@k]"),
]
_TEXTS = st.lists(st.sampled_from(_LINES), max_size=14).map("\n".join)


def test_headings_are_those_of_the_parser() -> None:
    for source, lines in (
        ("## A\ntext\n### B\n\n## C", [0, 2, 4]),
        ("```\n## A\n```\n\n    ## B\n", []),
        ("- a\n\n  ## A\n\n> ## B\n\n[^1]: n\n\n    ## C", []),
        ("A\n===\n\nB\nb\n---\n##C\n\\## D", [0, 3]),
        ("\ufeff## A\r\n\r\n## B", [0, 2]),
        ("", []),
    ):
        assert [found.line for found in find_headings(source)] == lines, source


def test_a_section_ends_before_the_next_of_its_level() -> None:
    source = "x\n\n## A\n\na\n\n### B\n\n```\n## C\n```\n\n# D\nd"
    for line, section in (
        (2, "## A\n\na\n\n### B\n\n```\n## C\n```"),
        (6, "### B\n\n```\n## C\n```"),
        (12, "# D\nd"),
    ):
        cut = cut_section(source, line)
        assert cut is not None
        assert cut.section == section
    assert cut_section(source, 9) is None
    assert cut_section(source, NO_SECTION) is None


def test_other_words_stand_apart_from_their_neighbours() -> None:
    for source, line, words, joined in (
        ("x\n\n## A\n\na\n\n## B", 2, "## A\r\n\r\nny\r\n", "x\n\n## A\n\nny\n\n## B"),
        ("x\n## A\n## B", 1, "## A\n\nny", "x\n## A\n\nny\n\n## B"),
        ("x\n## A\n## B", 1, "utan rubrik", "x\n\nutan rubrik\n\n## B"),
        ("x\n\n## A\n\na\n", 2, "## A\n\nny\n\n\n", "x\n\n## A\n\nny\n"),
        ("x\n\n## A\n\na\n\n## B", 2, " \n", "x\n\n## B"),
    ):
        cut = cut_section(source, line)
        assert cut is not None
        assert cut.put(words) == joined


def test_code_that_does_not_end_is_noticed() -> None:
    cut = cut_section("## A\n\na\n\n## B", 0)
    assert cut is not None
    for words, is_closed in (("## A\n\n```\na\n```", True), ("## A\n\n```\na", False)):
        assert cut.is_closed_in(cut.put(words)) is is_closed
    last = cut_section("## A\n\na", 0)
    assert last is not None
    assert last.is_closed_in(last.put("## A\n\n```"))


def test_a_saved_section_is_found_again() -> None:
    body = "## A\n\n## B\n\n## A \n\n## C"
    for words, near, line in (
        ("\n## A\nx", 4, 4),
        ("## A", 0, 0),
        ("## C\r\n", 2, 6),
        ("D", 0, -1),
    ):
        assert find_section(body, words, near, [0, 2, 4, 6]) == line, words


@given(_TEXTS)
def test_cutting_and_putting_back_changes_nothing(source: str) -> None:
    headings = find_headings(source)
    places = [0, *(heading.place for heading in headings), len(source)]
    assert "".join(source[a:b] for a, b in pairwise(places)) == source
    for heading in headings:
        cut = cut_section(source, heading.line)
        assert cut is not None
        assert cut.before + cut.section + cut.gap + cut.after == source
        assert cut.put(cut.section) == source
        assert cut.is_closed_in(source)
    lines = [heading.line for heading in render(source, "sv", frozenset()).headings]
    assert {line for line in lines if line != NO_SECTION} <= {found.line for found in headings}


@given(_TEXTS)
def test_the_html_is_divided_and_joined_without_a_change(source: str) -> None:
    rendered = render(source, "sv", frozenset())
    parts = [part for part, _heading in split_at_headings(rendered.html, rendered.headings)]
    assert "".join(parts) == rendered.html
    assert take_blocks(rendered.html, 0, 1_000).split() == rendered.html.split()


def test_notes_follow_only_the_blocks_that_refer_to_them() -> None:
    html = render("## A\n\na[^1]\n\n## B\n\n---\n\n[^1]: Not.", "sv", frozenset()).html
    assert "Not." in take_blocks(html, 0, 2)
    assert take_blocks(html, 3, 4) == "<hr>"
    assert "Not." not in take_blocks(html, 2, 4)


def test_notes_below_a_heading_of_the_text_are_a_part_of_its_section() -> None:
    source = "## A\n\na[^1]\n\n## Noter\n\n[^1]: Not.\n\n## B\n\nb"
    rendered = render(source, "sv", frozenset())
    assert take_blocks(rendered.html, 0, 1_000) == rendered.html
    shown = [take_blocks(rendered.html, first, last) for first, last in ((0, 2), (2, 3), (3, 5))]
    assert ["Not." in html for html in shown] == [True, True, False]
    assert [">b</p>" in html for html in shown] == [False, False, True]
    headings = [heading for _, heading in split_at_headings(rendered.html, rendered.headings)]
    assert [heading.text for heading in headings if heading] == ["A", "Noter", "B"]
