"""Take pictures and files into the library, describe them, and replace what they hold."""

import errno
import filecmp
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.db import db, end_reading, write
from wiki.errors import Busy, EditConflict, InvalidInput, StorageError
from wiki.media.bucket.store import BucketStore
from wiki.media.description import NOTHING_SAID, Description
from wiki.media.encoding import NO_ROOM, TOO_LARGE, Encoded, PictureError
from wiki.media.formats import Format, recognise
from wiki.media.models import DroppedContent, MediaFile, said_of, stored_name
from wiki.media.queries import find_by_mark, find_file, find_named, free_name
from wiki.media.store import MediaStore, NoRoom, TooLarge, copy_marked
from wiki.signals import file_changed, file_replaced

_MEGABYTE = 1_000_000
_FULL = _(
    "The wiki has no room left for files, so nothing was stored. Tell whoever runs it that its "
    "disk is full."
)
_TOO_LONG = _("The file is larger than %(most)s MB. Make it smaller, then choose it again.")
_TOO_MANY_POINTS = _(
    "The picture has %(width)s x %(height)s points, but at most %(most)s million are taken. Make "
    "it smaller, then choose it again."
)
_BROKEN = _(
    "The picture cannot be read: it is damaged or incomplete. Open it, save it anew, and choose "
    "it again."
)
_MANY = _("Many pictures are being prepared just now. Try again in a moment.")
_NEWER = _("Somebody else has changed this meanwhile. Look at it, then change it again.")
_KNOWN = _("The library has the same already: %(name)s.")
_OTHER_SORT = _("A picture is replaced by a picture, and a file by a file.")
_NO_PICTURE = _("This is no picture. Choose a PNG, JPEG, WebP, GIF or AVIF.")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Added:
    """A file in the library; `is_new` unless it was there, `was_moving` if it is still now."""

    file: MediaFile
    is_new: bool
    was_moving: bool = False


@dataclass(frozen=True)
class _Received:
    """What has arrived and is stored, with what its row says of it."""

    mark: str
    format: Format
    names: frozenset[str]
    values: dict[str, object]
    was_moving: bool


def add_file(
    stream: BinaryIO,
    filename: str,
    viewer: Viewer,
    said: Description = NOTHING_SAID,
    *,
    only_pictures: bool = False,
) -> Added:
    """Store a picture or file under a name made from its own; the same again is found again.

    Raises InvalidInput for what is not taken, and Busy with a full disk; nothing is left then.
    """
    require(Permission.WRITE, viewer)
    end_reading()
    received = _receive(stream, filename, only_pictures=only_pictures)
    with write():
        known = find_by_mark(received.mark)
        if known is not None:
            return Added(known, is_new=False)
        fallback = "bild" if received.format.is_picture else "fil"
        file = MediaFile(
            name=free_name(filename.rpartition(".")[0] or filename, fallback),
            created_by_id=viewer.user_id,
            **asdict(said),
        )
        _fill(file, received)
        db.session.add(file)
        db.session.flush()
        record(viewer.user_id, "create", "media", file.id, title=file.name)
    _put_back(received.mark)
    return Added(file, is_new=True, was_moving=received.was_moving)


def describe_file(name: str, version: int, description: Description, viewer: Viewer) -> MediaFile:
    """Store what is said of a file; raise EditConflict when it was changed since `version`."""
    require(Permission.WRITE, viewer)
    checked = description.check(is_picture=find_file(name).is_picture)
    with write():
        file = find_file(name)
        values = asdict(checked)
        if all(getattr(file, key) == value for key, value in values.items()):
            return file  # the same form was sent twice
        if file.version != version:
            raise EditConflict(_NEWER)
        for key, value in values.items():
            setattr(file, key, value)
        file.version += 1
        record(viewer.user_id, "update", "media", file.id, title=file.name)
        file_changed.send(file)
    return file


def replace_file(name: str, stream: BinaryIO, filename: str, viewer: Viewer) -> Added:
    """Let a name stand for another picture or file; texts that show it show the new one."""
    before = find_file(name)
    require_change(before, viewer)
    is_picture = before.is_picture
    end_reading()
    received = _receive(stream, filename)
    if received.format.is_picture != is_picture:
        raise InvalidInput(_OTHER_SORT)
    with write():
        file = find_file(name)
        _refuse_known(received.mark, file)
        is_new = file.mark != received.mark
        if is_new:
            _fill(file, received)
            file.version += 1
            record(viewer.user_id, "replace", "media", file.id, title=file.name)
            file_replaced.send(file, viewer=viewer)
            file_changed.send(file)
    _put_back(received.mark)
    return Added(file, is_new=is_new, was_moving=received.was_moving)


def require_change(file: MediaFile, viewer: Viewer) -> None:
    """Raise NotAllowed unless the viewer may replace or delete a file.

    That is whoever has sent it, and editors everything.
    """
    is_own = file.created_by_id is not None and file.created_by_id == viewer.user_id
    require(Permission.WRITE if is_own else Permission.MANAGE_MEDIA, viewer)


def put_file(name: str, path: Path, description: Description, viewer: Viewer) -> None:
    """Store a file of a folder under its name; one that is there already is changed to be it.

    Raises InvalidInput for what is not taken.
    """
    require(Permission.MANAGE_MEDIA, viewer)
    received = None
    stored = find_named(name)
    if stored is None or not _has_content(stored, path):
        end_reading()
        with path.open("rb") as sent:
            received = _receive(sent, path.name)
    with write():
        file = find_named(name) or MediaFile(name=name, created_by_id=viewer.user_id, version=0)
        before = (file.mark, said_of(file))
        if received:
            _refuse_known(received.mark, file)
            _fill(file, received)
        for key, value in asdict(description).items():
            setattr(file, key, value)
        db.session.add(file)
        if before != (file.mark, description):
            file.version += 1
            db.session.flush()
            file_changed.send(file)
    _put_back(file.mark)


def _refuse_known(mark: str, file: MediaFile) -> None:
    """Raise InvalidInput when another file of the library holds the same."""
    known = find_by_mark(mark)
    if known is not None and known.id != file.id:
        raise InvalidInput(_KNOWN % {"name": known.name})


def _has_content(file: MediaFile, path: Path) -> bool:
    """Return whether a file is what was sent, or the copy of it that an export gives."""
    with path.open("rb") as sent, Path(os.devnull).open("wb") as nowhere:
        mark = copy_marked(sent, nowhere, path.stat().st_size)[0]
    if mark == file.mark:
        return True
    store: MediaStore = current_app.extensions["media"]
    kept = store.find(file.mark, stored_name(file))
    return kept is not None and filecmp.cmp(kept, path, shallow=False)


def _fill(file: MediaFile, received: _Received) -> None:
    file.mark, file.ending = received.mark, received.format.ending
    for key, value in received.values.items():
        setattr(file, key, value)
    store: MediaStore = current_app.extensions["media"]
    if not store.may_be_named(received.mark, received.names):
        raise Busy(_MANY)


def _put_back(mark: str) -> None:
    """Bring back what somebody has deleted while the same arrived here."""
    store: MediaStore = current_app.extensions["media"]
    if not isinstance(store, BucketStore):
        return  # there, nothing is deleted while others write
    try:
        store.put_back(mark)
    except StorageError:
        with write():  # the sweeper does it then
            db.session.merge(DroppedContent(mark=mark))


def _receive(stream: BinaryIO, filename: str, *, only_pictures: bool = False) -> _Received:
    """Store what arrives, whole and on the disk, before any row refers to it."""
    store: MediaStore = current_app.extensions["media"]
    most_bytes = current_app.config["MAX_FILE_MEGABYTES"] * _MEGABYTE
    with _explain(), store.receive(current_app.config["KEEP_FREE_MEGABYTES"] * _MEGABYTE) as folder:
        sent = folder / "sent"
        with sent.open("wb") as target:
            mark, size = copy_marked(stream, target, most_bytes)
        found = recognise(sent, filename)
        if only_pictures and not found.is_picture:
            raise InvalidInput(_NO_PICTURE)
        if found.is_picture:
            encoded = _encode(store, sent, folder)
            sent.unlink()
            values = _values(encoded, size)
        else:
            encoded, values = None, {"size": size}
            sent.rename(folder / f"file.{found.ending}")
        names = frozenset(file.name for file in folder.iterdir())
        store.keep(folder, mark)
    return _Received(mark, found, names, values, was_moving=bool(encoded and encoded.was_moving))


def _encode(store: MediaStore, sent: Path, folder: Path) -> Encoded:
    most = current_app.config["MAX_MEGAPIXELS"]
    try:
        return store.encode(sent, folder, most * 1_000_000)
    except PictureError as error:
        if error.reason == TOO_LARGE:
            size = {"width": error.width, "height": error.height, "most": most}
            raise InvalidInput(_TOO_MANY_POINTS % size) from error
        if error.reason == NO_ROOM:
            raise NoRoom from error
        raise InvalidInput(_BROKEN) from error
    except Busy as error:
        raise Busy(_MANY) from error


def _values(encoded: Encoded, size: int) -> dict[str, object]:
    return {
        "size": size,
        "width": encoded.width,
        "height": encoded.height,
        "widths": list(encoded.widths),
        "fallback": encoded.fallback,
    }


@contextmanager
def _explain() -> Iterator[None]:
    """Say in words what keeps a file from being stored."""
    try:
        yield
    except TooLarge as error:
        most = current_app.config["MAX_FILE_MEGABYTES"]
        raise InvalidInput(_TOO_LONG % {"most": most}) from error
    except NoRoom as error:
        raise Busy(_FULL) from error
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise Busy(_FULL) from error
        raise
