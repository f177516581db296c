"""Make pictures and files for tests, honest and hostile ones."""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(
    form: str = "JPEG", width: int = 600, height: int = 400, colour: str = "#2a6", **options: object
) -> bytes:
    """Return a picture of an even colour, with many shades in a corner."""
    image = Image.new("RGB", (width, height), colour)
    shades = Image.radial_gradient("L").resize((width // 2, height // 2))
    image.paste(Image.merge("RGB", (shades, shades, shades)), (0, 0))
    return saved(image, form, **options)


def drawing(width: int = 900, height: int = 600) -> bytes:
    """Return a drawing of two colours with a transparent ground."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((10, 10, width // 2, height // 2), fill="#0a583f")
    return saved(image, "PNG")


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """Return an image as a file of a format."""
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def huge_png(width: int = 40_000, height: int = 40_000) -> bytes:
    """Return a PNG of a few kB that claims a huge size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        code = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + code

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(width // 8 + 1) * 20)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def archive(names: Iterable[str], first: tuple[str, bytes] | None = None) -> bytes:
    """Return a ZIP archive with empty parts of these names."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        if first:
            parts.writestr(*first)
        for name in names:
            parts.writestr(name, b"")
    return file.getvalue()


WORD = archive(["[Content_Types].xml", "word/document.xml"])
