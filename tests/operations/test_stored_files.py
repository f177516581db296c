"""A backup holds the pictures and files of the library, whole, and brings them back."""

import hashlib
import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.builders import make_user
from tests.fixtures.sample import MakeWiki
from tests.media.pictures import PDF, picture
from tests.operations.meanwhile import deleting_when_read
from wiki.db import db
from wiki.media.actions import add_file
from wiki.media.queries import find_file
from wiki.operations.backup import write_backup
from wiki.operations.manifest import BackupError, read_manifest
from wiki.operations.restore import restore_backup
from wiki.operations.verify import verify_backup

pytestmark = pytest.mark.long


@pytest.fixture
def wiki(make_wiki: MakeWiki) -> Flask:
    """A wiki with a picture and a file."""
    app = make_wiki()
    with app.app_context():
        upgrade()
        author = make_user().viewer
        add_file(BytesIO(picture()), "Bryggan.jpg", author)
        add_file(BytesIO(PDF), "Rapport.pdf", author)
        db.session.remove()
    return app


def _stored(app: Flask) -> dict[str, bytes]:
    folder = Path(app.instance_path) / "media"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_backup_brings_the_files_back(wiki: Flask, tmp_path: Path) -> None:
    before = _stored(wiki)
    with wiki.app_context():
        write_backup(tmp_path / "wiki.zip")
        shutil.rmtree(Path(wiki.instance_path) / "media")

        restore_backup(wiki, tmp_path / "wiki.zip", replace=True)

        assert find_file("rapport").size == len(PDF)
        db.session.remove()
    assert len(before) == 4
    assert _stored(wiki) == before


def test_a_file_that_is_deleted_meanwhile_is_in_the_backup(wiki: Flask, tmp_path: Path) -> None:
    """The rows of a backup are older than the moment at which its files are read."""
    media = Path(wiki.instance_path) / "media"
    with wiki.app_context():
        with deleting_when_read("rapport", make_user("editor").viewer):
            written = write_backup(tmp_path / "wiki.zip")
        assert (written.rows["media_files"], written.files, [*written.missing]) == (2, 4, [])
        assert verify_backup(tmp_path / "wiki.zip").faults == []
        db.session.remove()
    assert list(media.rglob("*.pdf")) == []
    assert list(media.glob(".*")) == []


def test_a_file_that_the_wiki_has_lost_is_told(wiki: Flask, tmp_path: Path) -> None:
    shutil.rmtree(Path(wiki.instance_path) / "media")
    result = wiki.test_cli_runner().invoke(args=["backup", str(tmp_path / "wiki.zip")])
    assert result.exit_code == 0
    assert "the backup lacks them: bryggan, rapport" in result.output


def test_the_list_of_files_is_one_that_other_programs_check(wiki: Flask, tmp_path: Path) -> None:
    with wiki.app_context():
        write_backup(tmp_path / "wiki.zip")
        db.session.remove()
    with zipfile.ZipFile(tmp_path / "wiki.zip") as archive:
        lines = archive.read("media.sha256").decode().splitlines()
        assert len(lines) == 4
        for line in lines:
            checksum, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == checksum


def test_a_backup_that_lacks_a_file_is_refused(wiki: Flask, tmp_path: Path) -> None:
    with wiki.app_context():
        write_backup(tmp_path / "wiki.zip")
        with zipfile.ZipFile(tmp_path / "wiki.zip") as whole:
            names = whole.namelist()
            torn = next(name for name in names if name.endswith(".pdf"))
            with zipfile.ZipFile(tmp_path / "torn.zip", "w") as copy:
                for name in names:
                    if name != torn:
                        copy.writestr(name, whole.read(name))
                copy.writestr("media/../../secret_key", b"x")
        with pytest.raises(BackupError, match="all files"):
            read_manifest(tmp_path / "torn.zip")
        assert (
            json.loads(zipfile.ZipFile(tmp_path / "wiki.zip").read("manifest.json"))["files"] == 4
        )
        db.session.remove()
