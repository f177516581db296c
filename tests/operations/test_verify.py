"""A backup is tried in a scratch database: what is wrong is named, and nothing is left behind."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from tests.builders import make_article, make_user
from tests.fixtures.sample import MakeWiki
from tests.media.pictures import PDF
from tests.operations.test_crafted_backups import run
from wiki.db import db
from wiki.health.backupmark import read_mark
from wiki.media.actions import add_file

Parts = dict[str, bytes]


@pytest.fixture
def wiki(make_wiki: MakeWiki) -> Flask:
    """A wiki with two articles and a file."""
    app = make_wiki()
    with app.app_context():
        upgrade()
        editor = make_user("editor")
        make_article("Bryggan", editor, body="Vid **vattnet**.")
        make_article("Ängen", editor, facts={"definition": "Gräs"})
        add_file(BytesIO(PDF), "Rapport.pdf", editor.viewer)
        db.session.remove()
    return app


@pytest.fixture
def file(wiki: Flask, tmp_path: Path) -> Path:
    """A backup of it."""
    assert run(wiki, "backup", str(tmp_path / "wiki.zip"))[0] == 0
    return tmp_path / "wiki.zip"


def rewrite(file: Path, change: Callable[[Parts], Parts]) -> None:
    """Write a backup again, changed, with the checksums that then are right."""
    with zipfile.ZipFile(file) as archive:
        parts = change({name: archive.read(name) for name in archive.namelist()})
    manifest = json.loads(parts["manifest.json"])
    for name in manifest["sha256"]:
        data = parts.get(f"tables/{name}.jsonl", b"")
        manifest["sha256"][name] = hashlib.sha256(data).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def with_manifest(parts: Parts, **values: Any) -> Parts:
    manifest = {**json.loads(parts["manifest.json"]), **values}
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def with_users_twice(parts: Parts) -> Parts:
    return {**parts, "tables/users.jsonl": parts["tables/users.jsonl"] * 2}


def media_of(parts: Parts) -> str:
    return next(name for name in parts if name.startswith("media/"))


def without_file(parts: Parts) -> Parts:
    kept = {name: data for name, data in parts.items() if not name.startswith("media")}
    sha256 = hashlib.sha256(b"").hexdigest()
    return with_manifest({**kept, "media.sha256": b""}, files=0, files_sha256=sha256)


@pytest.mark.long
def test_a_sound_backup_is_said_to_be_and_nothing_is_left(
    wiki: Flask, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, instance = tmp_path / "scratch", Path(wiki.instance_path)
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with wiki.app_context():
        schemas = inspect(db.engine).get_schema_names()
    files = sorted(instance.rglob("*"))

    code, output = run(wiki, "backup", "verify", str(file))

    assert (code, output.startswith(f"{file}: sound. Made 2")) == (0, True)
    assert "came back the same in a scratch" in output
    assert "1 pictures and files are whole" in output
    assert list(scratch.iterdir()) == []
    assert sorted(instance.rglob("*")) == files
    with wiki.app_context():
        assert inspect(db.engine).get_schema_names() == schemas
    mark = read_mark(instance)
    assert mark.verified_at is not None
    assert mark.verified == (mark.id,)


FAULTS: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "fewer rows": (
        lambda parts: with_manifest(
            parts, rows={**json.loads(parts["manifest.json"])["rows"], "articles": 3}
        ),
        "the table articles has 2 rows instead of 3",
    ),
    "another file": (
        lambda parts: {**parts, media_of(parts): PDF + b"x"},
        "{media} is damaged",
    ),
    "another list": (
        lambda parts: {**parts, "media.sha256": b"0" * 64 + parts["media.sha256"][64:]},
        "media.sha256 is damaged",
    ),
    "no file": (without_file, "the picture or file rapport is not in it"),
    "a row that points at nothing": (
        lambda parts: {
            **parts,
            "tables/revisions.jsonl": parts["tables/revisions.jsonl"].replace(
                b'"author_id": 1', b'"author_id": 99', 1
            ),
        },
        "the table revisions",
    ),
    "an unknown table": (
        lambda parts: with_manifest(
            {**parts, "tables/secrets.jsonl": b""},
            sha256={**json.loads(parts["manifest.json"])["sha256"], "secrets": ""},
        ),
        "the table secrets is unknown to this version",
    ),
    "a newer version": (
        lambda parts: with_manifest(parts, schema="9999"),
        "made by a newer version",
    ),
    "a row twice": (
        with_users_twice,
        "a row of the table users is refused",
    ),
    "a bomb": (
        lambda parts: {**parts, "tables/tips.jsonl": b" " * 70_000_000},
        "it would unpack into",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_named(wiki: Flask, file: Path, fault: str) -> None:
    change, words = FAULTS[fault]
    with zipfile.ZipFile(file) as archive:
        media = media_of(dict.fromkeys(archive.namelist(), b""))
    rewrite(file, change)

    code, output = run(wiki, "backup", "verify", str(file))

    assert (code, words.format(media=media) in output) == (1, True), output
    assert "Traceback" not in output
    assert read_mark(Path(wiki.instance_path)).failed_at is not None


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04"), "is not a complete backup"),
        (lambda path: path.write_text("notes"), "is not a complete backup"),
        (os.mkfifo, "is a named pipe, not a file."),
        (Path.mkdir, "is a folder, not a file."),
        (lambda path: path.symlink_to("/dev/zero"), "is a device, not a file."),
        (lambda path: path.symlink_to("nowhere"), "There is no file"),
    ],
)
@pytest.mark.parametrize("command", [["backup", "verify"], ["backup", "settings"], ["restore"]])
def test_what_is_no_backup_is_refused(
    app: Flask,
    tmp_path: Path,
    command: list[str],
    make: Callable[[Path], object],
    words: str,
) -> None:
    file = tmp_path / "wiki.zip"
    make(file)
    code, output = run(app, *command, str(file))
    assert (code != 0, words in output or "is a directory" in output) == (True, True), output


@pytest.mark.long
def test_a_file_that_is_cut_anywhere_is_no_backup(wiki: Flask, file: Path) -> None:
    whole = file.read_bytes()
    for length in range(0, len(whole), len(whole) // 20):
        file.write_bytes(whole[:length])
        code, output = run(wiki, "backup", "verify", str(file))
        assert (code, "is not a complete backup" in output) == (1, True)


@pytest.mark.long
def test_a_backup_of_an_older_version_is_tried_with_its_own_tables(
    make_wiki: MakeWiki, tmp_path: Path
) -> None:
    older = make_wiki()
    with older.app_context():
        upgrade()
        make_article("Bryggan", make_user("editor"), body="Vid **vattnet**.")
        db.session.remove()
        downgrade(revision="0006")
    assert run(older, "backup", str(tmp_path / "wiki.zip"))[0] == 0
    code, output = run(make_wiki(), "backup", "verify", str(tmp_path / "wiki.zip"))
    assert (code, "sound" in output, "migration 0006" in output) == (0, True, True), output


@pytest.mark.long
def test_a_backup_of_the_other_database_is_tried_too(
    wiki: Flask, file: Path, make_wiki: MakeWiki
) -> None:
    """PostgreSQL that does not answer is no reason not to try: SQLite does it."""
    from tests.fixtures.sample import own_wiki

    with own_wiki("postgresql://wiki@127.0.0.1:1/wiki", Path(wiki.instance_path)) as lonely:
        code, output = run(lonely, "backup", "verify", str(file))
    assert (code, "in a scratch database of SQLite" in output) == (0, True)
