"""With a bucket, the wiki starts, is backed up, restored and exported as with a folder."""

import os
import shutil
import socket
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from click import ClickException
from flask import Flask
from flask_migrate import upgrade

from tests.builders import make_user
from tests.fixtures.application import THREADS
from tests.fixtures.s3 import S3
from tests.fixtures.sample import MakeWiki, own_wiki
from tests.media.pictures import PDF, picture
from tests.operations.meanwhile import deleting_when_read
from wiki.background import list_pulses
from wiki.console import explain_errors
from wiki.content.actions import export_folder
from wiki.db import db
from wiki.media.actions import add_file
from wiki.media.bucket.store import BucketStore
from wiki.media.setup import fill_bucket, try_storage
from wiki.operations.backup import write_backup
from wiki.operations.restore import restore_backup
from wiki.operations.verify import verify_backup

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]


@pytest.fixture
def in_bucket(s3: S3, monkeypatch: pytest.MonkeyPatch) -> S3:
    """Let the wikis that are made from now on use the bucket."""
    monkeypatch.setenv("WIKI_MEDIA_BUCKET", s3.bucket)
    monkeypatch.setenv("WIKI_MEDIA_S3_ENDPOINT", s3.url)
    return s3


def fill(app: Flask) -> None:
    """Put a picture and a file into a new wiki."""
    with app.app_context():
        upgrade()
        author = make_user().viewer
        add_file(BytesIO(picture()), "Bryggan.jpg", author)
        add_file(BytesIO(PDF), "Rapport.pdf", author)
        db.session.remove()


@pytest.fixture
def wiki(in_bucket: S3, make_wiki: MakeWiki) -> Flask:
    assert in_bucket
    app = make_wiki()
    fill(app)
    return app


def test_a_backup_brings_the_files_into_another_bucket(
    wiki: Flask, in_bucket: S3, make_wiki: MakeWiki, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with wiki.app_context():
        written = write_backup(tmp_path / "wiki.zip")
        assert (written.files, [*written.missing]) == (4, [])
        assert verify_backup(tmp_path / "wiki.zip").faults == []
        db.session.remove()
    monkeypatch.setenv("WIKI_MEDIA_BUCKET", f"{in_bucket.bucket}/other")
    other = make_wiki()
    with other.app_context():
        restore_backup(other, tmp_path / "wiki.zip", replace=False)
        db.session.remove()
    keys = [key for key in in_bucket.list_keys() if key.startswith("media/")]
    restored = [key for key in in_bucket.list_keys() if key.startswith("other/")]
    assert len(keys) == 4
    assert restored == [f"other/{key}" for key in keys]


def test_what_is_deleted_meanwhile_is_in_the_backup(wiki: Flask, tmp_path: Path) -> None:
    with wiki.app_context():
        with deleting_when_read("rapport", make_user("editor").viewer):
            written = write_backup(tmp_path / "wiki.zip")
        assert (written.rows["media_files"], written.files, [*written.missing]) == (2, 4, [])
        later = write_backup(tmp_path / "later.zip")
        assert (later.rows["media_files"], later.files, [*later.missing]) == (1, 3, [])
        db.session.remove()


def test_what_somebody_else_has_deleted_is_told(wiki: Flask, in_bucket: S3, tmp_path: Path) -> None:
    pdf = next(key for key in in_bucket.list_keys() if key.endswith(".pdf"))
    in_bucket.client.delete_object(Bucket=in_bucket.bucket, Key=pdf)
    result = wiki.test_cli_runner().invoke(args=["backup", str(tmp_path / "wiki.zip")])
    assert result.exit_code == 0
    assert "the backup lacks them: rapport" in result.output


def test_a_backup_fails_in_words_while_the_bucket_is_silent(
    wiki: Flask, in_bucket: S3, tmp_path: Path
) -> None:
    in_bucket.line.is_cut = True
    result = wiki.test_cli_runner().invoke(args=["backup", str(tmp_path / "wiki.zip")])
    assert result.exit_code == 1
    assert f"wiki.zip was not made. The bucket {in_bucket.bucket} at" in result.output
    assert [*tmp_path.glob("wiki.zip*")] == []


def test_an_export_fetches_what_this_machine_has_not_read(wiki: Flask, tmp_path: Path) -> None:
    shutil.rmtree(Path(wiki.instance_path) / "media")
    with wiki.app_context():
        export_folder(tmp_path / "out", make_user("admin").viewer)
        db.session.remove()
    assert (tmp_path / "out" / "media" / "rapport.pdf").read_bytes() == PDF


def test_a_folder_of_before_goes_into_the_bucket_at_the_start(
    fresh_database_url: str, s3: S3, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with own_wiki(fresh_database_url, tmp_path) as app:
        fill(app)
    monkeypatch.setenv("WIKI_MEDIA_BUCKET", s3.bucket)
    monkeypatch.setenv("WIKI_MEDIA_S3_ENDPOINT", s3.url)
    said: list[str] = []
    with own_wiki(fresh_database_url, tmp_path) as app, app.app_context():
        assert try_storage(said.append)
        fill_bucket(said.append)
        fill_bucket(said.append)
        db.session.remove()
    assert len(s3.list_keys()) == 4
    assert said == [f"2 pictures and files were copied from {tmp_path}/media into the bucket."]
    assert len([*tmp_path.glob("media/??/*/*")]) == 4


def test_a_bucket_that_is_missing_stops_the_start_in_words(in_bucket: S3, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = {**os.environ, "WIKI_INSTANCE": str(tmp_path), "PORT": port}
    environment["WIKI_MEDIA_BUCKET"] = "no-such-bucket"
    ended = subprocess.run(
        [sys.executable, "run.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert f"The bucket no-such-bucket at {in_bucket.url} refuses: NoSuchBucket" in said
    assert "Traceback" not in said
    assert "loading the sample content" not in said


def test_a_bucket_that_is_silent_does_not_stop_the_start(wiki: Flask, in_bucket: S3) -> None:
    said: list[str] = []
    in_bucket.line.is_cut = True
    with wiki.app_context():
        assert not try_storage(said.append)
        with pytest.raises(ClickException, match="does not answer"), explain_errors():
            add_file(BytesIO(PDF + b"\n"), "Another.pdf", make_user().viewer)
        db.session.remove()
    assert said[0].endswith("The wiki starts without its pictures and files.")


def test_each_process_has_a_thread_that_sweeps(wiki: Flask) -> None:
    assert isinstance(wiki.extensions["media"], BucketStore)
    wiki.config["INDEX_IN_BACKGROUND"] = True
    assert wiki.test_client().get("/sv/", headers={"Host": "localhost"}).status_code == 200
    try:
        running = [pulse.name for pulse in list_pulses(wiki.config) if pulse.is_running]
        assert "media-sweeper" in running
    finally:
        for name in (*THREADS, "media_sweeper", "search_drainer", "searches"):
            wiki.extensions[name].stop()
