"""Run the operators' commands on databases of their own."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.content.folders import SAMPLE
from tests.fixtures.sample import MakeWiki
from wiki.accounts.models import User, UserSession
from wiki.articles.models import Article
from wiki.audit.models import AuditEntry
from wiki.content.folder import read_folder
from wiki.db import db
from wiki.operations.first_start import prepare
from wiki.operations.server_lock import join_servers
from wiki.revisions.models import Revision

pytestmark = pytest.mark.long


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    """Run `flask --app wiki ...`; return its exit code and what it printed."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables but sessions."""
    with app.app_context():
        found = {
            name: [
                tuple(row)
                for row in db.session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for name, table in db.metadata.tables.items()
            if name
            not in {
                "article_advice",
                "index_outbox",
                "login_throttles",
                "related_articles",
                "table_states",
                "title_words",
                "user_sessions",
            }
        }
        db.session.remove()
    return found


def test_the_first_start_fills_the_wiki_and_shows_the_passwords_once(
    make_wiki: MakeWiki,
) -> None:
    app = make_wiki()
    lines: list[str] = []
    prepare(app, lines.append)

    accounts = [line.split() for line in lines if "@" in line]
    assert [(role, email) for role, email, _ in accounts] == [
        ("author", "author@example.org"),
        ("editor", "editor@example.org"),
        ("admin", "admin@example.org"),
    ]
    assert len({password for *_, password in accounts}) == 3
    again: list[str] = []
    prepare(app, again.append)
    assert again == []
    with app.app_context():
        opened = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "create").order_by(AuditEntry.id)
        )
        assert [(entry.actor_id, entry.detail["email"]) for entry in opened] == [
            (None, "editorial@wiki.invalid"),
            (None, "author@example.org"),
            (None, "editor@example.org"),
            (None, "admin@example.org"),
        ]


def test_a_backup_restores_whole(
    make_wiki: MakeWiki, make_started_wiki: MakeWiki, tmp_path: Path
) -> None:
    source, target = make_started_wiki(), make_wiki()
    with source.app_context():
        user = db.session.scalars(select(User)).first()
        assert user is not None
        db.session.add(UserSession(token_hash="x", user_id=user.id))
        db.session.commit()
    file = tmp_path / "wiki.backup"

    assert run(source, "backup", str(file))[0] == 0
    assert run(target, "restore", str(file))[0] == 0

    assert everything(target) == everything(source)
    assert run(target, "search", "check") == (0, "The index agrees with the database.\n")
    with target.app_context():
        assert db.session.scalars(select(UserSession)).all() == []
        article = db.session.scalars(select(Article)).first()
        assert article is not None
        article.head = Revision(
            article_id=article.id,
            number=99,
            author_id=article.created_by_id,
            title="x",
            sort_key="x",
            source_hash="",
            body_markdown="",
            body_html="",
            body_text="",
            renderer_version=1,
        )
        db.session.commit()  # new ids continue after the restored ones


def test_a_database_without_a_wiki_is_not_backed_up(make_wiki: MakeWiki, tmp_path: Path) -> None:
    file = tmp_path / "wiki.backup"
    code, output = run(make_wiki(), "backup", str(file))
    assert code == 1
    assert "There is no wiki in" in output
    assert "db upgrade" in output
    assert not any(tmp_path.glob("wiki.backup*"))


def test_a_backup_names_the_folder_that_is_missing(
    make_started_wiki: MakeWiki, tmp_path: Path
) -> None:
    code, output = run(make_started_wiki(), "backup", str(tmp_path / "nosuch/wiki.backup"))
    assert (code, output) == (
        1,
        f"There is no folder {tmp_path}/nosuch: create it, or choose another.\n",
    )


def test_a_backup_names_the_file_it_cannot_write(
    make_started_wiki: MakeWiki, tmp_path: Path
) -> None:
    file = tmp_path / ("x" * 250)  # too long a name once .partial is appended
    code, output = run(make_started_wiki(), "backup", str(file))
    assert (code, output) == (1, f"{file} cannot be written: File name too long\n")


def test_a_restore_is_refused_while_a_server_runs(
    make_started_wiki: MakeWiki, tmp_path: Path
) -> None:
    app = make_started_wiki()
    file = tmp_path / "wiki.backup"
    run(app, "backup", str(file))

    with join_servers(Path(app.instance_path)), join_servers(Path(app.instance_path)):
        code, output = run(app, "restore", "--replace", str(file))
    assert (code, "stop it, restore" in output) == (1, True)
    assert run(app, "restore", "--replace", str(file))[0] == 0


def test_a_backup_that_is_not_there_is_named(make_wiki: MakeWiki) -> None:
    assert run(make_wiki(), "restore", "/nosuch") == (1, "There is no file /nosuch.\n")


def test_a_restore_does_not_overwrite_unasked(make_started_wiki: MakeWiki, tmp_path: Path) -> None:
    app = make_started_wiki()
    file = tmp_path / "wiki.backup"
    run(app, "backup", str(file))
    before = everything(app)
    with app.app_context():
        db.session.execute(db.update(User).values(name="Changed"))
        db.session.commit()

    code, output = run(app, "restore", str(file))
    assert (code, "--replace" in output) == (1, True)
    assert everything(app) != before
    assert run(app, "restore", "--replace", str(file))[0] == 0
    assert everything(app) == before


def damage(file: Path, change: str) -> None:
    """Write the backup again with a single fault."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if change == "row":
        parts["tables/users.jsonl"] = parts["tables/users.jsonl"].replace(b"editor", b"admins", 1)
    if change == "missing":
        del parts["tables/users.jsonl"]
    if change == "newer":
        manifest = json.loads(parts["manifest.json"])
        parts["manifest.json"] = json.dumps({**manifest, "schema": "9999"}).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    if change == "cut":
        file.write_bytes(file.read_bytes()[:-200])


@pytest.mark.sampled(3)
@pytest.mark.parametrize("change", ["row", "missing", "newer", "cut"])
def test_a_damaged_backup_touches_nothing(
    change: str, make_started_wiki: MakeWiki, tmp_path: Path
) -> None:
    app = make_started_wiki()
    file = tmp_path / "wiki.backup"
    run(app, "backup", str(file))
    before = everything(app)
    damage(file, change)

    code, output = run(app, "restore", "--replace", str(file))

    assert code == 1
    assert str(file) in output
    assert everything(app) == before


def test_rows_that_cannot_be_stored_leave_the_wiki_as_it_was(
    make_started_wiki: MakeWiki, tmp_path: Path
) -> None:
    """Restore a backup with correct checksums whose rows break a constraint."""
    app = make_started_wiki()
    file = tmp_path / "wiki.backup"
    run(app, "backup", str(file))
    before = everything(app)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    doubled = parts["tables/users.jsonl"] + parts["tables/users.jsonl"]
    manifest = json.loads(parts["manifest.json"])
    manifest["sha256"]["users"] = hashlib.sha256(doubled).hexdigest()
    parts |= {"tables/users.jsonl": doubled, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)

    code, output = run(app, "restore", "--replace", str(file))

    assert code == 1
    assert "The wiki is as it was before." in output
    assert everything(app) == before


def test_the_sample_has_a_history_to_compare(make_started_wiki: MakeWiki) -> None:
    client = make_started_wiki().test_client()

    for address in (
        "sv/articles/vad-ar-social-innovation",
        "en/articles/what-is-social-innovation",
    ):
        html = client.get(f"/{address}/compare?from=1&to=2").get_data(as_text=True)
        assert "<ins" in html
        assert "<del" in html


def test_content_goes_out_and_comes_back(make_started_wiki: MakeWiki, tmp_path: Path) -> None:
    source, target = make_started_wiki(), make_started_wiki()
    folder = tmp_path / "content"
    count = len(read_folder(SAMPLE)[0].documents)

    code, output = run(source, "content", "export", str(folder))
    assert (code, f"{count} articles, 41 tags" in output) == (0, True)
    code, output = run(target, "content", "load", str(folder), "--author", "editor@example.org")
    assert (code, f"0 new, 0 changed, {count} unchanged" in output) == (0, True)
    code, output = run(target, "content", "load", str(folder), "--author", "nobody@example.org")
    assert (code, "no account with the e-mail address nobody@example.org" in output) == (1, True)
    (folder / "articles/sv/vad-ar-social-innovation.md").write_text("broken")
    code, output = run(target, "content", "load", str(folder))
    assert code == 1
    assert "articles/sv/vad-ar-social-innovation.md, line 1:" in output
    assert "Nothing was loaded." in output
