"""Draw pictures of the sample: each file of `drawings` becomes a PNG in its media.

Run `.venv/bin/python -m tools.draw_sample`, with the names of some of them if not all.
"""

import base64
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.fixtures.browser import find_chromium, launched

_ROOT = Path(__file__).resolve().parents[1]
_DRAWINGS = _ROOT / "tools/drawings"
_MEDIA = _ROOT / "wiki/sample/media"
_COLOURS = 128


def main() -> None:
    """Draw all, or those whose names are given."""
    names = sys.argv[1:] or sorted(path.stem for path in _DRAWINGS.glob("*.svg"))
    chromium = find_chromium()
    if chromium is None:
        sys.exit("Not found: chromium. See docs/testing.md.")
    with launched(chromium) as browser:
        page = browser.new_page(viewport={"width": 1800, "height": 1300})
        for name in names:
            page.set_content(_page(_DRAWINGS.joinpath(f"{name}.svg").read_text()))
            page.evaluate("document.fonts.ready")
            drawn = Image.open(BytesIO(page.locator("svg").screenshot())).convert("RGB")
            few = drawn.quantize(_COLOURS, dither=Image.Dither.NONE)
            few.save(_MEDIA / f"{name}.png", optimize=True)
            print(f"{name}: {drawn.width} x {drawn.height}")


def _page(svg: str) -> str:
    faces = "".join(
        f"@font-face {{ font-family: Drawn; font-style: {style}; font-weight: 400 700;"
        f" src: url(data:font/woff2;base64,{_read(file)}); }}"
        for style, file in (("normal", "serif"), ("italic", "serif-italic"))
    )
    rules = ".sv { font-weight: 650 } .en { font-style: italic; fill: #5c6662 }"
    style = f"{faces} body {{ margin: 0 }} svg {{ display: block; font-family: Drawn }} {rules}"
    return f"<!doctype html><style>{style}</style>{svg}"


def _read(file: str) -> str:
    return base64.b64encode((_ROOT / f"static/fonts/{file}.woff2").read_bytes()).decode()


if __name__ == "__main__":
    main()
