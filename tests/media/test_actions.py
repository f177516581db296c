"""What is sent is stored whole before its row, described, replaced, found; or nothing is left."""

from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from tests.builders import Person
from tests.media.pictures import PDF, SVG, huge_png, picture
from wiki.accounts.viewer import ANONYMOUS
from wiki.audit.queries import AuditFilter, list_entries
from wiki.errors import Busy, EditConflict, InvalidInput, NotAllowed
from wiki.media.actions import Added, add_file, describe_file, replace_file
from wiki.media.description import Description
from wiki.media.models import MediaFile
from wiki.media.queries import list_files

KNOWN = Description(alt_sv="En brygga", caption_sv="Bryggan", credit="Anna Lind", licence="cc-by")


def _add(person: Person, content: bytes = b"", name: str = "Bryggan i Malmö.jpg") -> Added:
    return add_file(BytesIO(content or picture()), name, person.viewer)


def _add_report(person: Person, year: int, name: str = "Rapport.pdf") -> MediaFile:
    """Add a file, which takes less time than a picture."""
    return add_file(BytesIO(PDF + str(year).encode()), name, person.viewer).file


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.long
def test_a_picture_is_stored_by_its_content(
    context: Flask, author: Person, media_folder: Path
) -> None:
    added = _add(author)

    file = added.file
    assert added.is_new
    assert (file.name, file.ending, file.width, file.height) == (
        "bryggan-i-malmo",
        "jpg",
        600,
        400,
    )
    place = media_folder / file.mark[:2] / file.mark
    assert _names(media_folder) == sorted(["480.webp", "600.webp", file.fallback])
    for path in [place, *place.iterdir()]:
        assert not path.stat().st_mode & 0o077
    assert [path.name for path in media_folder.iterdir()] == [file.mark[:2]]


@pytest.mark.long
def test_the_same_again_is_found_again(context: Flask, author: Person, editor: Person) -> None:
    first = _add_report(author, 2025)
    again = _add_report(editor, 2025, "annat namn.pdf")
    other = _add_report(author, 2026)

    assert again.id == first.id
    assert (first.name, other.name) == ("rapport", "rapport-2")


def test_a_file_is_kept_as_it_is(context: Flask, author: Person, media_folder: Path) -> None:
    file = _add(author, PDF, "Årsrapport 2025.pdf").file

    assert file.address == f"/media/{file.mark}/arsrapport-2025.pdf"
    assert (media_folder / file.mark[:2] / file.mark / "file.pdf").read_bytes() == PDF


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (SVG, "bild.svg", "SVG"),
        (huge_png(), "bild.png", "40000 x 40000"),
        (picture()[:2000], "bild.jpg", "skadad"),
        (PDF, "bild.png", "heter .png"),
        (b"", "bild.png", "tom"),
    ],
)
def test_what_is_refused_leaves_nothing(
    content: bytes, name: str, word: str, context: Flask, author: Person, media_folder: Path
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_file(BytesIO(content), name, author.viewer)

    assert word in str(refused.value.message)
    assert [*media_folder.iterdir()] == []
    assert list_files("", "", 1).total == 0


def test_what_is_too_large_is_given_up_at_once(
    context: Flask, author: Person, media_folder: Path
) -> None:
    context.config["MAX_FILE_MEGABYTES"] = 1
    sent = BytesIO(PDF + bytes(5_000_000))

    with pytest.raises(InvalidInput, match="större än 1 MB"):
        add_file(sent, "stor.pdf", author.viewer)

    assert sent.tell() < 3_000_000
    assert [*media_folder.iterdir()] == []


def test_a_full_disk_is_told(context: Flask, author: Person, media_folder: Path) -> None:
    context.config["KEEP_FREE_MEGABYTES"] = 10**9

    with pytest.raises(Busy, match="ingen plats"):
        _add(author)

    assert [*media_folder.iterdir()] == []


def test_an_upload_that_breaks_off_leaves_nothing(
    context: Flask, author: Person, media_folder: Path
) -> None:
    class Torn(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(500)

    with pytest.raises(ConnectionResetError):
        add_file(Torn(picture()), "bild.jpg", author.viewer)

    assert [*media_folder.iterdir()] == []
    assert list_files("", "", 1).total == 0


@pytest.mark.long
def test_a_description_is_stored_with_its_version(context: Flask, author: Person) -> None:
    name = _add(author).file.name

    described = describe_file(name, 1, KNOWN, author.viewer)

    assert (described.alt("en"), described.caption("sv"), described.version) == (
        "En brygga",
        "Bryggan",
        2,
    )
    assert described.is_described
    assert describe_file(name, 1, KNOWN, author.viewer).version == 2  # the same form again
    with pytest.raises(EditConflict):
        describe_file(name, 1, replace(KNOWN, credit="Bo"), author.viewer)
    done = [entry.action for entry in list_entries(AuditFilter().condition()).items]
    assert done == ["update", "create"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"alt_sv": " "}, "alt_sv"),
        ({"licence": ""}, "licence"),
        ({"licence": "stolen"}, "licence"),
        ({"credit": ""}, "credit"),
        ({"caption_en": "a" * 501}, "caption_en"),
        ({"caption_sv": "a\x00"}, "caption_sv"),
    ],
)
def test_a_description_lacks_nothing(changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Description(**{**asdict(KNOWN), **changes}).check(is_picture=True)
    assert [*refused.value.fields] == [field]


def test_what_is_decorative_and_what_is_read_need_no_words() -> None:
    Description(is_decorative=True, licence="public").check(is_picture=True)
    Description(licence="public").check(is_picture=False)


@pytest.mark.long
def test_a_name_stands_for_another_picture_afterwards(
    context: Flask, author: Person, media_folder: Path
) -> None:
    first = _add(author).file
    describe_file(first.name, 1, KNOWN, author.viewer)
    before, mark = _names(media_folder), first.mark

    replaced = replace_file(
        first.name, BytesIO(picture("PNG", 300, 200)), "ny.png", author.viewer
    ).file

    assert (replaced.id, replaced.width, replaced.alt_sv) == (first.id, 300, "En brygga")
    assert replaced.mark != mark
    assert set(before) <= set(_names(media_folder))  # earlier versions of articles show it still


def test_a_picture_is_not_replaced_by_a_file_nor_by_one_of_the_library(
    context: Flask, author: Person
) -> None:
    name = _add_report(author, 2025).name
    other = _add_report(author, 2026, "annan.pdf")
    with pytest.raises(InvalidInput, match="ersätts av en bild"):
        replace_file(name, BytesIO(picture("PNG", 30, 20)), "a.png", author.viewer)
    with pytest.raises(InvalidInput, match=other.name):
        replace_file(name, BytesIO(PDF + b"2026"), "a.pdf", author.viewer)


def test_authors_replace_their_own_and_editors_all(
    context: Flask, author: Person, editor: Person
) -> None:
    name = _add_report(editor, 2025).name
    with pytest.raises(NotAllowed):
        replace_file(name, BytesIO(PDF), "a.pdf", author.viewer)
    with pytest.raises(NotAllowed):
        add_file(BytesIO(PDF), "a.pdf", ANONYMOUS)
    with pytest.raises(NotAllowed):
        describe_file(name, 1, KNOWN, ANONYMOUS)
    own = _add_report(author, 2026).name
    assert replace_file(own, BytesIO(PDF), "a.pdf", author.viewer).is_new
    assert replace_file(own, BytesIO(PDF + b"1"), "a.pdf", editor.viewer).is_new


@pytest.mark.long
def test_the_library_is_searched_and_sifted(context: Flask, author: Person) -> None:
    _add(author)
    _add_report(author, 2025, "hamn.pdf")
    describe_file("hamn", 1, KNOWN, author.viewer)
    _add_report(author, 2026)

    def names(words: str = "", kind: str = "") -> list[str]:
        return [file.name for file in list_files(words, kind, 1).items]

    assert names() == ["rapport", "hamn", "bryggan-i-malmo"]
    assert names("lind BRYGGAN") == ["hamn"]
    assert names("100%") == []
    assert names(kind="pictures") == ["bryggan-i-malmo"]
    assert names(kind="files") == ["rapport", "hamn"]
    assert names(kind="undescribed") == ["rapport", "bryggan-i-malmo"]
