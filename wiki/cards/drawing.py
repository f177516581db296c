"""Draw a card of 1200 x 630 pixels, the size that social media ask for, in the wiki's typefaces."""

import hashlib
import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from wiki.cards.glyphs import drawable
from wiki.cards.wrapping import wrap

WIDTH, HEIGHT = 1200, 630

# The colours of the light theme (static/css/tokens.css), as Pillow needs them.
COLOURS = {
    "paper": "#fcfaf5",
    "ink": "#241e19",
    "ink-soft": "#564e47",
    "spruce": "#0a583f",
    "spruce-wash": "#e2f3ea",
    "university-1": "#d73431",
    "university-2": "#1e5ba1",
    "university-3": "#47944c",
    "university-4": "#b55386",
    "university-5": "#b77610",
    "university-6": "#008390",
}

# Raise this number when a card is drawn differently: every card is then drawn again.
_DESIGN = 2
_MARGIN = 76
_BAND = 14
_TITLE_SIZES = (92, 82, 74, 66, 58, 52, 46)
_LEADING = 1.14
_TITLE_TOP, _TITLE_HEIGHT = 222, 256
_SMALL = 28
_ROW = 44
_MOST_ROWS = 2
# The picture of an article takes this much of the right side, over the whole height.
_PICTURE_WIDTH = 420
# Shapes are drawn this many times larger and then reduced, for smooth edges.
_SMOOTHING = 4


@dataclass(frozen=True)
class Card:
    """The text of a card; each university with its number and its name.

    `picture` is the path of a picture that leads the article, if there is one.
    """

    title: str
    kind: str
    universities: tuple[tuple[int | None, str], ...]
    site: str
    picture: str = ""

    @property
    def right(self) -> int:
        """Return how far the words may reach."""
        return WIDTH - _MARGIN - (_PICTURE_WIDTH - _MARGIN // 2 if self.picture else 0)

    @property
    def mark(self) -> str:
        """Return a hash of text and design: cards with the same mark look the same."""
        words = repr((_DESIGN, astuple(self)))
        return hashlib.sha256(words.encode()).hexdigest()[:16]


class CardRenderer:
    """Draws cards with the typefaces in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def draw(self, card: Card) -> bytes:
        """Return the card as a PNG."""
        image = _ground().copy()
        pen = ImageDraw.Draw(image)
        if card.picture:
            _draw_picture(image, card.picture)
        self._draw_wordmark(pen, card)
        self._draw_title(pen, card)
        self._draw_universities(image, pen, card)
        file = BytesIO()
        # A card has few colours, so with a palette it looks the same in a third of the bytes.
        colours, dither = (
            (256, Image.Dither.FLOYDSTEINBERG) if card.picture else (128, Image.Dither.NONE)
        )
        palette = image.quantize(colours, Image.Quantize.MEDIANCUT, dither=dither)
        palette.save(file, "PNG", optimize=True)
        return file.getvalue()

    def _draw_wordmark(self, pen: ImageDraw.ImageDraw, card: Card) -> None:
        font = self._sans(34)
        name = self._fitting(card.site, font, card.right - _MARGIN - 150)
        pen.text((_MARGIN + 66, 92), name, COLOURS["ink"], font, anchor="lm")
        after = _MARGIN + 66 + font.getlength(f"{name} ")
        pen.text((after, 92), "Wiki", COLOURS["spruce"], font, anchor="lm")

    def _draw_title(self, pen: ImageDraw.ImageDraw, card: Card) -> None:
        """Draw the kind, and the title in the largest size in which its words and lines fit.

        If no character of the title can be drawn, the kind takes its place.
        """
        title = drawable(card.title, self._has_glyph)
        label, title = (card.kind, title) if title else ("", card.kind or card.site)
        pen.text((_MARGIN, 178), label, COLOURS["spruce"], self._sans(_SMALL + 4), anchor="lm")
        size, lines = self._fit_title(title, card.right - _MARGIN)
        font = self._serif(size)
        for number, line in enumerate(lines):
            baseline = _TITLE_TOP + round(size * (0.8 + number * _LEADING))
            pen.text((_MARGIN - size // 24, baseline), line, COLOURS["ink"], font, anchor="ls")

    def _fit_title(self, title: str, width: int) -> tuple[int, Sequence[str]]:
        lines: Sequence[str] = ()
        for size in _TITLE_SIZES:
            most = int(_TITLE_HEIGHT / (size * _LEADING))
            wrapped = wrap(title, width, most, self._serif(size).getlength)
            lines = wrapped.lines
            if wrapped.is_whole:
                break
        return size, lines

    def _draw_universities(
        self,
        image: Image.Image,
        pen: ImageDraw.ImageDraw,
        card: Card,
    ) -> None:
        """Draw each name after its coloured dot, in rows from the bottom up."""
        font = self._sans(_SMALL)
        rows: list[list[tuple[float, int | None, str]]] = [[]]
        left = float(_MARGIN)
        for number, name in card.universities:
            shown = self._fitting(name, font, WIDTH / 2)
            width = 34 + font.getlength(shown)
            if rows[-1] and left + width > card.right:
                rows.append([])
                left = float(_MARGIN)
            rows[-1].append((left, number, shown))
            left += width + 34
        rows = rows[:_MOST_ROWS]
        for below, row in enumerate(reversed(rows)):
            middle = HEIGHT - 70 - _ROW * below
            for left, number, shown in row:
                _draw_dot(image, (left + 11, middle), _colour_of(number))
                pen.text((left + 34, middle), shown, COLOURS["ink-soft"], font, anchor="lm")

    def _fitting(self, text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
        lines = wrap(drawable(text, self._has_glyph), width, 1, font.getlength).lines
        return lines[0] if lines else ""

    def _serif(self, size: int) -> ImageFont.FreeTypeFont:
        return _load(self._folder / "card-serif.otf", size)

    def _sans(self, size: int) -> ImageFont.FreeTypeFont:
        return _load(self._folder / "card-sans.ttf", size)

    def _has_glyph(self, character: str) -> bool:
        return all(
            _has_glyph(self._folder / name, character)
            for name in ("card-serif.otf", "card-sans.ttf")
        )


@lru_cache(maxsize=1)
def _ground() -> Image.Image:
    """Return the background of every card, shared: draw on copies of it only."""
    image = Image.new("RGB", (WIDTH, HEIGHT), COLOURS["paper"])
    ImageDraw.Draw(image).rectangle((0, 0, WIDTH, _BAND), COLOURS["spruce"])
    _draw_mark(image, (WIDTH - 96, HEIGHT - 118), 430, COLOURS["spruce-wash"])
    _draw_mark(image, (_MARGIN + 25, 92), 50, COLOURS["spruce"])
    return image


@lru_cache(maxsize=32)
def _load(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


@lru_cache(maxsize=4096)
def _has_glyph(path: Path, character: str) -> bool:
    """Return whether a typeface has a glyph for a character, not only its box for missing ones."""
    return bytes(_load(path, 24).getmask(character)) != _missing(path)


@lru_cache(maxsize=4)
def _missing(path: Path) -> bytes:
    return bytes(_load(path, 24).getmask("\U0010ffff"))


def _colour_of(number: int | None) -> str:
    """Return the colour of a university; any but the six is grey, as on a page."""
    return COLOURS.get(f"university-{number}", COLOURS["ink-soft"])


def _draw_mark(image: Image.Image, centre: tuple[float, float], size: int, colour: str) -> None:
    """Draw the six petals of static/icons.svg#mark, whose view box is 32 units wide."""
    scale = size * _SMOOTHING / 32
    mask = Image.new("L", (size * _SMOOTHING, size * _SMOOTHING))
    pen = ImageDraw.Draw(mask)
    for turn in range(6):
        pen.polygon([(x * scale, y * scale) for x, y in _petal(turn * math.pi / 3)], 255)
    mask = mask.resize((size, size), Image.Resampling.LANCZOS)
    corner = (round(centre[0] - size / 2), round(centre[1] - size / 2))
    image.paste(Image.new("RGB", mask.size, colour), corner, mask)


def _petal(angle: float) -> list[tuple[float, float]]:
    """Return the outline: a point near the centre, and a half circle of radius 4.3 far from it."""
    arc = [math.pi + step * math.pi / 24 for step in range(25)]
    outline = [(16.0, 14.2)] + [
        (16 + 4.3 * math.cos(turn), 5.4 + 4.3 * math.sin(turn)) for turn in arc
    ]
    cosine, sine = math.cos(angle), math.sin(angle)
    return [
        (16 + (x - 16) * cosine - (y - 16) * sine, 16 + (x - 16) * sine + (y - 16) * cosine)
        for x, y in outline
    ]


def _draw_picture(image: Image.Image, path: str) -> None:
    """Draw the middle of a picture at the right edge; without it when the file is gone."""
    size = (_PICTURE_WIDTH, HEIGHT - _BAND)
    with suppress(OSError), Image.open(path) as picture:
        shown = ImageOps.fit(picture.convert("RGBA"), size, Image.Resampling.LANCZOS)
        ground = Image.new("RGBA", size, COLOURS["spruce-wash"])
        ground.alpha_composite(shown)
        image.paste(ground.convert("RGB"), (WIDTH - _PICTURE_WIDTH, _BAND))


def _draw_dot(image: Image.Image, centre: tuple[float, float], colour: str) -> None:
    size = 22
    mask = Image.new("L", (size * _SMOOTHING, size * _SMOOTHING))
    ImageDraw.Draw(mask).ellipse((0, 0, size * _SMOOTHING - 1, size * _SMOOTHING - 1), 255)
    mask = mask.resize((size, size), Image.Resampling.LANCZOS)
    corner = (round(centre[0] - size / 2), round(centre[1] - size / 2))
    image.paste(Image.new("RGB", mask.size, colour), corner, mask)
