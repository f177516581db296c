"""Callouts are named in words, and text from right to left runs so."""

import pytest

from tests.markup.agreement import normal_form
from wiki.markup.render import render


@pytest.mark.parametrize(
    ("sign", "kind", "swedish", "english"),
    [
        ("[!NOTE]", "note", "Obs!", "Note"),
        ("[!tip]", "tip", "Tips", "Tip"),
        ("[!IMPORTANT]", "important", "Viktigt", "Important"),
        ("[!Warning]", "warning", "Varning", "Warning"),
        ("[!CAUTION]", "caution", "Försiktigt", "Caution"),
        ("[!info]", "note", "Obs!", "Note"),
        ("[!danger]-", "caution", "Försiktigt", "Caution"),
        ("[!OBS!]", "note", "Obs!", "Note"),
        ("[!Exempel]", "note", "Obs!", "Note"),
        ("[!fråga]", "note", "Obs!", "Note"),
        ("[!Försiktighet]", "caution", "Försiktigt", "Caution"),
        ("[!VIKTIGT]  ", "important", "Viktigt", "Important"),
    ],
)
def test_a_callout_is_named(sign: str, kind: str, swedish: str, english: str) -> None:
    for language, title in (("sv", swedish), ("en", english)):
        rendered = render(f"> {sign}\n> Läs *först*.\n>\n> - a", language, frozenset())
        assert rendered.html.startswith(
            f'<div class="callout {kind}" role="note">\n<p class="callout-title">{title}</p>\n'
            "<p>Läs <em>först</em>.</p>\n<ul>"
        )
        assert rendered.text == "Läs först.\na"


def test_a_callout_may_have_a_title_of_its_own() -> None:
    rendered = render("> [!tip] Läs *det här*\n> a", "sv", frozenset())
    assert '<p class="callout-title">Läs <em>det här</em></p>\n<p>a</p>' in rendered.html
    assert rendered.text == "Läs det här\na"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("> [!NOTE]", "<blockquote><p>[!NOTE]</p></blockquote>"),
        ("> [!okänd]\n> a", "<blockquote><p>[!okänd] a</p></blockquote>"),
        ("> a\n> [!NOTE]", "<blockquote><p>a [!NOTE]</p></blockquote>"),
        ("[!NOTE]\na", "<p>[!NOTE] a</p>"),
    ],
)
def test_other_quotations_stay_quotations(source: str, html: str) -> None:
    assert normal_form(render(source, "sv", frozenset()).html) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("مرحبا بالعالم", '<p dir="auto">'),
        ("שלום עולם", '<p dir="auto">'),
        ("Ordet سلام betyder fred", '<p dir="auto">'),
        ("## مرحبا", 'dir="auto">مرحبا'),
        ("- مرحبا\n- b", '<ul dir="auto">\n<li dir="auto">'),
        ("1. مرحبا", '<ol dir="auto">'),
        ("> مرحبا", '<blockquote dir="auto">'),
        ("| مرحبا | b |\n|--|--|\n| c | مرحبا |", '<td dir="auto">مرحبا'),
        ("a\n: مرحبا", '<dl dir="auto">'),
        ("x[^1]\n\n[^1]: مرحبا", '<p dir="auto">مرحبا'),
    ],
)
def test_text_from_right_to_left_runs_so(source: str, html: str) -> None:
    assert html in render(source, "sv", frozenset()).html


def test_other_text_has_no_direction() -> None:
    source = "## Å\n\nEn text – “med” 1.\n\n- a\n\n> b\n\n| c |\n|--|\n| d |"
    assert "dir=" not in render(source, "sv", frozenset()).html


def test_headings_from_right_to_left_are_in_the_contents() -> None:
    rendered = render("## مرحبا 1\n\n## مرحبا 2", "sv", frozenset())
    assert [heading.anchor for heading in rendered.headings] == ["s-1", "s-2"]
