"""Read and write `media.yaml`, which says what the pictures and files in the folder `media` are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wiki.content.frontmatter import LANGUAGES
from wiki.content.plain_yaml import ContentError, dump_yaml, load_yaml
from wiki.errors import InvalidInput
from wiki.media.description import Description
from wiki.media.formats import FORMATS, ending_of

MEDIA = "media"
MEDIA_FILE = "media.yaml"
_KEYS = {"name", "file", "alt", "caption", "decorative", "credit", "licence"}
_PROSE = {"alt", "caption", "credit"}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILE = re.compile(r"[\w-][\w.-]*")


@dataclass(frozen=True)
class MediaEntry:
    """A picture or file of a folder: its name in texts, where it is, and what is said of it."""

    name: str
    path: Path
    description: Description
    line: int = field(default=1, compare=False)

    def error(self, message: str) -> ContentError:
        """Return an error that points at the entry."""
        return ContentError(MEDIA_FILE, self.line, f"{self.name}: {message}")


def read_media(folder: Path, text: str) -> list[MediaEntry]:
    """Return what a folder has; raise ContentError where the file breaks the format."""
    values, lines = load_yaml(MEDIA_FILE, text, prose=_PROSE)
    if values is None:
        return []
    if not isinstance(values, list):
        raise ContentError(MEDIA_FILE, 1, "the file must be a list of pictures and files")
    entries = [
        _entry(folder, lines.get(str(number), 1), value) for number, value in enumerate(values)
    ]
    for kind in ("name", "path"):
        seen: set[object] = set()
        for entry in entries:
            if getattr(entry, kind) in seen:
                raise entry.error(f"its {kind} is used twice")
            seen.add(getattr(entry, kind))
    return entries


def _entry(folder: Path, line: int, value: Any) -> MediaEntry:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ContentError(MEDIA_FILE, line, "an entry must be a mapping of keys to values")
    if unknown := sorted(value.keys() - _KEYS):
        raise ContentError(MEDIA_FILE, line, f"unknown key {unknown[0]!r}")
    name = value.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ContentError(MEDIA_FILE, line, "the name must be a slug: a-z, 0-9, -")
    path = _find_file(folder, value.get("file"), name, line)
    said = Description(**_description(name, line, value))
    known = FORMATS.get(ending_of(path.name))
    try:
        checked = said.check(is_picture=known is not None and known.is_picture)
    except InvalidInput as error:
        wrong = "; ".join(f"{key}: {words}" for key, words in error.fields.items())
        raise ContentError(MEDIA_FILE, line, f"{name}: {wrong}") from error
    return MediaEntry(name, path, checked, line)


def _find_file(folder: Path, file: Any, name: str, line: int) -> Path:
    if not isinstance(file, str) or not _FILE.fullmatch(file):
        raise ContentError(MEDIA_FILE, line, f"{name}: file must be the name of a file in {MEDIA}/")
    path = folder / MEDIA / file
    if not path.is_file():
        raise ContentError(MEDIA_FILE, line, f"{name}: there is no file {MEDIA}/{file}")
    return path


def _description(name: str, line: int, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a description."""
    fields: dict[str, Any] = {"is_decorative": value.get("decorative") == "true"}
    for key in ("credit", "licence"):
        fields[key] = value.get(key, "")
    for key in ("alt", "caption"):
        given = value.get(key) or {}
        if not isinstance(given, dict) or given.keys() - set(LANGUAGES):
            raise ContentError(MEDIA_FILE, line, f"{name}: {key} must be {{sv: ..., en: ...}}")
        fields |= {f"{key}_{language}": given.get(language, "") for language in LANGUAGES}
    for key, words in fields.items():
        if key != "is_decorative" and not isinstance(words, str):
            raise ContentError(MEDIA_FILE, line, f"{name}: {key} must be text")
    return fields


def write_media(entries: Sequence[MediaEntry]) -> str:
    """Return the text of `media.yaml`, from which `read_media` reads the same."""
    return dump_yaml([dict(_values(entry)) for entry in entries])


def _values(entry: MediaEntry) -> Iterator[tuple[str, Any]]:
    said = entry.description
    yield "name", entry.name
    yield "file", file_name(entry)
    for key in ("alt", "caption"):
        words = {language: getattr(said, f"{key}_{language}") for language in LANGUAGES}
        if filled := {language: text for language, text in words.items() if text}:
            yield key, filled
    if said.is_decorative:
        yield "decorative", True
    for key in ("credit", "licence"):
        if getattr(said, key):
            yield key, getattr(said, key)


def file_name(entry: MediaEntry) -> str:
    """Return what an exported picture or file is called: its name, with the ending it has."""
    return f"{entry.name}{entry.path.suffix}"
