"""Which files are accepted, told by their content alone: a name or a sender may lie."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _

from wiki.errors import InvalidInput
from wiki.runtime.archives import UNREADABLE


@dataclass(frozen=True)
class Format:
    """A format of files: its ending, its media type and the name that people know it by."""

    ending: str
    media_type: str
    label: str

    @property
    def is_picture(self) -> bool:
        """Return whether it is shown in a page; all others are downloads."""
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
FORMATS: Mapping[str, Format] = {
    each.ending: each
    for each in (
        Format("png", "image/png", "PNG"),
        Format("jpg", "image/jpeg", "JPEG"),
        Format("webp", "image/webp", "WebP"),
        Format("gif", "image/gif", "GIF"),
        Format("avif", "image/avif", "AVIF"),
        Format("pdf", "application/pdf", "PDF"),
        Format("docx", f"{_OFFICE}wordprocessingml.document", "Word"),
        Format("xlsx", f"{_OFFICE}spreadsheetml.sheet", "Excel"),
        Format("pptx", f"{_OFFICE}presentationml.presentation", "PowerPoint"),
        Format("odt", f"{_OPEN}text", "OpenDocument"),
        Format("ods", f"{_OPEN}spreadsheet", "OpenDocument"),
        Format("odp", f"{_OPEN}presentation", "OpenDocument"),
    )
}
_SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
# The signs at the beginning of a file, after how many bytes.
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpg"),
    (8, b"WEBP", "webp"),
    (0, b"GIF8", "gif"),
    (4, b"ftypavif", "avif"),
    (4, b"ftypavis", "avif"),
    (0, b"%PDF-", "pdf"),
)
_PARTS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_READ_BYTES = 4_096
_MOST_PARTS = 5_000
_LONGEST_TYPE = 100

_UNKNOWN = _(
    "This file is of no kind that the wiki takes. Pictures: PNG, JPEG, WebP, GIF or AVIF. Files: "
    "PDF, Word, Excel, PowerPoint or OpenDocument."
)
_SVG = _(
    "An SVG drawing can hold scripts, so the wiki does not take it. Open it in a browser or a "
    "drawing program, and save it as PNG."
)
_HEIC = _("This is a HEIC picture from a telephone. Save it as JPEG, then choose it again.")
_OLD_OFFICE = _(
    "This is an Office file of an older kind, which can hold programs. Open it, save it as .docx, "
    ".xlsx or .pptx, then choose it again."
)
_MACROS = _("This file holds macros, which are programs. Save it without macros (.docx, .xlsx).")
_BROKEN = _("The file is damaged or incomplete. Open it, save it anew, and choose it again.")
_EMPTY = _("The file is empty.")


def recognise(path: Path, name: str) -> Format:
    """Return the format of a file; raise InvalidInput for one that is not taken.

    `name` is what its sender calls it: a name that says something else is refused, unless both are
    pictures, which are re-encoded anyway.
    """
    with path.open("rb") as file:
        start = file.read(_READ_BYTES)
    ending = _find_sign(start)
    if not ending and start.startswith(b"PK\x03\x04"):
        ending = _look_inside(path)
    if not ending:
        raise InvalidInput(_explain(start))
    found = FORMATS[ending]
    said = FORMATS.get(ending_of(name))
    if said is not None and said != found and not (said.is_picture and found.is_picture):
        wrong = _(
            "The file is named .%(said)s, but it is %(found)s inside. Give it its right name."
        )
        raise InvalidInput(wrong % {"said": said.ending, "found": found.label})
    return found


def ending_of(name: str) -> str:
    """Return the ending of a file's name, in the form that formats are known by."""
    ending = name.rpartition(".")[2].lower()
    return _SAME.get(ending, ending)


def _find_sign(start: bytes) -> str:
    for place, sign, ending in _SIGNS:
        if start.startswith(sign, place):
            return ending
    return ""


def _look_inside(path: Path) -> str:
    """Return what a ZIP archive is, by the names of its parts alone: nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise InvalidInput(_UNKNOWN)
            names = [part.filename for part in parts]
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise InvalidInput(_MACROS)
            if "[Content_Types].xml" in names:
                return next((_PARTS[start] for start in _PARTS if _has(names, start)), "")
            return _read_open_type(archive) if names[:1] == ["mimetype"] else ""
    except UNREADABLE as error:
        raise InvalidInput(_BROKEN) from error


def _has(names: list[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _read_open_type(archive: zipfile.ZipFile) -> str:
    """Return the ending that fits what an OpenDocument file says of itself."""
    with archive.open("mimetype") as file:
        media_type = file.read(_LONGEST_TYPE).decode("ascii", "replace").strip()
    return next((each.ending for each in FORMATS.values() if each.media_type == media_type), "")


def _explain(start: bytes) -> str:
    """Return why a file is not taken, and what to do about it."""
    if not start:
        return str(_EMPTY)
    if b"<svg" in start.lower():
        return str(_SVG)
    if start[4:8] == b"ftyp" and start[8:11] in {b"hei", b"hev", b"mif"}:
        return str(_HEIC)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return str(_OLD_OFFICE)
    return str(_UNKNOWN)
