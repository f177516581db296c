"""Re-encode a picture in a few widths, in a process of its own: `python -m wiki.media.encoding`.

Decoders of pictures are where hostile files do harm, and a large picture takes much memory: the
process has a limit of time and memory, and takes what it used with it when it ends. Everything but
the picture itself is left out, such as where and by whom it was taken.
"""

import contextlib
import errno
import json
import resource
import sys
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

# A text is 680 pixels wide, on a telephone 390; screens have up to three points for each.
WIDTHS = (480, 960, 1920)
# Browsers that know no WebP, and other programs, get this width.
FALLBACK_WIDTH = 960
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
_QUALITY = 82
# A drawing of so few colours looks better, and is smaller, without loss.
_FEW_COLOURS = 2_048
_CPU_SECONDS = 30
_MEMORY_BYTES = 2 * 1_073_741_824
# What goes wrong with a picture, as the process says it.
TOO_LARGE, UNREADABLE, NO_ROOM = "too large", "unreadable", "no room"


@dataclass(frozen=True)
class Encoded:
    """A re-encoded picture: its size in the largest width, and the files that were written.

    The names of `widths` are `<width>.webp`; `fallback` is the name of the file for old programs.
    `was_moving` is whether only the first picture of several was kept.
    """

    width: int
    height: int
    widths: tuple[int, ...]
    fallback: str
    was_moving: bool


class PictureError(Exception):
    """A picture cannot be re-encoded: it is TOO_LARGE or UNREADABLE, or there is NO_ROOM."""

    def __init__(self, reason: str, width: int = 0, height: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.width, self.height = reason, width, height


def encode(source: Path, folder: Path, most_pixels: int) -> Encoded:
    """Write a picture into a folder, in several widths; raise PictureError when it cannot be."""
    # Our own limit is checked as soon as the size is known, and told in words.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(source, formats=_FORMATS) as image:
            if image.width * image.height > most_pixels:
                raise PictureError(TOO_LARGE, image.width, image.height)
            was_moving = getattr(image, "n_frames", 1) > 1 and image.format != "MPO"
            return _write(_load(image), folder, was_moving)
    except PictureError:
        raise
    # Decoders raise whatever they like at a file that is broken.
    except Exception as error:
        is_full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise PictureError(NO_ROOM if is_full else UNREADABLE) from error


def _load(image: Image.Image) -> Image.Image:
    """Return the picture upright, at most as wide as the widest that is kept, in sRGB."""
    # Decoding a large JPEG at a half or a quarter of its size saves most of the time and memory.
    image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
    profile = image.info.get("icc_profile")
    image.load()
    if image.mode in {"I", "I;16", "I;16B", "F"}:
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode not in {"RGB", "RGBA", "CMYK"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image = ImageOps.exif_transpose(image)
    image = _narrow(image, WIDTHS[-1])
    return _to_srgb(image, profile)


def _narrow(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    size = (width, max(1, round(image.height * width / image.width)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            alpha = image.getchannel("A") if mode == "RGBA" else None
            plain = image.convert("RGB") if mode == "RGBA" else image
            srgb = ImageCms.createProfile("sRGB")
            shown = ImageCms.profileToProfile(plain, own, srgb, outputMode="RGB")
            if shown is not None:
                if alpha is not None:
                    shown.putalpha(alpha)
                return shown
    return image if image.mode == mode else image.convert(mode)


def _write(image: Image.Image, folder: Path, was_moving: bool) -> Encoded:
    # A copy that is hardly narrower would only cost room.
    narrower = [width for width in WIDTHS if width < 0.9 * image.width]
    widths = (*narrower, image.width)
    is_drawing = image.getcolors(_FEW_COLOURS) is not None
    for width in widths:
        smaller = _clean(_narrow(image, width))
        smaller.save(folder / f"{width}.webp", lossless=is_drawing, quality=_QUALITY, method=4)
    fitting = [width for width in widths if width <= FALLBACK_WIDTH]
    fallback = _clean(_narrow(image, fitting[-1] if fitting else widths[0]))
    name = (
        f"{fallback.width}.png" if is_drawing or image.mode == "RGBA" else f"{fallback.width}.jpg"
    )
    fallback.save(folder / name, quality=_QUALITY, optimize=True, progressive=True)
    return Encoded(image.width, image.height, widths, name, was_moving)


def _clean(image: Image.Image) -> Image.Image:
    """Return the points of a picture without anything that was said about it."""
    image.info = {}
    return image


def main() -> None:
    """Encode the file that the arguments name, and say the result as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    source, folder, most_pixels = sys.argv[1:]
    try:
        answer = asdict(encode(Path(source), Path(folder), int(most_pixels)))
    except PictureError as error:
        answer = {"reason": error.reason, "width": error.width, "height": error.height}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
