"""Links to sections of the text itself that are written as addresses are found, and changed."""

import pytest

from wiki.markup.wikilinks import find_own_sections, move_section_links

OWN = ("sv", "bryggan")


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ('[m](#mål) och [m](#Mål "x")', '[m](#syfte-2) och [m](#syfte-2 "x")'),
        (
            "[m](#m%C3%A5l) [m](<#mål>)\r\n[m](#s-mal)",
            "[m](#syfte-2) [m](<#syfte-2>)\r\n[m](#s-syfte-2)",
        ),
        ("[m](/sv/articles/bryggan#mål)", "[m](/sv/articles/bryggan#syfte-2)"),
        ("[*m* [a]](#mål)\n\n> - [m](#mål)", "[*m* [a]](#syfte-2)\n\n> - [m](#syfte-2)"),
        ("| a |\n|---|\n| [m](#mål) |", "| a |\n|---|\n| [m](#syfte-2) |"),
        ("[m][x] [x]\n\n[x]: #mål", "[m][x] [x]\n\n[x]: #syfte-2"),
        ("`[m](#mål)` \\[m](#mål) (#mål) [m](#medel) ![m](#mål)", None),
        ("[m](/sv/articles/kajen#mål) [m](/en/articles/bryggan#mål) [m](https://b.se#mål)", None),
        ("    [m](#mål)\n\n```\n[x]: #mål\n```", None),
    ],
)
def test_links_by_an_address_say_another_section(source: str, changed: str | None) -> None:
    moved: dict[tuple[tuple[str, str] | None, str], str] = {(None, "mal"): "syfte-2"}
    assert move_section_links(source, "sv", moved, OWN) == (changed or source)


def test_links_of_both_kinds_say_the_words_or_the_id_of_a_heading() -> None:
    source = "[[#Mål]] [m](#mål)"
    assert move_section_links(source, "sv", {(None, "mal"): "Syfte & mer"}, OWN) == (
        "[[#Syfte & mer]] [m](#syfte-mer)"
    )
    assert move_section_links(source, "sv", {(None, "mal"): "Syfte"}) == "[[#Syfte]] [m](#mål)"


def test_the_sections_that_a_text_links_to_in_itself() -> None:
    source = (
        "[[#Mål]] [[Bryggan#Medel]] [[Kajen#Åren]] [m](#f%C3%B6rr) [m](/sv/articles/bryggan#s-nu)"
        " [m](/sv/articles/kajen#x) [m](#top) [m](#fn-1) [m](#ref-a) [x][y]\n\n[y]: #sedan"
    )
    found = {"Mål": "mal", "Medel": "medel", "förr": "forr", "s-nu": "nu", "sedan": "sedan"}
    assert find_own_sections(source, {("sv", "Bryggan")}, OWN) == found
