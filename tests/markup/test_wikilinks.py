"""Wiki links are found, rendered and rewritten by the same rules, and never in code."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.markup.corpus import HOSTILE
from wiki.errors import TooComplex
from wiki.markup.render import render
from wiki.markup.slugs import slugify
from wiki.markup.wikilinks import WikiLink, find_wikilinks, retarget_wikilinks

PUBLISHED = frozenset(
    {
        ("sv", "Tvättmaskinen", "tvattmaskinen"),
        ("en", "The washing machine", "the-washing-machine"),
        ("sv", "Rad", "rad-2"),
    }
)
OLD = {("sv", "Old"): ("sv", "New title"), ("sv", "old"): ("sv", "New title")}


def _titles(source: str) -> list[str]:
    return [link.title for link in find_wikilinks(source, "sv")]


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        ("[[A]] och [[B|text]]", ["A", "B"]),
        ("[[A]] [[a]] [[A|x]]", ["A", "a"]),
        ("[[ Social   innovation ]]", ["Social innovation"]),
        ("| a |\n|---|\n| [[A|b]] |", ["A"]),
        ("> [[A]]\n\n- [[B]]\n- [[C]]\n\n## [[D]]", ["A", "B", "C", "D"]),
        ("x[^1]\n\n[^1]: [[A]]\n\n    [[B]]", ["A", "B"]),
        ("`[[A]]` [[B]]", ["B"]),
        ("``x ` [[A]]`` [[B]]", ["B"]),
        ("\\`[[A]]`", ["A"]),
        ("` [[A]]", ["A"]),
        ("`\n\n[[A]] `", ["A"]),
        ("- `\n- [[A]] `", ["A"]),
        ("```\n[[A]]\n```\n[[B]]", ["B"]),
        ("~~~ python\n[[A]]\n~~~", []),
        ("```\n[[A]]", []),
        ("````\n```\n[[A]]\n```\n````\n[[B]]", ["B"]),
        ("    [[A]]\n\n[[B]]", ["B"]),
        ("\t[[A]]", []),
        ("- x\n\n    [[A]]", ["A"]),
        ("- x\n\n    [[A]]\n\n    [[B]]\n\ny\n\n    [[C]]", ["A", "B"]),
        ("\\[[A]]", []),
        ("\\\\[[A]]", ["A"]),
        ("[[A\nB]] [[C|d\ne]]", ["A B", "C"]),
        ("[[A\n\nB]]", []),
        ("[[]] [[|x]] [[???]] [[ ]]", []),
        ("[[A|]]", []),
        ("[[A| ]]", ["A"]),
        ("[[[A]]]", ["A"]),
        ("[[a [[B]]", ["B"]),
        ("![[A]]", ["A"]),
    ],
)
def test_the_same_links_are_found_and_rendered(source: str, titles: list[str]) -> None:
    assert _titles(source) == titles
    assert [link.title for link in render(source, "sv", PUBLISHED).wikilinks] == titles


def test_a_link_names_the_language_the_slug_and_the_title() -> None:
    assert find_wikilinks("[[Tvättmaskinen]] [[en: The washing machine|x]] [[SV: Å]]", "sv") == (
        WikiLink("sv", "tvattmaskinen", "Tvättmaskinen"),
        WikiLink("en", "the-washing-machine", "The washing machine"),
        # Both may be meant, and an article of the longer title wins.
        WikiLink("sv", "sv-a", "SV: Å"),
        WikiLink("sv", "a", "Å"),
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[[Tvättmaskinen]]", '<a href="/sv/articles/tvattmaskinen">Tvättmaskinen</a>'),
        ("[[Rad]]", '<a href="/sv/articles/rad-2">Rad</a>'),
        ("[[Tvättmaskinen|den]]", '<a href="/sv/articles/tvattmaskinen">den</a>'),
        ("[[Tvättmaskinen|a *b*]]", '<a href="/sv/articles/tvattmaskinen">a *b*</a>'),
        (
            "[[Å & ä?]]",
            '<a class="missing" href="/sv/articles/a-a?title=%C3%85%20%26%20%C3%A4%3F"'
            ' rel="nofollow">Å &amp; ä?</a>',
        ),
        (
            "[[en:The washing machine]]",
            '<a href="/en/articles/the-washing-machine" hreflang="en" lang="en">'
            "The washing machine</a>",
        ),
        (
            "[[en:The washing machine|på engelska]]",
            '<a href="/en/articles/the-washing-machine" hreflang="en">på engelska</a>',
        ),
        ("`[[Tvättmaskinen|x]]`", "<code>[[Tvättmaskinen|x]]</code>"),
        ("[se [[Tvättmaskinen]]](/sv/)", '<a href="/sv/">se Tvättmaskinen</a>'),
    ],
)
def test_rendered_links_by_example(source: str, html: str) -> None:
    assert render(source, "sv", PUBLISHED).html == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[Old]] x", "[[New title|Old]] x"),
        (
            "> x\u200b\r\n\u200b> [[Old\r\n> |a\r\n> b]]",
            "> x\u200b\r\n\u200b> [[New title|a\r\n> b]]",
        ),
        ("[[old|shown]]", "[[New title|shown]]"),
        ("[[Old|New title]] [[Old#A|New title]]", "[[New title]] [[New title#A|New title]]"),
        ("[[sv:Old]]", "[[sv:New title|Old]]"),
        ("[[en:Old]]", "[[en:Old]]"),
        ("[[OLD]]", "[[OLD]]"),
        ("[[Older]]", "[[Older]]"),
        ("`[[Old]]` [[Old]]", "`[[Old]]` [[New title|Old]]"),
        ("```\n[[Old]]\n```", "```\n[[Old]]\n```"),
        ("\\[[Old]]", "\\[[Old]]"),
        ("a\r\n\t[[Old]]\x07 \r\n", "a\r\n\t[[New title|Old]]\x07 \r\n"),
        ("", ""),
    ],
)
def test_links_follow_a_renamed_article(source: str, expected: str) -> None:
    assert retarget_wikilinks(source, "sv", OLD) == expected


def test_a_title_that_cannot_be_linked_changes_nothing() -> None:
    for title in ("a]b", "???"):
        assert retarget_wikilinks("[[Old]]", "sv", {("sv", "Old"): ("sv", title)}) == "[[Old]]"


def test_a_link_that_leads_to_the_other_language_says_so() -> None:
    names = {("sv", "Old"): ("en", "New")}
    assert retarget_wikilinks("[[Old]] [[sv:Old|x]]", "sv", names) == "[[en:New|Old]] [[en:New|x]]"
    assert retarget_wikilinks("[[Old]] [[sv:Old]]", "en", names) == "[[Old]] [[en:New|Old]]"


@pytest.mark.parametrize("prefix", ["En:", "EN:", "eN :"])
def test_a_language_may_be_written_in_capitals(prefix: str) -> None:
    existing = frozenset({("en", "Advice", "advice")})
    html = render(f"[[{prefix}Advice#Aims]] [[{prefix}None]]", "sv", existing).html
    assert 'href="/en/articles/advice#s-aims" hreflang="en" lang="en">Advice: Aims</a>' in html
    assert 'href="/en/articles/none?title=None"' in html


@pytest.mark.parametrize(
    ("source", "language", "section"),
    [("[[En:Advice]]", "sv", ""), ("[[En:Advice#Aims]]", "sv", "s-aims"), ("[[EN:x]]", "en", "")],
)
def test_a_title_that_begins_with_a_language_in_capitals_wins(
    source: str, language: str, section: str
) -> None:
    title = source.strip("[]").partition("#")[0]
    existing = frozenset({("en", "Advice", "advice"), (language, title, "own")})
    html = render(source, language, existing).html
    assert f'href="/{language}/articles/own{"#" if section else ""}{section}"' in html
    names = {(known, old): (known, f"New {old}") for known, old, _ in existing}
    assert retarget_wikilinks(source, language, names).startswith("[[New E")


def test_a_renamed_article_is_named_anew_where_its_language_is_in_capitals() -> None:
    names = {("en", "Advice"): ("en", "New")}
    assert retarget_wikilinks("[[En:Advice]]", "sv", names) == "[[en:New|Advice]]"


@pytest.mark.parametrize("title", ["en: a primer", "sv:Ordlista", "EN : mixed"])
@pytest.mark.parametrize("source", ["[[Old]]", "[[sv:Old|words]]"])
def test_a_title_that_begins_like_a_prefix_stays_in_the_language_of_its_article(
    source: str, title: str
) -> None:
    changed = retarget_wikilinks(source, "sv", {("sv", "Old"): ("sv", title)})
    assert [(link.language, link.slug) for link in find_wikilinks(changed, "sv")] == [
        ("sv", slugify(title))
    ]


_WORDS = st.text(alphabet="abåö 1", min_size=1, max_size=6)
_LINK = st.builds(lambda word: f"[[{word}]]", _WORDS)
_INLINE = st.one_of(
    _WORDS,
    _LINK,
    st.builds(lambda word, text: f"[[{word}|{text}]]", _WORDS, _WORDS),
    st.builds(lambda link: f" `a {link} b` ", _LINK),
    st.builds(lambda link: f" **{link}** ", _LINK),
)
_LINE = st.lists(_INLINE, min_size=1, max_size=4).map(lambda parts: "x" + "".join(parts))
_BLOCK = st.one_of(
    _LINE,
    st.builds("## {}".format, _LINE),
    st.builds("> {}".format, _LINE),
    st.builds("- {}\n- {}".format, _LINE, _LINE),
    st.builds("1. {}\n\n    {}".format, _LINE, _LINE),
    st.builds("```\n{}\n```".format, _LINE),
    st.builds("p\n\n    {}".format, _LINE),
    st.builds("| {} | b |\n|---|---|\n| {} | c |".format, _LINK, _LINK),
)


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(_BLOCK, max_size=6).map("\n\n".join))
def test_the_same_links_are_found_and_rendered_in_any_markup(source: str) -> None:
    assert render(source, "sv", PUBLISHED).wikilinks == find_wikilinks(source, "sv")


@settings(max_examples=2 * settings().max_examples)
@given(st.text(alphabet="[]|`~ \nab-\\>\t:^", max_size=80))
def test_nothing_is_rendered_as_a_link_that_was_not_found(source: str) -> None:
    rendered = render(source, "sv", PUBLISHED)
    assert set(rendered.wikilinks) <= set(find_wikilinks(source, "sv"))
    assert rendered.html.count('class="missing"') >= len(rendered.wikilinks)


@given(st.lists(st.one_of(_BLOCK, st.just("[[Old]]")), max_size=6).map("\n\n".join))
def test_a_renamed_article_keeps_every_link(source: str) -> None:
    changed = retarget_wikilinks(source, "sv", {("sv", "Old"): ("sv", "New")})
    before = [link.title for link in find_wikilinks(source, "sv")]
    after = [link.title for link in find_wikilinks(changed, "sv")]
    assert after == ["New" if title == "Old" else title for title in before]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_links_are_found_in_linear_time(name: str) -> None:
    started = time.process_time()
    with suppress(TooComplex):
        find_wikilinks(HOSTILE[name], "sv")
    with suppress(TooComplex):
        retarget_wikilinks(HOSTILE[name], "sv", {("sv", "a"): ("sv", "b")})
    # A long text takes about a second on a slow machine; without linear time it takes minutes.
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "source", ["[[A]] " * 100_000, "\n" * 4_000_000, "[[A]]" + "a" * 4_000_000]
)
def test_a_text_that_is_too_long_is_not_read_for_links(source: str) -> None:
    started = time.process_time()
    with pytest.raises(TooComplex):
        find_wikilinks(source, "sv")
    with pytest.raises(TooComplex):
        retarget_wikilinks(source, "sv", {("sv", "a"): ("sv", "b")})
    assert time.process_time() - started < 0.5
