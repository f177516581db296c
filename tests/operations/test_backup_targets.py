"""A backup replaces an older one and nothing else, and an older wiki can be backed up too."""

import fcntl
import os
import resource
import socket
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests.builders import make_article, make_user
from tests.fixtures.sample import MakeWiki
from wiki.db import db
from wiki.operations.whole_file import write_whole


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    """Run `flask --app wiki ...`; a traceback fails the test."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def make_socket(path: Path) -> None:
    # A socket's path may have about 100 characters.
    before = Path.cwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
    os.chdir(before)


def link_to_a_file(path: Path) -> None:
    path.with_name("file").write_text("mine")
    path.symlink_to("file")


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (os.mkfifo, "a named pipe"),
        (Path.mkdir, "a folder"),
        (link_to_a_file, "a symbolic link"),
        (lambda path: path.symlink_to("/nowhere"), "a symbolic link"),
        (lambda path: path.symlink_to("/dev/null"), "a symbolic link"),
        (make_socket, "a socket"),
    ],
)
def test_what_is_no_file_is_refused_and_left(
    app: Flask, tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    target = tmp_path / "target"
    make(target)
    before = target.lstat()
    assert run(app, "backup", str(target)) == (
        1,
        f"{target} is {what}, not a file: choose another name.\n",
    )
    after = target.lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert not target.with_name("target.partial").exists()
    if target.with_name("file").exists():
        assert target.with_name("file").read_text() == "mine"


def test_a_device_is_refused(app: Flask) -> None:
    assert run(app, "backup", "/dev/null") == (
        1,
        "/dev/null is a device, not a file: choose another name.\n",
    )


def write_older(target: Path) -> bytes:
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("manifest.json", "{}")
    return target.read_bytes()


@pytest.mark.long
def test_an_older_backup_is_replaced_whole(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "wiki.zip"
    write_older(target)
    partial = tmp_path / "wiki.zip.abcdefgh.partial"
    (tmp_path / "theirs").write_text("theirs")
    partial.symlink_to("theirs")
    assert run(app, "backup", str(target))[0] == 0
    assert "manifest.json" in zipfile.ZipFile(target).namelist()
    assert target.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert partial.is_symlink()


@pytest.mark.long
def test_a_backup_that_fails_leaves_the_older_one(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "wiki.zip"
    older = write_older(target)
    with at_most_bytes(4096):
        code, output = run(app, "backup", str(target))
    assert (code, output) == (1, f"{target} cannot be written: File too large\n")
    assert target.read_bytes() == older
    assert [path.name for path in tmp_path.iterdir()] == ["wiki.zip"]


@contextmanager
def at_most_bytes(count: int) -> Iterator[None]:
    """Let no file of this process grow further, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.long
def test_what_a_killed_backup_left_is_removed_and_nothing_else(app: Flask, tmp_path: Path) -> None:
    left, older_left = tmp_path / "wiki.zip.ab_cd123.partial", tmp_path / "wiki.zip.partial"
    new, running, theirs = (tmp_path / name for name in NOT_LEFT)
    for path in (left, older_left, new, running, theirs):
        path.write_bytes(b"PK")
        if path != new:
            os.utime(path, (0, 0))
    with running.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert run(app, "backup", str(tmp_path / "wiki.zip"))[0] == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"wiki.zip", *NOT_LEFT}


@pytest.mark.long
def test_a_full_instance_folder_is_no_reason_to_make_no_backup(app: Flask, tmp_path: Path) -> None:
    target, instance = tmp_path / "wiki.zip", Path(app.instance_path)
    (instance / "last_backup.json").unlink(missing_ok=True)
    (instance / "last_backup.json").mkdir()
    try:
        code, output = run(app, "backup", str(target))
    finally:
        (instance / "last_backup.json").rmdir()
    words = f"The backup is whole, but {instance} cannot be written: Is a directory"
    assert (code, words in output, zipfile.is_zipfile(target)) == (1, True, True)
    assert list(instance.glob("*.new")) == []


NOT_LEFT = ["wiki.zip.aaaaaaaa.partial", "wiki.zip.bbbbbbbb.partial", "wiki.zip.mine.partial"]


def test_two_backups_at_once_are_both_whole(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "wiki.zip"
    with write_whole(target) as first:
        first.write(b"first")
        with write_whole(target) as second:
            second.write(b"second")
        assert target.read_bytes() == b"second"
    assert target.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["wiki.zip"]


@pytest.mark.long
def test_a_backup_fills_an_empty_file(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "wiki.zip"
    target.touch()
    assert run(app, "backup", str(target))[0] == 0
    assert zipfile.is_zipfile(target)


def write_archive(target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "")


def write_archive_without_names(target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("å.xml", "")
    target.write_bytes(target.read_bytes().replace("å".encode(), b"\xff\xfe"))


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b"SQLite format 3\0"),
        lambda path: path.write_text("5f0c"),
        write_archive,
        write_archive_without_names,
    ],
    ids=["a database", "a secret", "another archive", "names that are no text"],
)
def test_a_file_that_is_no_backup_is_left(
    app: Flask, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    target = tmp_path / "wiki.db"
    make(target)
    before = target.read_bytes()
    assert run(app, "backup", str(target)) == (
        1,
        f"{target} exists and is no backup: choose another name.\n",
    )
    assert target.read_bytes() == before


@pytest.mark.long
def test_an_older_wiki_is_backed_up_before_its_upgrade(make_wiki: MakeWiki, tmp_path: Path) -> None:
    source, target = make_wiki(), make_wiki()
    with source.app_context():
        upgrade()
        make_article("Bryggan", make_user("editor"), body="Vid **vattnet**.")
        db.session.remove()
        downgrade(revision="0006")
    code, output = run(source, "users", "list")
    assert (code, "older version" in output) == (1, True)
    file = tmp_path / "wiki.zip"
    assert run(source, "backup", str(file))[0] == 0
    assert run(target, "restore", str(file))[0] == 0
    page = target.test_client().get("/sv/articles/bryggan")
    assert (page.status_code, "<strong>vattnet</strong>" in page.text) == (200, True)
