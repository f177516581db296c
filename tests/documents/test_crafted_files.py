"""A Word file that was damaged, or made to do harm, costs little and is refused in words."""

import io
import random
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.documents.docx_files import docx, drawn, paragraph
from wiki.documents import checks
from wiki.documents.checks import check_docx
from wiki.documents.opening import find_pictures, open_docx
from wiki.errors import InvalidInput

MEGABYTE = 1_000_000
WHOLE = docx(paragraph("Hej"), parts={"word/media/å.bin": b"x" * 90})


def packed(content: bytes, way: int) -> bytes:
    """Return the same parts, compressed in another way."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", way) as package,
    ):
        for name in before.namelist():
            package.writestr(name, before.read(name))
    return file.getvalue()


def overwritten(content: bytes, name: bytes, sign: bytes = b"\xff" * 20) -> bytes:
    """Return a file in which the content of a part begins with other bytes."""
    place = content.index(name) + len(name) + 4
    return content[:place] + sign + content[place + len(sign) :]


DOCUMENT = b"word/document.xml"
DAMAGED = {
    "bytes missing": WHOLE[:200] + WHOLE[203:],
    "a name that is no text": WHOLE.replace("å.bin".encode(), b"\xff\xfe.bin"),
    "deflated": overwritten(WHOLE, DOCUMENT),
    "bzip2": overwritten(packed(WHOLE, zipfile.ZIP_BZIP2), DOCUMENT),
    "LZMA": overwritten(packed(WHOLE, zipfile.ZIP_LZMA), DOCUMENT),
    "whole, by bzip2": packed(WHOLE, zipfile.ZIP_BZIP2),
    "whole, by LZMA": packed(WHOLE, zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_document_is_refused_in_words(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_docx(DAMAGED[name])
    assert refused.value.message == checks.DAMAGED


def test_the_ways_that_word_and_libreoffice_pack_are_taken() -> None:
    for way in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        check_docx(packed(WHOLE, way))


@pytest.mark.long
def test_damage_of_any_kind_breaks_no_more_than_the_document() -> None:
    chance = random.Random(7)
    ways = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    for way in ways:
        content = packed(WHOLE, way)
        for _ in range(300):
            start = chance.randrange(len(content))
            end = start + chance.randrange(20)
            with suppress(InvalidInput):
                check_docx(content[:start] + chance.randbytes(chance.randrange(6)) + content[end:])


def test_tags_that_are_never_closed_are_counted_in_one_pass() -> None:
    """Read 4 MB of them, which a search to the end for each would take hours for."""
    comments = "<w:t " * 800_000
    check_docx(docx(paragraph("Hej"), parts={"word/comments.xml": comments}))


@contextmanager
def at_most(most: int) -> Iterator[None]:
    """Check that no more bytes are in memory at once than these beside what was there."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def with_said_size(content: bytes, name: bytes, size: int) -> bytes:
    """Return a file that says another size of a part than it has."""
    entry = content.rindex(name) - 46  # in the directory at the end
    place = entry + 24
    return content[:place] + size.to_bytes(4, "little") + content[place + 4 :]


@pytest.mark.long
def test_a_part_that_unpacks_into_more_than_it_says_fills_no_memory() -> None:
    content = docx(paragraph("Hej"), parts={"word/comments.xml": b" " * 60 * MEGABYTE})
    crafted = with_said_size(content, b"word/comments.xml", 1_000)
    with at_most(10 * MEGABYTE), pytest.raises(InvalidInput):
        check_docx(crafted)


@pytest.mark.long
def test_no_other_parts_are_unpacked_to_find_the_pictures() -> None:
    long = b"".join(
        random.Random(number).randbytes(4_000) + bytes(MEGABYTE) for number in range(40)
    )
    parts = {"word/media/ett.png": b"p1", "word/embeddings/x.bin": long}
    content = docx(paragraph(drawn("ett", "En bro")), parts=parts)
    opened = open_docx(content, set(), None)
    with at_most(MEGABYTE + len(content)):
        (found,) = find_pictures(content, opened, MEGABYTE)
    assert (found.name, found.content, found.alt) == ("ett.png", b"p1", "En bro")


@pytest.mark.long
def test_no_more_is_kept_of_a_picture_than_one_may_have() -> None:
    content = docx(paragraph(drawn("ett")), parts={"word/media/ett.png": b"p" * 400_000})
    (found,) = find_pictures(content, open_docx(content, set(), None), 1_000)
    assert len(found.content) == 1_001  # for which it is refused in words


@pytest.mark.long
def test_a_damaged_part_that_the_text_does_not_show_keeps_nothing_back() -> None:
    parts = {"word/media/ett.png": b"p1", "word/embeddings/x.bin": b"abcdefgh" * 20}
    whole = packed(docx(paragraph(drawn("ett")), parts=parts), zipfile.ZIP_STORED)
    content = whole.replace(b"abcdefgh" * 20, b"abcdefgx" * 20)
    (found,) = find_pictures(content, open_docx(content, set(), None), MEGABYTE)
    assert found.content == b"p1"
