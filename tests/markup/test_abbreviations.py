"""Abbreviations: `*[EU]: European Union` in a text, and where it is then marked."""

import re

import pytest

from wiki.markup.render import render

_MARKED = re.compile(r'<abbr title="([^"]*)">(.*?)</abbr>')


def show(source: str) -> str:
    """Return the words that are shown, with the marked ones in braces."""
    html = render(source, "sv", frozenset()).html
    return re.sub(r"</?p>", "", _MARKED.sub(r"{\2}", html))


@pytest.mark.parametrize(
    ("short", "written", "shown"),
    [
        ("EU", "EU, EU:s och (EU) men MEU, EU27", "{EU}, {EU}:s och ({EU}) men MEU, EU27"),
        ("t.ex.", "Vi kan t.ex. gå.", "Vi kan {t.ex.} gå."),
        ("bl.a.", "(bl.a.) bl.a., tabl.a. bl.a.n", "({bl.a.}) {bl.a.}, tabl.a. bl.a.n"),
        ("d.v.s.", "d.v.s. nu", "{d.v.s.} nu"),
        ("C++", "C++ och C++, men C++11", "{C++} och {C++}, men C++11"),
        (".NET", "i .NET. Se ASP.NET", "i {.NET}. Se ASP.NET"),
        ("HBTQI+", "HBTQI+-frågor", "{HBTQI+}-frågor"),
        ("A_B", "en A_B", "en {A_B}"),
        ("§", "5 §, §5 och e§x", "5 {§}, {§}5 och e§x"),
        ("%", "50 %, 50% och %x", "50 {%}, 50{%} och %x"),
        ("-", "a - e-post 2019-20", "a {-} e-post 2019-20"),
    ],
)
def test_an_abbreviation_is_marked_where_it_stands_alone(
    short: str, written: str, shown: str
) -> None:
    assert show(f"*[{short}]: mening\n\n{written}") == shown


def test_the_longest_abbreviation_is_meant() -> None:
    source = "*[§]: paragraf\n*[§§]: paragrafer\n*[EU]: a\n*[EU-stöd]: b\n\nEU-stöd, EU, 5 §§, 6 §"
    assert show(source) == "{EU-stöd}, {EU}, 5 {§§}, 6 {§}"


def test_the_meaning_is_that_of_the_definition() -> None:
    html = render("*[t.ex.]: till exempel\n*[t.ex.]: så\n\nt.ex. nu", "sv", frozenset()).html
    assert html == '<p><abbr title="till exempel; så">t.ex.</abbr> nu</p>'


def test_an_abbreviation_that_stands_nowhere_is_not_shown() -> None:
    assert show("*[EU]: unionen\n\nord") == "ord"
