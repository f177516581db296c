"""Only older backups that this wiki made with --keep are deleted, and never the last sound one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.operations.test_crafted_backups import run
from wiki.health.backupmark import read_mark


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A folder for backups, of a wiki that has made none."""
    marks = ("last_backup.json", "backup_series")
    for name in marks:
        (Path(app.instance_path) / name).unlink(missing_ok=True)
    (tmp_path / "backups").mkdir()
    yield tmp_path / "backups"
    for name in marks:
        (Path(app.instance_path) / name).unlink(missing_ok=True)


def keep(app: Flask, file: Path, number: int) -> str:
    code, output = run(app, "backup", "--keep", str(number), str(file))
    assert code == 0
    return output


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.long
def test_the_newest_are_kept(app: Flask, folder: Path) -> None:
    for day in range(1, 5):
        output = keep(app, folder / f"day-{day}.zip", 2)
    assert names(folder) == ["day-3.zip", "day-4.zip"]
    assert output.splitlines()[1:] == [
        f"{folder}/day-2.zip: deleted, since 2 newer backups are kept"
    ]


@pytest.mark.long
def test_nothing_else_is_deleted(app: Flask, folder: Path) -> None:
    assert run(app, "backup", str(folder / "by-hand.zip"))[0] == 0
    keep(app, folder / "theirs.zip", 1)
    (Path(app.instance_path) / "backup_series").unlink()  # that of another wiki from now on
    keep(app, folder / "day-1.zip", 1)
    (folder / "link.zip").symlink_to("day-1.zip")
    (folder / "folder.zip").mkdir()
    (folder / "notes.zip").write_text("notes")
    shutil.copy(folder / "day-1.zip", folder / "copy.tar")
    (folder / "cut.zip").write_bytes((folder / "day-1.zip").read_bytes()[:-100])
    before = names(folder)
    keep(app, folder / "day-2.zip", 1)
    assert names(folder) == sorted({*before, "day-2.zip"} - {"day-1.zip"})


@pytest.mark.long
def test_the_newest_that_was_verified_is_kept(app: Flask, folder: Path) -> None:
    keep(app, folder / "day-1.zip", 1)
    assert run(app, "backup", "verify", str(folder / "day-1.zip"))[0] == 0
    for day in (2, 3):
        keep(app, folder / f"day-{day}.zip", 1)
    assert names(folder) == ["day-1.zip", "day-3.zip"]
    assert run(app, "backup", "verify", str(folder / "day-3.zip"))[0] == 0
    keep(app, folder / "day-4.zip", 1)
    assert names(folder) == ["day-3.zip", "day-4.zip"]


@pytest.mark.long
def test_a_backup_that_was_verified_and_spoiled_since_protects_no_place(
    app: Flask, folder: Path
) -> None:
    keep(app, folder / "day-1.zip", 1)
    assert run(app, "backup", "verify", str(folder / "day-1.zip"))[0] == 0
    whole = (folder / "day-1.zip").read_bytes()
    spoiled = whole.replace(b"tables/tags.jsonl", b"tables/togs.jsonl")
    (folder / "day-1.zip").write_bytes(spoiled)
    assert run(app, "backup", "verify", str(folder / "day-1.zip"))[0] == 1
    assert read_mark(Path(app.instance_path)).verified == ()


@pytest.mark.long
def test_a_backup_that_fails_deletes_nothing(app: Flask, folder: Path) -> None:
    for day in (1, 2):
        keep(app, folder / f"day-{day}.zip", 2)
    assert run(app, "backup", "--keep", "1", str(folder / "no/day-3.zip"))[0] == 1
    (folder / "day-3.zip").write_text("notes")
    assert run(app, "backup", "--keep", "1", str(folder / "day-3.zip"))[0] == 1
    assert names(folder) == ["day-1.zip", "day-2.zip", "day-3.zip"]


@pytest.mark.parametrize("number", ["0", "-1", "all"])
def test_a_number_that_keeps_nothing_is_refused(app: Flask, folder: Path, number: str) -> None:
    code, output = run(app, "backup", "--keep", number, str(folder / "wiki.zip"))
    assert (code, "Traceback" in output, names(folder)) == (2, False, [])
