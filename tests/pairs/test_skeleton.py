"""What a translation begins with: the words as prompts, all else as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.markup.parse import drop_prompts, find_headings
from wiki.markup.render import render
from wiki.pairs.skeleton import make_skeleton, show_beside, split_sections


@pytest.mark.parametrize(
    ("source", "skeleton"),
    [
        ("", ""),
        ("Ord.\nFler ord.", "%% Ord.\n%% Fler ord."),
        ("## Mål\n\nOrd [@ek2020, s. 3].[^1]", "## Mål\n\n%% Ord [@ek2020, s. 3].[^1]"),
        ("Mål\n---\n\n- ett\n- två", "Mål\n---\n\n%% - ett\n%% - två"),
        ("[^1]: En not.", "%% [^1]: En not."),
        ('![Bro](media:bro "En bro")', '%% ![Bro](media:bro "En bro")\n![](media:bro)'),
        (
            "Ord.\n\n![Bro](media:bro)\n\nOrd.",
            "%% Ord.\n\n%% ![Bro](media:bro)\n![](media:bro)\n\n%% Ord.",
        ),
        ('![](media:bro "En bro")', '%% ![](media:bro "En bro")\n![](media:bro)'),
        ("![](media:bro)", "![](media:bro)"),
        ("![Bro](https://example.org/bro.png)", "%% ![Bro](https://example.org/bro.png)"),
        ("Se ![Bro](media:bro) här", "%% Se ![Bro](media:bro) här"),
        ("```\n## ej rubrik\n\nx\n```", "```\n## ej rubrik\n\nx\n```"),
        ("$$\na + b\n$$", "$$\na + b\n$$"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "%% | a | b |\n%% |---|---|\n%% | 1 | 2 |"),
        ("%% Vad?", "%% Vad?"),
        ("> Citat", "%% > Citat"),
    ],
)
def test_skeletons_by_example(source: str, skeleton: str) -> None:
    assert make_skeleton(source) == skeleton


@given(st.lists(st.sampled_from(["# A", "## B", "ord", "- x", "", "> y", "```", "%% z"])))
def test_readers_see_the_headings_alone(lines: list[str]) -> None:
    source = "\n".join(lines)
    skeleton = make_skeleton(source)
    levels = [heading.level for heading in find_headings(source)]
    assert [heading.level for heading in find_headings(skeleton)] == levels
    if "```" not in lines:
        left = drop_prompts(skeleton).split("\n")
        assert all(line.startswith("#") for line in left if line.strip())


def test_what_stands_beside_has_no_ids_and_leads_to_its_own_page() -> None:
    html = render("Ord[^1]\n\n## Mål\n\nMer\n\n[^1]: Not", "sv", frozenset()).html
    assert ' id="' in html
    shown = show_beside(html, "/sv/articles/a")
    assert "<h2" in shown
    assert "permalink" not in shown
    assert ' id="' not in shown
    assert 'href="/sv/articles/a#' in shown
    assert 'href="#' not in shown


def test_html_is_cut_before_its_headings() -> None:
    parts = ["<p>a</p><h2>B", "</h2><p>b</p><h3>C", "</h3><p>c</p>"]
    assert split_sections(parts) == ["<p>a</p>", "<h2>B</h2><p>b</p>", "<h3>C</h3><p>c</p>"]
    assert split_sections(["<p>a</p>"]) == ["<p>a</p>"]
    assert split_sections([""]) == []
