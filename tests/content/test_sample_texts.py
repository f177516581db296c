"""Check the characters and the lines of the texts that a new wiki has."""

import re
from unicodedata import category

import pytest

from tests.content.folders import SAMPLE
from wiki.content.folder import read_folder
from wiki.markup.render import render


def test_the_sample_has_no_characters_that_cannot_be_typed() -> None:
    for path in [*SAMPLE.rglob("*.md"), SAMPLE / "tags.yaml"]:
        hidden = {
            character
            for character in path.read_text(encoding="utf-8")
            if category(character) == "Cf"
        }
        assert not hidden, path


@pytest.mark.long
def test_a_paragraph_of_the_sample_is_one_line() -> None:
    """The editor and comparisons show line breaks where somebody typed them."""
    sample, _ = read_folder(SAMPLE)
    for document in sample.documents:
        html = render(document.body, document.language, frozenset()).html
        assert re.findall(r"\n(?:[^<\n]|<(?:a|em|strong|code|sup|abbr)\b).*", html) == [], (
            document.slug
        )
