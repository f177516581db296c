"""Compute whether an accent colour can be read, and what the pages make of it (WCAG 2.2)."""

import re
from dataclasses import dataclass

# What text needs to be read (success criterion 1.4.3).
LEAST_CONTRAST = 4.5
# What is aimed at on dark pages, where thin letters seem thinner.
_DARK_CONTRAST = 6.0
# What links and buttons stand on: --paper, --paper-sunk, --rowan-wash and --red-wash of tokens.css.
LIGHT_GROUNDS = ("#fcfaf5", "#f3f0e8", "#fdeddf", "#feebe8")
DARK_GROUNDS = ("#1a1713", "#2a2621", "#3a281b", "#402321")
_WHITE, _BLACK = "#ffffff", "#000000"
_COLOUR = re.compile("#?([0-9a-f]{3}|[0-9a-f]{6})")
# How much of the accent is in the ground of a chosen line, and of black or white in what a pointer
# is on.
_WASH, _STRONG = 0.07, 0.25
_STEPS = 50


@dataclass(frozen=True)
class Palette:
    """The colours that a page makes of an accent, in the light or the dark scheme."""

    accent: str
    strong: str
    wash: str
    text: str


def read_colour(text: str) -> str | None:
    """Return a colour as #rrggbb, or None for what is none."""
    found = _COLOUR.fullmatch(text.strip().lower())
    if found is None:
        return None
    digits = found[1]
    return f"#{digits}" if len(digits) > len("rgb") else "#" + "".join(d * 2 for d in digits)


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    bright, dim = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def light_contrast(accent: str) -> float:
    """Return the least contrast of an accent in the light scheme: on its grounds, or below white.

    The dark scheme has a variant of its own, which can always be read.
    """
    return _least(light_palette(accent), (*LIGHT_GROUNDS, _WHITE))


def _least(palette: Palette, grounds: tuple[str, ...]) -> float:
    return min(contrast(palette.accent, ground) for ground in (*grounds, palette.wash))


def light_palette(accent: str) -> Palette:
    """Return what the light scheme makes of an accent: itself, and darker where a pointer is."""
    paper = LIGHT_GROUNDS[0]
    return Palette(accent, _mix(accent, _BLACK, _STRONG), _mix(paper, accent, _WASH), _WHITE)


def dark_palette(accent: str) -> Palette:
    """Return what the dark scheme makes of an accent: as much lighter as it takes to be read."""
    palettes = (_dark(_mix(accent, _WHITE, step / _STEPS)) for step in range(_STEPS + 1))
    return next(each for each in palettes if _least(each, DARK_GROUNDS) >= _DARK_CONTRAST)


def _dark(accent: str) -> Palette:
    paper = DARK_GROUNDS[0]
    return Palette(accent, _mix(accent, _WHITE, _STRONG), _mix(paper, accent, _WASH), paper)


def _mix(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def style_sheet(accent: str) -> str:
    """Return the style sheet that puts an accent in the place of the colour of tokens.css."""
    light, dark = light_palette(accent), dark_palette(accent)
    tokens = {
        "spruce": (light.accent, dark.accent),
        "spruce-strong": (light.strong, dark.strong),
        "spruce-wash": (light.wash, dark.wash),
        "on-spruce": (light.text, dark.text),
    }
    lines = [f"--{name}: light-dark({a}, {b});" for name, (a, b) in tokens.items()]
    return f"@layer tokens {{ :root {{ {' '.join(lines)} }} }}\n"
