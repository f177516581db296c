"""Compute the contrast of each pair of adjacent colours, in light and dark mode (WCAG 2.2 AA)."""

import math
import re
from pathlib import Path

import pytest

from wiki.cards.drawing import COLOURS

CSS = Path(__file__).parents[2] / "static" / "css"
_COLOUR = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
_TOKEN = re.compile(rf"--([\w-]+): light-dark\({_COLOUR}, {_COLOUR}\);")

GROUNDS = ("paper", "paper-raised", "paper-sunk")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "spruce", "red", "rowan") for ground in GROUNDS),
    ("ink-faint", "paper"),
    ("on-spruce", "spruce"),
    ("on-spruce", "spruce-strong"),
    *((ink, "spruce-wash") for ink in ("ink", "ink-soft", "spruce")),
    *((ink, "rowan-wash") for ink in ("ink", "rowan", "spruce")),
    *((ink, "red-wash") for ink in ("ink", "red", "spruce")),
    ("added-ink", "added"),
    ("removed-ink", "removed"),
    ("ink", "marked"),
]
UNIVERSITIES = tuple(f"university-{number}" for number in range(1, 7))
SHAPES = [
    *((shape, ground) for shape in ("line-strong", "focus") for ground in GROUNDS),
    *((dot, ground) for dot in UNIVERSITIES for ground in ("paper", "paper-sunk")),
]


def _tokens() -> dict[str, tuple[list[float], list[float]]]:
    text = (CSS / "tokens.css").read_text("utf-8")
    return {
        found[1]: ([float(x) for x in found.groups()[1:4]], [float(x) for x in found.groups()[4:7]])
        for found in _TOKEN.finditer(text)
    }


def _luminance(lightness: float, chroma: float, hue: float) -> float:
    """Return the relative luminance of an OKLCH colour (WCAG 2.2)."""
    red, green, blue = _light(lightness, chroma, hue)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _light(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return an OKLCH colour as linear red, green and blue (Ottosson 2020)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    light = lightness / 100
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return red, green, blue


def hex_of(name: str, mode: int = 0) -> str:
    """Return a colour token as hexadecimal sRGB, as pictures and manifests write it."""
    channels = [
        round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
        for part in _light(*_tokens()[name][mode])
    ]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _contrast(colour: str, other: str, mode: int) -> float:
    tokens = _tokens()
    bright, dim = sorted(
        (_luminance(*tokens[name][mode]) for name in (colour, other)), reverse=True
    )
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, mode: int) -> None:
    assert _contrast(ink, ground, mode) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_that_mean_something_can_be_seen(shape: str, ground: str, mode: int) -> None:
    assert _contrast(shape, ground, mode) >= 3


def test_black_on_white_is_the_known_ratio() -> None:
    assert (_luminance(100, 0, 0) + 0.05) / (_luminance(0, 0, 0) + 0.05) == pytest.approx(
        21, abs=0.01
    )


def test_pictures_and_browsers_get_the_same_colours() -> None:
    assert {name: hex_of(name) for name in COLOURS} == COLOURS
    frame = (CSS.parents[1] / "templates" / "base.html").read_text("utf-8")
    assert re.findall(r'"theme-color" content="([^"]+)"', frame) == [
        hex_of("paper", mode) for mode in (0, 1)
    ]


def test_colours_live_in_the_tokens_only() -> None:
    for sheet in CSS.glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        assert "!important" not in text, sheet.name
        if sheet.name != "tokens.css":
            assert not re.search(r"#[0-9a-f]{3,8}\b(?=[;,) ])|oklch\(|rgba?\(|hsla?\(", text), (
                sheet.name
            )
