"""Where the notes and the sources of a text stand: at its end, or below a heading of its own."""

import re

import pytest

from tests.markup.test_citations import show

_SHOWN = re.compile(r'<section class="(\w+)"|<h\d id="s-([^"]*)"')
NOTE, SOURCE = "T[^1]\n\n[^1]: not\n\n", "T[^1] [@berg2020]\n\n[^1]: not\n\n"


@pytest.mark.parametrize(
    ("source", "outline"),
    [
        (NOTE, "FOOTNOTES noter"),
        (f"{NOTE}## Noter", "noter FOOTNOTES"),
        (f"{NOTE}## Notes", "notes FOOTNOTES"),
        (f"{NOTE}## *Fotnoter*:", "fotnoter FOOTNOTES"),
        (f"{NOTE}## Annat", "annat FOOTNOTES"),
        (f"{NOTE}## A\n\n### Noter", "a noter FOOTNOTES"),
        (f"{NOTE}## Noter\n\n## Mer\n\nx", "noter FOOTNOTES mer"),
        (f"{NOTE}## Annat\n\n## Mer\n\nx", "annat mer FOOTNOTES noter"),
        # A heading with a text, or without words, is none for the notes.
        (f"{NOTE}## Noter\n\nx", "noter FOOTNOTES noter-2"),
        (f"{NOTE}## Noter\n\n### Mer\n\nx", "noter mer FOOTNOTES noter-2"),
        (f"{NOTE}##", "FOOTNOTES noter"),
        # With sources.
        (SOURCE, "FOOTNOTES noter SOURCES kallor"),
        (f"{SOURCE}## Noter", "noter FOOTNOTES SOURCES kallor"),
        (f"{SOURCE}## Litteratur", "litteratur SOURCES FOOTNOTES noter"),
        (f"{SOURCE}## Noter\n\n## Litteratur", "noter FOOTNOTES litteratur SOURCES"),
        (f"{SOURCE}## Litteratur\n\n## Noter", "litteratur SOURCES noter FOOTNOTES"),
        (f"{SOURCE}## Noter\n\n## Mer\n\nx", "noter FOOTNOTES mer SOURCES kallor"),
        ("T [@berg2020]\n\n##", "SOURCES kallor"),
        ("T [@berg2020]\n\n## Noter", "noter SOURCES"),
    ],
)
def test_notes_and_sources_have_one_heading_each(source: str, outline: str) -> None:
    found = _SHOWN.findall(show(source).html)
    assert " ".join(section.upper() or heading for section, heading in found) == outline


def test_a_heading_of_the_text_is_a_part_of_its_words() -> None:
    assert show(f"{NOTE}## Noter").text == "T\nNoter\nnot"
    assert show(NOTE).text == "T\nnot"
