"""Compute which accent colours can be read, and what the pages make of them."""

import pytest

from tests.web.test_colours import hex_of
from wiki.site.colours import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    contrast,
    dark_palette,
    light_contrast,
    light_palette,
    read_colour,
    style_sheet,
)

GROUNDS = ("paper", "paper-sunk", "rowan-wash", "red-wash")
# Ratios as computed by other programs.
KNOWN = [
    ("#000000", "#ffffff", 21.0),
    ("#ffffff", "#ffffff", 1.0),
    ("#777777", "#ffffff", 4.48),
    ("#767676", "#ffffff", 4.54),
    ("#ff0000", "#ffffff", 4.0),
    ("#0000ff", "#ffffff", 8.59),
]


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#1a5f8a", "#1a5f8a"),
        (" 1A5F8A ", "#1a5f8a"),
        ("#abc", "#aabbcc"),
        ("", None),
        ("#12345", None),
        ("#1234567", None),
        ("red", None),
        ("#1a5f8a;}", None),
        ("url(x)", None),
    ],
)
def test_a_colour_is_read(text: str, colour: str | None) -> None:
    assert read_colour(text) == colour


@pytest.mark.parametrize(("one", "other", "ratio"), KNOWN)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("accent", "is_readable"),
    [
        ("#1a5f8a", True),
        ("#000000", True),
        ("#7a1f5c", True),
        ("#767676", False),  # on white it would do, on the sunk paper it does not
        ("#ffcc00", False),
        ("#ffffff", False),
        ("#3d8bfd", False),
    ],
)
def test_what_is_too_pale_for_the_light_scheme_is_found(accent: str, is_readable: bool) -> None:
    assert (light_contrast(accent) >= 4.5) is is_readable


@pytest.mark.parametrize(
    "accent", ["#000000", "#0000ff", "#1a5f8a", "#7a1f5c", "#ffffff", "#004400"]
)
def test_every_accent_has_a_variant_for_dark_pages(accent: str) -> None:
    found = dark_palette(accent)
    grounds = (*DARK_GROUNDS, found.wash, found.text)
    assert min(contrast(found.accent, ground) for ground in grounds) >= 4.5
    assert contrast(found.strong, found.text) >= 4.5


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    assert tuple(hex_of(name) for name in GROUNDS) == LIGHT_GROUNDS
    assert tuple(hex_of(name, 1) for name in GROUNDS) == DARK_GROUNDS


def test_the_style_sheet_has_both_schemes() -> None:
    light, dark = light_palette("#1a5f8a"), dark_palette("#1a5f8a")
    sheet = style_sheet("#1a5f8a")
    assert f"--spruce: light-dark(#1a5f8a, {dark.accent});" in sheet
    assert f"--on-spruce: light-dark({light.text}, {dark.text});" in sheet
    assert sheet.startswith("@layer tokens {")
