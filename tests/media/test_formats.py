"""A file is what it holds, whatever it is called."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.media.pictures import PDF, SVG, WORD, archive, picture
from wiki.errors import InvalidInput
from wiki.media.formats import FORMATS, recognise

OPEN_TEXT = ("mimetype", FORMATS["odt"].media_type.encode())


def damaged(way: int) -> bytes:
    """Return an OpenDocument file whose first part, compressed in some way, begins otherwise."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", way) as parts:
        parts.writestr(*OPEN_TEXT)
    content = file.getvalue()
    return content[:42] + b"\xff" * 12 + content[54:]


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        (picture("PNG"), "bild.png", "png"),
        (picture("JPEG"), "bild.JPEG", "jpg"),
        (picture("JPEG"), "bild.png", "jpg"),  # pictures are often misnamed, and re-encoded anyway
        (picture("WEBP"), "bild", "webp"),
        (picture("GIF"), "bild.gif", "gif"),
        (picture("AVIF"), "bild.avif", "avif"),
        (PDF, "rapport.pdf", "pdf"),
        (WORD, "rapport.docx", "docx"),
        (archive(["[Content_Types].xml", "xl/workbook.xml"]), "tal.xlsx", "xlsx"),
        (archive(["[Content_Types].xml", "ppt/presentation.xml"]), "tal.pptx", "pptx"),
        (archive(["content.xml"], OPEN_TEXT), "text.odt", "odt"),
    ],
)
def test_a_format_is_told_by_content(
    content: bytes, name: str, ending: str, tmp_path: Path
) -> None:
    (tmp_path / "sent").write_bytes(content)
    assert recognise(tmp_path / "sent", name).ending == ending


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (SVG, "bild.svg", "SVG"),
        (SVG, "bild.png", "SVG"),
        (b"<html><script>alert(1)</script></html>", "bild.png", "of no kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "bild.heic", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "rapport.doc", "older"),
        (archive(["[Content_Types].xml", "word/vbaProject.bin"]), "rapport.docx", "macros"),
        (archive(["a.txt"]), "allt.zip", "of no kind"),
        (archive(["a.txt"], ("mimetype", b"application/epub+zip")), "bok.odt", "of no kind"),
        (b"PK\x03\x04" + bytes(40), "rapport.docx", "damaged"),
        (damaged(zipfile.ZIP_DEFLATED), "text.odt", "damaged"),
        (damaged(zipfile.ZIP_BZIP2), "text.odt", "damaged"),
        (damaged(zipfile.ZIP_LZMA), "text.odt", "damaged"),
        (PDF, "bild.png", "named .png"),
        (picture("PNG"), "rapport.pdf", "named .pdf"),
        (b"MZ\x90\0", "program.exe", "of no kind"),
        (b"", "tom.png", "empty"),
    ],
)
def test_what_is_not_taken_is_told(content: bytes, name: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        recognise(tmp_path / "sent", name)
    assert word in str(refused.value.message)
