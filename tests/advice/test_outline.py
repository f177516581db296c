"""Test that the parts of a text are found, each at its place in what was typed."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.advice.checks import Reading, check_text
from wiki.advice.outline import Outline, TextPlace, read_outline
from wiki.errors import TooComplex
from wiki.markup.wikilinks import find_wikilinks

TEXT = """\ufeff# Ett [^1]\r
\r
> [!NOTE] En [titel](/t)\r
> Text med [klicka här](https://a.se "t") och [[Artikel|visad]] och [[en:Other]].\r
\r
Se ![](media:x), `kod [^9]`, https://x.se/a och [@ek2020, s. 3; @ek2021] [^2].\r
\r
#### Fyra\x07 *fem*\r
\r
> Andras ord.\r
\r
| a | b |\r
|---|---|\r
| [^3] | [@q] |\r
\r
[^1]: Not om [[Not]]\r
\r
    mer\r
[^1]: igen\r
\r
[x]: http://a.se\r
[X]: http://b.se\r
"""


def iterate_places(outline: Outline) -> Iterator[TextPlace]:
    for name, parts in vars(outline).items():
        for part in parts:
            yield part.find(0, len(part.words)) if name == "prose" else part.place


def test_each_part_is_found_at_its_place() -> None:
    outline = read_outline(TEXT, "sv")
    found = {
        name: [TEXT[slice(*part.place)] for part in parts]
        for name, parts in vars(outline).items()
        if name != "prose"
    }
    assert found == {
        "headings": ["Ett [^1]", "Fyra\x07 *fem*"],
        "links": ["[titel](/t)", '[klicka här](https://a.se "t")', "https://x.se/a"],
        "wikilinks": ["[[Artikel|visad]]", "[[en:Other]]", "[[Not]]"],
        "pictures": ["![](media:x)"],
        "notes": ["[^1]", "[^1]"],
        "references": ["[^1]", "[^2]", "[^3]"],
        "keys": ["@ek2020", "@ek2021", "@q"],
        "doubled": ["[^1]", "[X]"],
    }
    assert [(heading.level, heading.words) for heading in outline.headings] == [
        (1, "Ett"),
        (4, "Fyra *fem*"),
    ]
    assert [link.words for link in outline.links] == ["titel", "klicka här", ""]
    assert [link.names for link in outline.wikilinks] == [
        (("sv", "Artikel"),),
        (("en", "Other"),),
        (("sv", "Not"),),
    ]


def test_prose_has_only_the_words_of_the_writer_that_are_read_out() -> None:
    words = [" ".join(each.words.split()) for each in read_outline(TEXT, "sv").prose]
    assert words == [
        "Text med [klicka här och |visad]] och [[en:Other]].",
        "Se , , och .",
    ]


SIGNS = [
    "a",
    "Å.",
    "\n",
    "\r\n",
    " ",
    "    ",
    "# ",
    "> ",
    "- ",
    "| ",
    "|-|\n",
    "`",
    "[",
    "]",
    "[^1]",
]
SIGNS += [
    "[^1]: ",
    "(",
    ")",
    "![",
    "[[",
    "]]",
    "#",
    "@k",
    ";",
    "<",
    ">",
    "https://a.se",
    "\\",
    "*",
    "😀",
]
SIGNS += ["*[SI]: b", "[x]: /y", "[!NOTE] ", ": ", "\x00", "\u2028", "\ufeff"]


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
def test_every_place_is_within_the_text(source: str) -> None:
    for start, end in iterate_places(read_outline(source, "sv")):
        assert 0 <= start <= end <= len(source)


@pytest.mark.long
def test_the_time_grows_with_the_text_and_not_with_its_square() -> None:
    for text in ("[a](b)\n" * 15_000, "[[a]]\n" * 7_000, "A. B! " * 10_000, "." * 200_000):
        started = time.process_time()
        check_text(Reading(read_outline(text, "sv"), "sv"), "concept")
        assert time.process_time() - started < 5, text[:10]


def test_a_text_beyond_the_limits_is_refused() -> None:
    with pytest.raises(TooComplex):
        read_outline("[^1]: a\n" * 100_000, "sv")


def test_boxes_and_signs_of_callouts_are_no_words() -> None:
    text = "- [x] Gjort\n\n> [!NOTE]\n> Obs\n\n[x]: http://a.se\n"
    for _ in range(2):  # the structure of a text is kept for the next reading
        outline = read_outline(text, "sv")
        assert [prose.words.strip() for prose in outline.prose] == ["Gjort", "Obs"]
        assert outline.links == []
        assert find_wikilinks(text + "[[Råd]]", "sv")
