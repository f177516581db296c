"""Write ranges and ordinals as the style and the language have them."""

import pytest

from wiki.references.styles.numbers import is_plural, write_numbers, write_ordinal
from wiki.references.styles.style import load_style


@pytest.mark.parametrize(
    ("value", "range_format", "written"),
    [
        ("12-17", "", "12–17"),
        ("321-28", "expanded", "321–328"),
        ("321-328", "minimal", "321–8"),
        ("17-12", "minimal", "17–12"),
        ("A1 - B2", "", "A1–B2"),
        ("12, 15-16", "", "12, 15–16"),
    ],
)
def test_a_range_of_pages_has_the_form_of_the_style(
    value: str, range_format: str, written: str
) -> None:
    assert write_numbers("page", value, range_format) == written


def test_other_numbers_have_a_dash_and_other_words_stay() -> None:
    assert write_numbers("volume", "2-4", "minimal") == "2–4"
    assert write_numbers("volume", "vår-vinter", "minimal") == "vår-vinter"


@pytest.mark.parametrize(
    ("variable", "value", "is_several"),
    [
        ("number-of-pages", "1", False),
        ("number-of-pages", "", False),
        ("number-of-pages", "240", True),
        ("page", "7", False),
        ("page", "7-9", True),
    ],
)
def test_several_pages_have_the_plural(variable: str, value: str, is_several: bool) -> None:
    assert is_plural(variable, value) is is_several


def test_ordinals_end_as_in_the_language() -> None:
    locale = load_style("apa", "en").locale
    numbers = ("1", "2", "3", "4", "11", "12", "13", "21", "102", "112", "andra")
    assert [write_ordinal(number, locale) for number in numbers] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "112th", "andra",
    ]  # fmt: skip
