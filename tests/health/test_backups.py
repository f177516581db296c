"""The page on health and /healthz say when the last backup was made, verified, and what failed."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.health.test_pages import ADDRESS, state_of, words_of
from wiki.clock import now
from wiki.health.backupmark import (
    BackupMark,
    leave_mark,
    note_backup,
    note_failure,
    note_spoiled,
    note_verified,
    read_mark,
)


def test_the_last_backup_counts_until_it_is_old(boss: FlaskClient, instance: Path) -> None:
    leave_mark(instance, BackupMark(now() - timedelta(days=6), "/backup/wiki.zip", 2_500_000))
    assert state_of(boss, "backup") == "Bra"
    assert "/backup/wiki.zip (2,5\u00a0MB)" in boss.get(ADDRESS).text
    leave_mark(instance, BackupMark(now() - timedelta(days=8), "/backup/wiki.zip", 1))
    assert state_of(boss, "backup") == "Fel"
    assert "Mer än 7 dagar" in words_of(boss, "backup")
    (instance / "last_backup.json").write_text('{"at": "yesterday"')
    assert state_of(boss, "backup") == "Fel"


def test_anybody_may_know_when_the_last_backup_was_and_no_more(
    app: Flask, client: FlaskClient, instance: Path
) -> None:
    def told() -> str:
        answer = client.get("/healthz")
        assert answer.status_code == 200
        return answer.text.removeprefix("ok\nbackup: ").rstrip()

    assert told() == "none"
    made = now().replace(second=30)
    minute = f"{made:%Y-%m-%dT%H:%MZ}"
    note_backup(instance, made, Path(__file__), "1")
    assert told() == f"good, last made {minute}"
    note_verified(instance, made, "1")
    assert told() == f"good, last made {minute}, verified {minute}"
    note_verified(instance, made, "2")  # another one, which says nothing of the last
    note_failure(instance, made, "/backup/wiki.zip cannot be written")
    assert told() == f"last try failed, last made {minute}, verified {minute}"
    leave_mark(instance, BackupMark(made - timedelta(days=8), "/backup/wiki.zip", 1))
    assert told().startswith("too old, last made ")
    app.config["BACKUP_DAYS"] = 0
    assert told().startswith("not looked at")


def test_what_was_verified_and_what_failed_is_told(boss: FlaskClient, instance: Path) -> None:
    made = now()
    note_backup(instance, made, Path(__file__), "1")
    assert "inte provad" in words_of(boss, "backup")
    note_verified(instance, made, "1")
    assert "provad" in words_of(boss, "backup")
    assert "inte provad" not in words_of(boss, "backup")
    note_failure(instance, made, "/backup is full")
    assert state_of(boss, "backup") == "Fel"
    assert "Det senaste försöket misslyckades" in words_of(boss, "backup")
    assert "/backup is full" in words_of(boss, "backup")
    note_verified(instance, made, "1")  # the last whole one is still the last
    assert state_of(boss, "backup") == "Fel"
    note_backup(instance, made, Path(__file__), "2")
    assert state_of(boss, "backup") == "Bra"


def test_only_the_last_backup_is_bad_when_it_is_spoiled(boss: FlaskClient, instance: Path) -> None:
    file = Path(__file__)
    for number in ("1", "2"):
        note_backup(instance, now(), file, number)
        note_verified(instance, now(), number)
    note_spoiled(instance, now(), "is not sound", file.with_name("1.zip"), "1")
    note_spoiled(instance, now(), "There is no file", file.with_name("typo.zip"), "")
    note_verified(instance, now(), "")  # that of an older version has no number
    assert (state_of(boss, "backup"), read_mark(instance).verified) == ("Bra", ("2",))
    for spoiled in ((file, ""), (file.with_name("copy.zip"), "2")):
        note_spoiled(instance, now(), "is not sound", *spoiled)
        assert state_of(boss, "backup") == "Fel"
        assert "is not sound" in words_of(boss, "backup")
        note_verified(instance, now(), "2")
        assert state_of(boss, "backup") == "Bra"


def test_a_path_is_told_whole(instance: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "here").symlink_to("there")
    file = tmp_path / "there" / "wiki.zip"
    file.write_bytes(b"1")
    typed = tmp_path / "here" / ".." / "there" / "wiki.zip"
    assert note_backup(instance, now(), typed, "").file == str(file.resolve())
    note_spoiled(instance, now(), "It is no backup.", file, "")  # the same file, by its own path
    assert read_mark(instance).is_spoiled
