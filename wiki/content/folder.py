"""Read and write a whole wiki as a folder: `tags.yaml` and `articles/<language>/<slug>.md`."""

import os
from dataclasses import dataclass
from pathlib import Path

from wiki.characters import FORBIDDEN
from wiki.content.frontmatter import (
    LANGUAGES,
    ContentDocument,
    ContentError,
    read_document,
    write_document,
)
from wiki.content.tagfile import TagEntry, read_tags, write_tags

_TAGS = "tags.yaml"


@dataclass(frozen=True)
class Folder:
    """The tags and articles of a folder."""

    tags: list[TagEntry]
    documents: list[ContentDocument]


def read_folder(path: Path) -> tuple[Folder, list[ContentError]]:
    """Return what is in a folder, and every fault; with a fault nothing may be loaded."""
    faults: list[ContentError] = []
    tags: list[TagEntry] = []
    documents: list[ContentDocument] = []
    if not path.is_dir():
        return Folder([], []), [ContentError(str(path), 1, "there is no such folder")]
    try:
        if (path / _TAGS).exists():
            tags = read_tags(_TAGS, _read(path / _TAGS, _TAGS))
    except ContentError as fault:
        faults.append(fault)
    for file in sorted(path.glob("articles/*/*.md")):
        name = file.relative_to(path).as_posix()
        try:
            documents.append(_document(file, name))
        except ContentError as fault:
            faults.append(fault)
    if not documents and not tags and not faults:
        faults.append(ContentError(str(path), 1, "no tags.yaml and no articles/<language>/*.md"))
    return Folder(tags, documents), faults


def _document(file: Path, name: str) -> ContentDocument:
    document = read_document(name, file.stem, _read(file, name))
    folder = file.parent.name
    if folder not in LANGUAGES:
        raise ContentError(name, 1, "articles must be in a folder named sv or en")
    if document.language != folder:
        raise document.error("language", f"language must be {folder}, the name of the folder")
    return document


def _read(path: Path, name: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError(name, line, "the file is not UTF-8 text") from error
    except OSError as error:
        raise ContentError(name, 1, os.strerror(error.errno or 0)) from error
    if found := FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ContentError(name, line, f"the character U+{ord(found[0]):04X} is not allowed")
    return text


def write_folder(path: Path, folder: Folder) -> None:
    """Write a folder from which `read_folder` reads the same content.

    Raises FileExistsError unless the folder is empty or new: files already there would be loaded
    with these.
    """
    if path.exists() and any(path.iterdir()):
        raise FileExistsError(f"{path} is not empty")
    for language in LANGUAGES:
        (path / "articles" / language).mkdir(parents=True, exist_ok=True)
    (path / _TAGS).write_text(write_tags(folder.tags), encoding="utf-8")
    for document in folder.documents:
        file = path / "articles" / document.language / f"{document.slug}.md"
        file.write_text(write_document(document), encoding="utf-8")
