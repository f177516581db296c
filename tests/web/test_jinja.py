"""Format sizes and numbers for each language."""

from datetime import date

import pytest
from flask import Flask, g, render_template_string


@pytest.mark.parametrize(
    ("count", "swedish", "english", "unit"),
    [
        (0, "0", "0", "B"),
        (999, "999", "999", "B"),
        (1000, "1", "1", "kB"),
        (770_048, "770", "770", "kB"),
        (770_450, "770,5", "770.5", "kB"),
        (999_960, "1", "1", "MB"),
        (1_250_000_000, "1,2", "1.2", "GB"),
        (1_234_500_000_000_000, "1\u00a0234,5", "1,234.5", "TB"),
    ],
)
def test_a_size_is_written_in_its_language(
    app: Flask, count: int, swedish: str, english: str, unit: str
) -> None:
    for language, number in (("sv", swedish), ("en", english)):
        with app.test_request_context(f"/{language}/"):
            g.language = language
            shown = render_template_string("{{ count|filesize }}", count=count)
        assert shown == f"{number}\u00a0{unit}"


@pytest.mark.parametrize(
    ("count", "swedish", "english"),
    [
        (0, "flera", "several"),
        (1, "ett", "one"),
        (6, "sex", "six"),
        (7, "sju", "seven"),
        (13, "13", "13"),
    ],
)
def test_a_small_number_is_a_word(app: Flask, count: int, swedish: str, english: str) -> None:
    for language, word in (("sv", swedish), ("en", english)):
        with app.test_request_context(f"/{language}/"):
            g.language = language
            assert render_template_string("{{ count|in_words }}", count=count) == word


def test_macros_are_called_in_loops_and_blocks(app: Flask) -> None:
    source = (
        "{% macro row(text, kind='a') %}"
        "<{{ kind }}>{{ text }}{{ caller() if caller }}{% endmacro %}"
        "{% for text in texts %}{% set ending = '.' %}{{ row(text ~ ending, kind='b') }}"
        "{% call row(text) %}{{ ending }}{{ url_for('home.index') }}{% endcall %}{% endfor %}"
    )
    with app.test_request_context("/sv/"):
        g.language = "sv"
        shown = render_template_string(source, texts=["<x>"])
    assert shown == "<b>&lt;x&gt;.<a>&lt;x&gt;./sv/"


def test_a_date_is_written_in_the_language_of_each_page(app: Flask) -> None:
    shown = []
    for language in ("sv", "en", "sv"):
        with app.test_request_context(f"/{language}/"):
            g.language = language
            shown.append(render_template_string("{{ day|date }}", day=date(2026, 5, 3)))
    assert shown == ["3 maj 2026", "3 May 2026", "3 maj 2026"]
