"""Read and write a whole wiki as a folder.

It holds `tags.yaml`, `sources.json` and `articles/<language>/<slug>.md`. Pictures and files lie in
`media/`, and `media.yaml` says what they are.
"""

import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from wiki.characters import LINE_ENDS, find_forbidden
from wiki.content.frontmatter import LANGUAGES, ContentDocument, read_document, write_document
from wiki.content.mediafile import (
    MEDIA,
    MEDIA_FILE,
    MediaEntry,
    file_name,
    read_media,
    write_media,
)
from wiki.content.plain_yaml import ContentError
from wiki.content.sourcefile import SourceEntry, read_sources, write_sources
from wiki.content.tagfile import TagEntry, read_tags, write_tags

FromFile = TypeVar("FromFile")
_TAGS = "tags.yaml"
_SOURCES = "sources.json"
_OURS = frozenset({_TAGS, _SOURCES, MEDIA_FILE})

_STRAY = (
    "only tags.yaml, sources.json and articles/<sv or en>/<slug>.md are loaded: "
    "move or rename this file"
)
_UNNAMED = f"{MEDIA_FILE} does not say what this is: add it there, or remove the file"
# What systems, editors and Python leave in folders, and what describes a folder to people.
_LEFT_FOLDERS = frozenset(
    {"__MACOSX", "__pycache__", ".git", ".hg", ".svn", ".idea", ".obsidian", ".vscode"}
)
_LEFT_FILES = re.compile(
    r"Thumbs\.db|desktop\.ini|__init__\.py|\.(DS_Store|directory|localized|(git)?keep|gitignore)"
    r"|\..*\.sw[a-z]|\..*\.un~",
    re.IGNORECASE,
)
# Beside the file of this name: a copy by an editor, what a Mac says of it, a mark that it is open.
_COMPANION = re.compile(r"(?:\._|\.#)(.+)|#(.+)#|(.+)~")
_DESCRIBES = re.compile(r"(README|LICENSE|CHANGELOG)(\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Folder:
    """The tags, articles and sources of a folder, and its pictures and files."""

    tags: list[TagEntry]
    documents: list[ContentDocument]
    sources: Sequence[SourceEntry] = ()
    media: Sequence[MediaEntry] = ()


Items = dict[str, dict[str, Any]]
"""The items of sources by the keys that they have or had."""


def list_items(parts: Iterable[tuple[Folder, object]]) -> Items:
    """Return the items of the sources of folders, whose id is the key that each has now."""
    return {
        key: {"id": entry.key, **entry.item}
        for folder, _ in parts
        for entry in folder.sources
        for key in (entry.key, *entry.former_keys)
    }


def read_folder(path: Path) -> tuple[Folder, list[ContentError]]:
    """Return what is in a folder, and every fault; with a fault nothing may be loaded."""
    faults: list[ContentError] = []
    documents: list[ContentDocument] = []
    if not path.is_dir():
        return Folder([], []), [ContentError(str(path), 1, "there is no such folder")]
    tags = _read_list(path, _TAGS, read_tags, faults)
    sources = _read_list(path, _SOURCES, read_sources, faults)
    media = _read_list(path, MEDIA_FILE, lambda _name, text: read_media(path, text), faults)
    faults += _find_unnamed(path, media)
    faults += [ContentError(name, 1, _STRAY) for name in sorted(_find_stray(path))]
    for file in _find_articles(path):
        name = file.relative_to(path).as_posix()
        try:
            documents.append(_document(file, name))
        except ContentError as fault:
            faults.append(fault)
    if not any((documents, tags, sources, media, faults)):
        faults.append(ContentError(str(path), 1, "no tags.yaml and no articles/<language>/*.md"))
    return Folder(tags, documents, sources, media), faults


def _read_list(
    path: Path,
    name: str,
    read: Callable[[str, str], list[FromFile]],
    faults: list[ContentError],
) -> list[FromFile]:
    """Return the entries of a file beside the articles, if there is one; note its fault."""
    try:
        return read(name, _read(path / name, name)) if (path / name).exists() else []
    except ContentError as fault:
        faults.append(fault)
        return []


def _find_unnamed(path: Path, media: list[MediaEntry]) -> list[ContentError]:
    """Return a fault for each file in `media/` that would be passed over."""
    named = {entry.path.name for entry in media}
    files = sorted(path.glob(f"{MEDIA}/*"))
    names = {file.name for file in files}
    left = [name for name in sorted(names) if not _is_left_behind(name, names)]
    return [ContentError(f"{MEDIA}/{name}", 1, _UNNAMED) for name in left if name not in named]


def _find_articles(path: Path) -> list[Path]:
    return [file for file in sorted(path.glob("articles/*/*.md")) if file.name[0] != "."]


def _find_stray(path: Path) -> Iterator[str]:
    """Yield the files of a folder that would be passed over, with their path in it.

    An article in a folder of a wrong language has a message of its own.
    """
    for folder, subfolders, files in os.walk(path, followlinks=False):
        place = Path(folder).relative_to(path)
        subfolders[:] = [name for name in subfolders if not _is_left_folder(place / name)]
        linked = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        for name in [*files, *linked]:
            if not (_is_left_behind(name, files) or _has_place(place / name)):
                yield (place / name).as_posix()


def _is_left_folder(folder: Path) -> bool:
    """Return whether a folder is of systems or tools, such as `.github`, and not of articles."""
    is_hidden_at_top = len(folder.parts) == 1 and folder.name[0] == "."
    return is_hidden_at_top or folder.name in _LEFT_FOLDERS


def _is_left_behind(name: str, beside: Collection[str]) -> bool:
    """Return whether a file was left by a system or an editor, and holds nothing of its own.

    `a.md~` without `a.md` may be all that is left of an article.
    """
    if found := _COMPANION.fullmatch(name):
        return (found[1] or found[2] or found[3]) in beside
    return bool(_LEFT_FILES.fullmatch(name))


def _has_place(file: Path) -> bool:
    """Return whether a file, by its path in the folder, is loaded or is not of the content."""
    if len(file.parts) == 1:
        is_of_tools = file.name[0] == "." and file.name[1:] not in _OURS
        return file.name in _OURS or is_of_tools or bool(_DESCRIBES.fullmatch(file.name))
    if len(file.parts) == 2 and file.parts[0] == MEDIA:
        return True  # `media.yaml` says what it is
    is_article = len(file.parts) == 3 and file.parts[0] == "articles" and file.suffix == ".md"
    return is_article and file.name[0] != "."


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
    text = LINE_ENDS.sub("\n", text)
    if found := find_forbidden(text):
        line, code = found
        raise ContentError(name, line, f"the character {code} is not allowed")
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
    if folder.sources:
        (path / _SOURCES).write_text(write_sources(folder.sources), encoding="utf-8")
    for document in folder.documents:
        file = path / "articles" / document.language / f"{document.slug}.md"
        file.write_text(write_document(document), encoding="utf-8")
    if folder.media:
        (path / MEDIA).mkdir()
        (path / MEDIA_FILE).write_text(write_media(folder.media), encoding="utf-8")
        for entry in folder.media:
            shutil.copyfile(entry.path, path / MEDIA / file_name(entry))
