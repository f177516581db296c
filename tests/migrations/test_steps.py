"""Run the migrations up and down, on an empty and on a filled database."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, func, insert, inspect, select, text

from tests.builders import make_user
from tests.fixtures.sample import MakeWiki
from wiki.db import db
from wiki.operations.backup import write_backup
from wiki.operations.manifest import read_manifest
from wiki.operations.restore import restore_backup
from wiki.operations.rows import store_rows
from wiki.schema import list_steps
from wiki.search.index.models import IndexTask
from wiki.tags.actions.terms import update_tag
from wiki.tags.models import Tag, TagSynonym
from wiki.tags.terms import Term

pytestmark = pytest.mark.long
# The tables that came after terms had versions.
NEWER = {
    "amendments",
    "appointments",
    "article_authors",
    "backup_codes",
    "code_apps",
    "home_identities",
    "passkeys",
    "checks",
    "working_copies",
    "media_files",
    "media_uses",
    "removed_files",
    "dropped_contents",
    "citations",
    "source_redirects",
    "mentions",
    "notice_settings",
    "notices",
    "posts",
    "publications",
    "reads",
    "reminders",
    "subscriptions",
    "text_tasks",
    "tag_proposals",
    "tag_deeds",
    "tag_relations",
    "reviews",
    "remarks",
    "reviewed_versions",
    "sources",
    "tips",
    "template_texts",
    "threads",
    "watches",
    "topic_proposals",
    "university_profiles",
    "site_versions",
}


@pytest.fixture
def empty_wiki(make_wiki: MakeWiki) -> Iterator[Flask]:
    """A wiki whose database has no tables yet."""
    app = make_wiki()
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def filled_wiki(make_started_wiki: MakeWiki) -> Iterator[Flask]:
    """A wiki with the sample content."""
    app = make_started_wiki()
    with app.app_context():
        yield app
        db.session.remove()


@pytest.mark.usefixtures("empty_wiki")
def test_the_steps_make_what_the_models_say() -> None:
    upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_names_of_the_files_say_what_the_steps_are(empty_wiki: Flask) -> None:
    """The start compares them with the database, and loads no step where nothing is to do."""
    directory = empty_wiki.extensions["migrate"].directory
    steps = [step.revision for step in ScriptDirectory(directory).walk_revisions()]
    assert [*reversed(list_steps(directory))] == steps


@pytest.mark.usefixtures("empty_wiki")
def test_the_steps_can_be_walked_back() -> None:
    upgrade()
    downgrade(revision="base")

    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()


@pytest.mark.usefixtures("filled_wiki")
def test_a_filled_database_is_upgraded_with_nothing_lost(tmp_path: Path) -> None:
    """Fill the first schema with what it can hold, then run every later migration."""
    counts = dict(write_backup(tmp_path / "wiki.backup").rows)
    downgrade(revision="base")
    upgrade(revision="0001")
    first = set(inspect(db.engine).get_table_names())
    with db.engine.begin() as target:
        manifest = read_manifest(tmp_path / "wiki.backup")
        store_rows(tmp_path / "wiki.backup", manifest, target)

    upgrade()

    with db.engine.connect() as connection:
        stored = {
            table: connection.scalar(text(f'SELECT count(*) FROM "{table}"')) for table in counts
        }
    # What was published before there were watches is no news.
    assert stored.pop("publications") == stored["articles"]
    del counts["publications"]
    assert stored == {table: count if table in first else 0 for table, count in counts.items()}
    assert counts["revisions"] == counts["articles"] + 2


@pytest.mark.usefixtures("filled_wiki")
def test_the_terms_of_an_older_wiki_are_at_their_first_version() -> None:
    words = select(func.count()).select_from(TagSynonym)
    before = db.session.scalar(words)
    db.session.remove()
    downgrade(revision="0006")
    assert "version" not in {column["name"] for column in inspect(db.engine).get_columns("tags")}

    upgrade()

    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT DISTINCT version FROM tags")).all() == [(1,)]
        assert connection.scalar(text("SELECT count(*) FROM tags")) == 41
        assert connection.scalar(words) == before


def test_a_backup_of_before_terms_had_versions_is_restored(
    filled_wiki: Flask, tmp_path: Path
) -> None:
    counts = write_backup(tmp_path / "now.backup").rows
    older = tmp_path / "older.backup"
    write_without_versions(tmp_path / "now.backup", older)

    expected = {name: count for name, count in counts.items() if name not in NEWER}
    assert restore_backup(filled_wiki, older, replace=True) == expected

    assert {tag.version for tag in db.session.scalars(select(Tag))} == {1}
    tag = db.session.scalars(select(Tag).where(Tag.kind == "topic")).first()
    assert tag is not None
    editor = make_user("editor").viewer
    saved = update_tag(tag.id, Term("topic", "Nytt", "Renewed"), tag.edition, editor)
    assert (saved.label_sv, saved.version) == ("Nytt", 2)


def write_without_versions(path: Path, older: Path) -> None:
    """Write a backup as it was before the migration that added versions to tags."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(older, "w") as copy:
        manifest = json.loads(archive.read("manifest.json"))
        for name in manifest["rows"].keys() - NEWER:
            content = archive.read(f"tables/{name}.jsonl")
            if name == "tags":
                rows = [json.loads(line) for line in content.splitlines()]
                assert {row.pop("version") for row in rows} == {1}
                content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
                manifest["sha256"][name] = hashlib.sha256(content).hexdigest()
            copy.writestr(f"tables/{name}.jsonl", content)
        sums = {name: found for name, found in manifest["sha256"].items() if name not in NEWER}
        older_manifest = manifest | {"schema": "0006", "sha256": sums}
        # There was no library of pictures and files yet.
        del older_manifest["files"], older_manifest["files_sha256"]
        copy.writestr("manifest.json", json.dumps(older_manifest))


@pytest.mark.usefixtures("filled_wiki")
def test_the_universities_of_an_older_wiki_take_their_places() -> None:
    numbers = text("SELECT slug FROM tags WHERE kind = 'university' AND number = :number")
    first = {"number": 1}
    downgrade(revision="0005")
    with db.engine.connect() as connection:
        assert connection.scalar(numbers, first) is None

    upgrade()

    with db.engine.connect() as connection:
        assert connection.scalar(numbers, first) == "malmo-university"
        assert connection.scalar(numbers, {"number": 6}) == "jonkoping-university"


@pytest.mark.usefixtures("filled_wiki")
def test_the_journal_of_an_older_wiki_names_no_forms() -> None:
    entries = text("SELECT count(*) FROM audit_entries")
    with db.engine.connect() as connection:
        before = connection.scalar(entries)
    downgrade(revision="0007")
    columns = {column["name"] for column in inspect(db.engine).get_columns("audit_entries")}
    assert "form_id" not in columns

    upgrade()

    with db.engine.connect() as connection:
        assert connection.scalar(entries) == before
        assert connection.scalar(text("SELECT max(form_id) FROM audit_entries")) is None


@pytest.mark.usefixtures("empty_wiki")
def test_failures_of_log_in_are_kept_by_the_step_that_lets_them_fade() -> None:
    upgrade(revision="0007")
    with db.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO login_throttles VALUES ('a', 3, '2026-11-28 12:00:00+00:00')")
        )
    upgrade(revision="0008")
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT failures FROM login_throttles")) == 3.0
    downgrade(revision="0007")
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT failures FROM login_throttles")) == 3
    columns = inspect(db.engine).get_columns("users")
    assert "must_change_password" not in {column["name"] for column in columns}


@pytest.mark.usefixtures("filled_wiki")
def test_a_number_of_the_outbox_is_never_given_twice_after_the_upgrade() -> None:
    downgrade(revision="0007")
    upgrade()
    with db.engine.begin() as connection:
        article_id = connection.scalar(text("SELECT min(id) FROM articles"))
        numbers = []
        for _ in range(2):
            row = insert(IndexTask).values(article_id=article_id).returning(IndexTask.id)
            numbers.append(connection.scalar(row))
            connection.execute(delete(IndexTask))
    assert numbers[0] != numbers[1]


@pytest.mark.usefixtures("filled_wiki")
def test_the_words_of_older_versions_are_counted_as_those_of_new_ones() -> None:
    counts = text("SELECT article_id, number, words_added FROM revisions ORDER BY 1, 2")
    with db.engine.connect() as connection:
        before = connection.execute(counts).all()
    assert min(row.words_added for row in before) > 0
    downgrade(revision="0007")

    upgrade()

    with db.engine.connect() as connection:
        assert connection.execute(counts).all() == before
