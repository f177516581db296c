"""A backup that was damaged or made to do harm is refused in a sentence, or does none."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.builders import make_article, make_user
from tests.fixtures.sample import MakeWiki
from wiki.db import db
from wiki.operations.manifest import read_label
from wiki.references.actions import import_sources
from wiki.references.models import CitedSource
from wiki.references.queries import find_items
from wiki.references.steps.citations import store_citations

Parts = dict[str, bytes]
SECRET = "kalle@example.org"


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    """Run `flask --app wiki ...`; a traceback fails the test."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """Give the parts of a sound backup of a small wiki."""
    from tests.fixtures.sample import own_wiki

    folder = tmp_path_factory.mktemp("source")
    with own_wiki(f"sqlite:///{folder / 'wiki.db'}", folder / "instance") as app:
        with app.app_context():
            upgrade()
            editor = make_user("editor", email=SECRET)
            article_id = make_article("Bryggan", editor, body="Vid **vattnet**.")
            import_sources([{"title": "Broar", "issued": "2020"}], editor.viewer)
            store_citations(article_id, ["broar2020"])
            db.session.commit()
            db.session.remove()
        assert run(app, "backup", str(folder / "wiki.zip"))[0] == 0
    with zipfile.ZipFile(folder / "wiki.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, parts: Parts, **manifest: Any) -> Path:
    """Write a backup whose checksums are right; `manifest` replaces what it says."""
    stated = {**json.loads(parts["manifest.json"]), **manifest}
    if "sha256" not in manifest:
        stated["sha256"] = {
            name.removeprefix("tables/").removesuffix(".jsonl"): hashlib.sha256(data).hexdigest()
            for name, data in parts.items()
            if name.startswith("tables/")
        }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, "manifest.json": json.dumps(stated).encode()}.items():
            archive.writestr(name, data)
    return path


def change(parts: Parts, table: str, **values: Any) -> Parts:
    """Return the parts with other values in the first row of a table."""
    name = f"tables/{table}.jsonl"
    first, _, rest = parts[name].partition(b"\n")
    row = json.dumps({**json.loads(first), **values}).encode()
    return {**parts, name: row + b"\n" + rest}


def with_lines(parts: Parts, table: str, lines: bytes) -> Parts:
    name = f"tables/{table}.jsonl"
    return {**parts, name: parts[name] + lines}


BROKEN: dict[str, Callable[[Parts], Parts]] = {
    "a row twice": lambda parts: with_lines(parts, "users", parts["tables/users.jsonl"]),
    "a list": lambda parts: with_lines(parts, "users", b"[1]\n"),
    "a text": lambda parts: with_lines(parts, "users", b'"x"\n'),
    "no JSON": lambda parts: with_lines(parts, "users", b"{\n"),
    "no UTF-8": lambda parts: with_lines(parts, "users", b'{"a": "\xff"}\n'),
    "too deep": lambda parts: with_lines(parts, "users", b"[" * 200_000 + b"\n"),
    "too long": lambda parts: with_lines(parts, "users", b'"' + b"x" * 17_000_000 + b'"\n'),
    "no time": lambda parts: change(parts, "users", created_at="soon"),
    "a number as time": lambda parts: change(parts, "users", created_at=7),
    "an object as name": lambda parts: change(parts, "users", name={"a": 1}),
    "nothing as name": lambda parts: change(parts, "users", name=None),
    "a role that is none": lambda parts: change(parts, "users", role="king"),
    "an author that is none": lambda parts: change(parts, "revisions", author_id=99),
    "a list as HTML": lambda parts: change(parts, "revisions", body_html=["x"]),
    "a source that is none": lambda parts: change(parts, "sources", csl={"URL": "javascript:"}),
    "an endless number": lambda parts: change(parts, "users", id=10**30),
    "no head": lambda parts: change(parts, "articles", head_id=99),
}


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("fault", BROKEN)
def test_a_row_that_cannot_be_stored_is_told_without_its_values(
    make_wiki: MakeWiki, parts: Parts, tmp_path: Path, fault: str
) -> None:
    file = write(tmp_path / "wiki.zip", BROKEN[fault](parts))
    app = make_wiki()
    code, output = run(app, "restore", str(file))
    assert (code, str(file) in output, "a row of the table" in output) == (1, True, True)
    for hidden in (SECRET, "argon2", "INSERT", "parameters", "Traceback"):
        assert hidden not in output
    sound = write(tmp_path / "sound.zip", parts)
    assert run(app, "restore", str(sound))[0] == 0


MANIFESTS: dict[str, bytes] = {
    "a list": b"[]",
    "a text": b'"x"',
    "empty": b"",
    "no object": b"{",
    "nothing in it": b"{}",
    "no tables": b'{"format": 1, "schema": "0007", "sha256": {}, "rows": {}}',
    "tables as a list": b'{"format": 1, "schema": "0007", "sha256": ["users"]}',
    "a list as schema": b'{"format": 1, "schema": ["0007"], "sha256": {}}',
    "a long one": b" " * 2_000_000 + b"{}",
    "too deep": b"[" * 200_000,
    "no UTF-8": b"\xff\xfe\xfa",
}


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("manifest", MANIFESTS)
def test_a_manifest_that_is_none_is_told(
    app: Flask, tmp_path: Path, parts: Parts, manifest: str
) -> None:
    file = tmp_path / "wiki.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {**parts, "manifest.json": MANIFESTS[manifest]}.items():
            archive.writestr(name, data)
    code, output = run(app, "restore", str(file))
    assert (code, output.startswith(str(file)), output.count("\n")) == (1, True, 1)


def damaged(way: int) -> bytes:
    """Return an archive whose manifest, compressed in some way, begins with other bytes."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", way) as archive:
        archive.writestr("manifest.json", '{"format": 1}' * 9)
    content = file.getvalue()
    return content[:47] + b"\xff" * 12 + content[59:]


@pytest.mark.parametrize(
    "left",
    [
        b"",
        b"PK\x03\x04",
        b"no archive at all",
        b"PK\x05\x06" + b"\0" * 18,
        damaged(zipfile.ZIP_DEFLATED),
        damaged(zipfile.ZIP_BZIP2),
        damaged(zipfile.ZIP_LZMA),
        damaged(zipfile.ZIP_STORED).replace(b"manifest", b"manif\xff\xfet"),
    ],
)
def test_a_file_that_is_no_backup_is_told(app: Flask, tmp_path: Path, left: bytes) -> None:
    file = tmp_path / "wiki.zip"
    file.write_bytes(left)
    code, output = run(app, "restore", str(file))
    assert (code, "is not a complete backup" in output) == (1, True)
    assert read_label(file) is None  # as one beside a backup that is kept


@pytest.mark.long
def test_a_script_in_a_backup_is_not_shown(
    make_wiki: MakeWiki, parts: Parts, tmp_path: Path
) -> None:
    html = '<p onclick="a()">Vid vattnet</p><script>alert(1)</script><img src="https://e.se/x">'
    file = write(tmp_path / "wiki.zip", change(parts, "revisions", body_html=html))
    app = make_wiki()
    assert run(app, "restore", str(file))[0] == 0
    page = app.test_client().get("/sv/articles/bryggan").text
    assert "<p>Vid vattnet</p>" in page
    assert "onclick" not in page
    assert "<script>alert" not in page


@pytest.mark.long
def test_sources_and_who_cites_them_come_back(
    make_wiki: MakeWiki, parts: Parts, tmp_path: Path
) -> None:
    app = make_wiki()
    assert run(app, "restore", str(write(tmp_path / "wiki.zip", parts)))[0] == 0
    with app.app_context():
        assert find_items(["broar2020"])["broar2020"]["issued"] == {"date-parts": [[2020]]}
        assert [row.in_head for row in db.session.query(CitedSource)] == [True]
        db.session.remove()


@pytest.mark.long
def test_what_a_backup_does_not_hold_is_not_read_from_it(
    make_wiki: MakeWiki, parts: Parts, tmp_path: Path
) -> None:
    session = b'{"token_hash": "x", "user_id": 1, "seen_at": "2026-01-01T00:00:00+00:00"}\n'
    more = {"tables/user_sessions.jsonl": session, "tables/alembic_version.jsonl": b"{}\n"}
    app = make_wiki()
    assert run(app, "restore", str(write(tmp_path / "wiki.zip", {**parts, **more})))[0] == 0
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM user_sessions").scalar() == 0
