"""Headings are headings only when meant so, and links lead to them."""

import pytest

from tests.markup.agreement import normal_form
from wiki.markup.render import render
from wiki.markup.slugs import slugify
from wiki.markup.wikilinks import WikiLink, find_wikilinks, retarget_wikilinks

_TEXT = "\n\n## Bakgrund\n\n## Mål & medel\n\n## Åren 1990–2000\n\n## Bakgrund\n"
_EXISTING = frozenset({("sv", "Avsnitt", "avsnitt-2"), ("en", "Section", "section")})


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("#socialinnovation är en tagg", "<p>#socialinnovation är en tagg</p>"),
        ("##Mål", "<p>##Mål</p>"),
        ("#1 i landet", "<p>#1 i landet</p>"),
        ("## C#", "<heading>C#</heading>"),
        ("## C# ##", "<heading>C#</heading>"),
        ("## F# och C#", "<heading>F# och C#</heading>"),
        ("##\tMål", "<heading>Mål</heading>"),
        ("   ## Mål", "<heading>Mål</heading>"),
        ("####### Mål", "<p>####### Mål</p>"),
        ("\\## Mål", "<p>## Mål</p>"),
        ("text\n## Mål\ntext", "<p>text</p><heading>Mål</heading><p>text</p>"),
        ("Mål\noch medel\n---", "<heading>Mål och medel</heading>"),
        ("\ufeff# Rubrik", "<heading>Rubrik</heading>"),
        ("text\n\n\ufeff# Rubrik", "<p>text</p><heading>Rubrik</heading>"),
        ("\ufeff\ufeff- a", "<ul><li>a</li></ul>"),
        ("\u200b## Rubrik", "<heading>Rubrik</heading>"),
        ("a\u200b\r\n\u2060\u200b- b\u200bc", "<p>a\u200b</p><ul><li>b\u200bc</li></ul>"),
    ],
)
def test_signs_of_headings(source: str, html: str) -> None:
    assert normal_form(render(source, "sv", frozenset()).html) == html


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("[gå](#bakgrund)", "#s-bakgrund"),
        ("[gå](#Bakgrund)", "#s-bakgrund"),
        ("[gå](#s-bakgrund)", "#s-bakgrund"),
        ("[gå](#s-bakgrund-2)", "#s-bakgrund-2"),
        ("[gå](#mål-&-medel)", "#s-mal-medel"),
        ("[gå](#m%C3%A5l--medel)", "#s-mal-medel"),
        ("[gå](<#Mål & medel>)", "#s-mal-medel"),
        ("[gå](#åren-19902000)", "#s-aren-1990-2000"),  # as GitHub
        ("[gå](#två-1)\n\n## Två\n\n## Två", "#s-tva-2"),  # which counts from 0
        ("[gå](#tre-1)\n\n## Tre\n\n## Tre\n\n## Tre 1", "#s-tre-1"),
        ("[gå](#åren-1990-2000)", "#s-aren-1990-2000"),
        ("[gå][b]\n\n[b]: #bakgrund", "#s-bakgrund"),
        ("[[#Bakgrund]]", "#s-bakgrund"),
        ("[[#Mål & medel|gå]]", "#s-mal-medel"),
        ("[gå](#finns-inte)", "#finns-inte"),
    ],
)
def test_links_to_sections_of_the_same_text(link: str, href: str) -> None:
    html = render(link + _TEXT, "sv", frozenset()).html
    assert f'<p><a href="{href}">' in html.replace("&amp;", "&")


def test_a_link_to_a_section_that_there_is_not_is_marked() -> None:
    html = render("[[#Finns inte]]" + _TEXT, "sv", frozenset()).html
    assert '<a class="missing" href="#s-finns-inte">Finns inte</a>' in html


@pytest.mark.parametrize(
    ("link", "html"),
    [
        ("[[Avsnitt#Mål]]", '<a href="/sv/articles/avsnitt-2#s-mal">Avsnitt: Mål</a>'),
        ("[[Avsnitt#Mål|gå]]", '<a href="/sv/articles/avsnitt-2#s-mal">gå</a>'),
        (
            "[[Avsnitt # 1]]",
            '<a class="missing" href="/sv/articles/avsnitt-1?title=Avsnitt%20%23%201"',
        ),
        (
            "[[Avsnitt#Vad är C#?]]",
            '<a href="/sv/articles/avsnitt-2#s-vad-ar-c">Avsnitt: Vad är C#?</a>',
        ),
        ("[[Avsnitt#C#]]", '<a href="/sv/articles/avsnitt-2#s-c">Avsnitt: C#</a>'),
        ("[[Avsnitt#A#C#]]", '<a href="/sv/articles/avsnitt-2#s-c">Avsnitt: A: C#</a>'),
        ("[gå](/sv/articles/avsnitt-2#mål)", '<a href="/sv/articles/avsnitt-2#s-mal">gå</a>'),
        ("[gå](/sv/articles/avsnitt-2#s-m)", '<a href="/sv/articles/avsnitt-2#s-m">gå</a>'),
        ("[gå](/sv/articles/avsnitt-2#fn-1)", '<a href="/sv/articles/avsnitt-2#fn-1">gå</a>'),
        ("[[Avsnitt#A#B]]", '<a href="/sv/articles/avsnitt-2#s-b">Avsnitt: A: B</a>'),
        ("[[Avsnitt#]]", '<a class="missing" href="/sv/articles/avsnitt?title=Avsnitt%23"'),
        ("[[en:Section#Aims|x]]", '<a href="/en/articles/section#s-aims" hreflang="en">x</a>'),
        (
            "[[Ny#Mål]]",
            '<a class="missing" href="/sv/articles/ny?title=Ny" rel="nofollow">Ny: Mål</a>',
        ),
        ("| a |\n|--|\n| [[Avsnitt#Mål\\|gå]] |", '<a href="/sv/articles/avsnitt-2#s-mal">gå</a>'),
    ],
)
def test_links_to_sections_of_another_article(link: str, html: str) -> None:
    assert html in render(link, "sv", _EXISTING).html


def test_a_link_to_a_section_counts_for_its_article_and_is_renamed_with_it() -> None:
    source = "[[Avsnitt#Mål]] [[Avsnitt#Mål|x]] [[#Mål]]"
    assert render(source, "sv", _EXISTING).wikilinks == (WikiLink("sv", "avsnitt", "Avsnitt"),)
    assert retarget_wikilinks(source, "sv", {("sv", "Avsnitt"): ("sv", "Del")}) == (
        "[[Del#Mål|Avsnitt: Mål]] [[Del#Mål|x]] [[#Mål]]"
    )


@pytest.mark.parametrize(
    "sign", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200f"]
)
def test_signs_that_nobody_sees_count_as_nothing(sign: str) -> None:
    assert slugify(f"a{sign}b c") == "ab-c"
    assert find_wikilinks(f"[[Sam{sign}hälle]]", "sv") == find_wikilinks("[[Samhälle]]", "sv")
    html = render(f"## Sam{sign}hälle\n\n[x](#samhälle) [[#Samhälle]]", "sv", frozenset()).html
    assert html.count('href="#s-samhalle"') == 3


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[[A|[namn].del]]", "[namn].del"),
        ("[[A|x [1] y]]", "x [1] y"),
        ("[[A|x (1) y]]", "x (1) y"),
    ],
)
def test_the_text_of_a_link_may_have_brackets(source: str, html: str) -> None:
    assert f' rel="nofollow">{html}</a></p>' in render(source, "sv", frozenset()).html
    changed = retarget_wikilinks(source, "sv", {("sv", "A"): ("sv", "B")})
    assert changed == source.replace("A|", "B|")
